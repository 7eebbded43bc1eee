// The lessons: a task each, and a check by the signer of what the reader did.
// Which are done is remembered until the page is closed.

import { attribute, byId, slot, write } from "./dom.js";
import { List } from "./list.js";

/** @typedef {{id: string, title: string, task: string, hint: string, why: string}} Lesson */

/** @typedef {{done: boolean, message: string}} Result */

/** Those that ask for a word. The others look at what became of a URL that was opened. */
export const ASKS = ["read_email", "find_tampered"];

/** The one that comes with a URL of its own. */
const PUZZLE = "find_tampered";

export class Lessons {
  /** @type {Set<string>} */
  #done = new Set();

  /**
   * @param {import("./engine.js").Engine} engine
   * @param {(lesson: string, answer: string) => Result} check
   * @param {() => void} puzzle
   */
  constructor(engine, check, puzzle) {
    this.check = check;
    this.container = /** @type {HTMLElement} */ (byId("lessons"));
    this.list = new List(this.container, "lesson-template", fillLesson);
    this.container.addEventListener("click", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      const action = target.closest("button")?.dataset.action;
      if (action === "puzzle") engine.run(puzzle);
      if (action === "check-lesson") engine.run(() => this.#check(target));
    });
    this.container.addEventListener("keydown", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (event.key === "Enter" && target instanceof HTMLInputElement) engine.run(() => this.#check(target));
    });
  }

  /** @param {Lesson[]} lessons */
  render(lessons) {
    this.list.render(lessons);
    this.#count();
  }

  /** @param {HTMLElement} target something in the lesson */
  #check(target) {
    const node = /** @type {HTMLElement} */ (target.closest("[data-lesson]"));
    const id = node.dataset.lesson ?? "";
    const { done, message } = this.check(id, slot(node, "answer").value);
    if (done) this.#done.add(id);
    attribute(node, "data-done", String(this.#done.has(id)));
    slot(node, "state").hidden = !this.#done.has(id);
    attribute(slot(node, "message"), "data-status", done ? "ok" : "warning");
    write(slot(node, "message"), message);
    this.#count();
  }

  #count() {
    write(byId("lessons-done"), `${this.#done.size} of ${this.container.children.length} done`);
  }
}

/** @param {HTMLElement} node @param {Lesson} lesson */
function fillLesson(node, { id, title, task, hint }) {
  attribute(node, "data-lesson", id);
  write(slot(node, "title"), title);
  write(slot(node, "task"), task);
  write(slot(node, "hint"), hint);
  slot(node, "ask").hidden = !ASKS.includes(id);
  slot(node, "puzzle").hidden = id !== PUZZLE;
}
