// Code: a program that makes the URL of Build, to be pasted into an application.
// The signer writes it; here it is only asked for and shown.

import { attribute, byId, fill, slot, write } from "./dom.js";
import { Refusal } from "./signer.js";

/** How long a reader has to pause, in milliseconds, before the code follows. */
const PAUSE = 100;

export class Code {
  /** the update that is to come, as of setTimeout */
  #follow = 0;

  /**
   * @param {import("./engine.js").Engine} engine
   * @param {string} id of the box; there may be several
   * @param {() => object | null} request what the code is to make
   */
  constructor(engine, id, request) {
    this.engine = engine;
    this.request = request;
    this.box = /** @type {HTMLElement} */ (byId(id));
    this.language = /** @type {HTMLSelectElement} */ (slot(this.box, "language"));
    this.fixed = /** @type {HTMLInputElement} */ (slot(this.box, "fixed"));
    this.text = slot(this.box, "text");
    this.box.addEventListener("input", (event) => {
      event.stopPropagation(); // the form around it has not changed, nor has its link
      engine.run(() => this.#update(), event.timeStamp);
    });
    this.box.addEventListener("click", () => this.#hurry()); // before copy.js, which listens further out
  }

  /** What is copied is the code of now, however short the pause was. */
  #hurry() {
    if (this.box.getAttribute("aria-busy") !== "true") return;
    clearTimeout(this.#follow);
    this.#catchUp();
  }

  /** Follows a change once the page has shown it: nobody reads code while typing. */
  update() {
    clearTimeout(this.#follow);
    attribute(this.box, "aria-busy", "true");
    this.#follow = setTimeout(() => this.#catchUp(), PAUSE);
  }

  #catchUp() {
    this.engine.follow(() => this.#update());
    attribute(this.box, "aria-busy", "false");
  }

  /** Asks for the code of the request as it is now. While there is none, the last one stays. */
  #update() {
    const request = this.request();
    if (!request) return;
    try {
      this.#show(this.engine.signer.ask("code", { ...request, language: this.language.value, fixed: this.fixed.checked }).code, "");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#show("", error.message);
    }
  }

  /** @param {string} code @param {string} problem why there is none */
  #show(code, problem) {
    write(this.text, code);
    this.text.hidden = code === "";
    slot(this.box, "copy").disabled = code === "";
    write(slot(this.box, "file"), this.language.selectedOptions[0].dataset.file ?? "");
    fill(this.box, "problem", problem && `No code: ${problem}.`);
  }
}

/** Leads from a button to a box of code. @param {HTMLElement} button @param {string} id */
export function leadTo(button, id) {
  button.addEventListener("click", () => {
    byId(id).scrollIntoView();
    slot(byId(id), "language").focus({ preventScroll: true });
  });
}
