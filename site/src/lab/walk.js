// The guided walk: the platform says which steps are done, and the page which is next.

import { sure } from "./sure.js";
import { byId, clone, slot, write } from "../dom.js";

/** Where each step is done. */
const PLACES = {
  types: "types", teams: "teams", "share-workspace": "sharing", dataset: "datasets", workbook: "workbooks", embed: "workbooks", credentials: "credentials",
  run: "application", debug: "configuration", reuse: "application", "viewer-plus": "application", creator: "application", switch: "application", deactivate: "users",
};

/** How often a server is asked, in milliseconds: what happens in its frames is not seen here. */
const PERIOD = 2000;

export class Walk {
  #desk;
  #shown = "";
  #asking = false;

  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.#desk = desk;
  }

  /**
   * @param {(example: boolean) => Promise<string>} begin
   * @param {(action: () => Promise<string>) => Promise<boolean>} attempt
   */
  start(begin, attempt) {
    // Above the rest of the page there is no room for all of it.
    byId("walk").open = matchMedia("(min-width: 62rem)").matches;
    for (const [id, example] of /** @type {[string, boolean][]} */ ([["begin-empty", false], ["begin-example", true]])) {
      byId(id).addEventListener("click", () => sure(byId(id), () => attempt(() => begin(example))));
    }
    this.look();
    if (!this.#desk.local) setInterval(() => document.visibilityState === "visible" && this.look(), PERIOD);
  }

  /** Asks how far the walk is. */
  async look() {
    if (this.#asking || !this.#desk.ready) return;
    this.#asking = true;
    try {
      this.#draw(await this.#desk.ask("walk"));
    } catch {
      // The next look will tell; what cannot be reached says so where it is used.
    } finally {
      this.#asking = false;
    }
  }

  /** @param {{id: keyof PLACES, title: string, task: string, done: boolean}[]} steps */
  #draw(steps) {
    const text = JSON.stringify(steps);
    if (text === this.#shown) return;
    const before = /** @type {typeof steps} */ (JSON.parse(this.#shown || "[]"));
    this.#shown = text;
    const done = steps.filter((step) => step.done);
    const next = steps.find((step) => !step.done);
    write(byId("walk-count"), `${done.length} of ${steps.length} steps done`);
    byId("walk-progress").max = steps.length;
    byId("walk-progress").value = done.length;
    byId("walk-steps").replaceChildren(...steps.map((step) => {
      const line = clone("step");
      line.dataset.step = step.id;
      line.dataset.state = step.done ? "done" : step === next ? "next" : "later";
      if (step === next) line.setAttribute("aria-current", "step");
      write(slot(line, "sign"), step.done ? "✓" : String(steps.indexOf(step) + 1));
      write(slot(line, "title"), step.done ? `${step.title} (done)` : step.title);
      slot(line, "title").href = `#${PLACES[step.id]}`;
      write(slot(line, "task"), step.task);
      return line;
    }));
    const fresh = done.filter(({ id }) => before.some((old) => old.id === id && !old.done));
    if (fresh.length > 0) write(byId("walk-news"), `Step done: ${fresh.map(({ title }) => title).join(", ")}.${next ? ` Next: ${next.title}.` : " That was the whole walk."}`);
  }
}
