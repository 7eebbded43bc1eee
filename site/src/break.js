// Break: attacks on a signed URL, and what a receiver makes of them. The URL, the
// clock and the ledger are the state; every verdict is asked for anew.

import { Attacks } from "./attacks.js";
import { byId, slot, write } from "./dom.js";
import { edit } from "./edit.js";
import { ASKS, Lessons } from "./lessons.js";
import { List } from "./list.js";
import { Marks } from "./marks.js";
import { show, showNothing, words } from "./outcome.js";
import { Receiver } from "./receiver.js";
import { Refusal } from "./signer.js";
import { Target, held, lifeOf } from "./target.js";
import { now, utc } from "./time.js";
import { unreadable, whole } from "./whole.js";

/** @typedef {import("./engine.js").Engine} Engine */

/**
 * What was done to the URL: what it should lead to, and the way from the URL
 * before, which is null where the reader is to find it.
 * @typedef {{expect: string, differences: import("./diff.js").Difference[] | null}} Deed
 */

/** @type {Deed} */
const nothing = { expect: "", differences: [] };

export class Break {
  #target = new Target();
  #deed = nothing;
  /** What the field held when the deed was done. */
  #url = "";
  /** How the URL was opened the last time. @type {{question: import("./receiver.js").Question, found: any} | null} */
  #opened = null;
  #times = 0;
  /** The URL that was last taken from Build. */
  #built = "";
  /** Which puzzle comes next; the first is by chance. */
  #pick = Math.floor(Math.random() * 1e6);

  /** @param {Engine} engine */
  constructor(engine) {
    this.engine = engine;
    this.receiver = new Receiver(engine);
    this.form = /** @type {HTMLFormElement} */ (byId("break-form"));
    this.fields = /** @type {any} */ (this.form.elements);
    this.marks = new Marks(this.form);
    this.attacks = new Attacks();
    this.ledger = new List(byId("ledger"), "use-template", fillUse);
    this.lessons = new Lessons(engine, (lesson, answer) => this.#check(lesson, answer), () => this.#puzzle());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => this.engine.run(() => this.#edited(), event.timeStamp));
    this.form.addEventListener("click", (event) => this.#click(/** @type {Element} */ (event.target), event.timeStamp));
  }

  /** Shows what there is to do, once the signer can say it. */
  start() {
    this.engine.run(() => {
      const { attacks, lessons } = this.engine.signer.ask("reference");
      this.attacks.render(attacks);
      this.lessons.render(lessons);
    });
  }

  /** Takes the URL of Build if there is a new one. */
  enter() {
    const { url, lacking } = held("build");
    if (!lacking && url !== this.#built) this.engine.run(() => this.#take("build"));
  }

  /** @param {import("./target.js").Place} place */
  #take(place) {
    const { url, secret, lacking, about } = held(place);
    write(byId("b-from"), lacking || about);
    if (lacking) return;
    if (place === "build") this.#built = url;
    this.#try("This URL cannot be taken", () => {
      const { client_id, time } = this.engine.signer.ask("inspect", { url });
      this.receiver.know(client_id, secret);
      this.#target = new Target(url, time, lifeOf(this.engine.signer, url));
      this.#again();
    });
  }

  /** Back to the URL as it was signed, when it was signed. */
  #again() {
    const { url, time } = this.#target;
    this.#move(time);
    const { accepted, code } = this.engine.signer.ask("inspect", { ...this.receiver.question(url), used_nonces: [] }).verdict;
    this.#target.accepted = accepted;
    write(byId("b-before"), accepted ? "" : `Even before any attack it would not be accepted: ${words(code)}.`);
    this.#put(url, nothing);
    this.#update();
  }

  /** @param {string} id */
  #attack(id) {
    this.#try("This attack cannot be made", () => {
      const { url, opens, wait, expect, differences } = this.engine.signer.ask("break", { attack: id, url: this.#target.url });
      this.#move(this.#target.goodTime(this.receiver.clock) + wait);
      this.#put(url, { expect, differences });
      this.attacks.press(id);
      this.#open(opens);
    });
  }

  /** A URL with a change that the reader has to find. */
  #puzzle() {
    this.#try("There is no puzzle in this URL", () => {
      const { url } = this.engine.signer.ask("puzzle", { url: this.#target.url, pick: this.#pick++ });
      this.#move(this.#target.goodTime(this.receiver.clock));
      this.#put(url, { expect: "", differences: null });
      this.#open();
    });
  }

  /** @param {string} lesson @param {string} answer @returns {import("./lessons.js").Result} */
  #check(lesson, answer) {
    const question = ASKS.includes(lesson) ? this.receiver.question(this.fields.url.value) : this.#opened?.question;
    if (!question) return { done: false, message: "Not yet: open a URL first, with the button “Open this URL”." };
    const result = this.engine.signer.ask("lesson", { ...question, lesson, from: this.#target.url, answer });
    if (result.done && !this.#deed.differences) {
      this.#deed = this.#byHand(); // it is no longer to be found
      this.#update();
    }
    return result;
  }

  /** @param {number} clock */
  #move(clock) {
    this.receiver.clock = clock;
    this.fields.clock.value = String(clock);
    this.#opened = null;
  }

  /** Puts a URL into the field, as one that was not opened yet. @param {string} url @param {Deed} deed */
  #put(url, deed) {
    if (this.fields.url.value !== url) this.fields.url.value = url; // or the caret would jump
    this.#url = this.fields.url.value;
    this.#deed = deed;
    this.#opened = null;
    this.#times = 0;
    this.attacks.press("");
  }

  /** @returns {Deed} */
  #byHand() {
    return { expect: "", differences: edit(this.#target.url, this.fields.url.value) };
  }

  /** Something was typed: the clock, or the URL. */
  #edited() {
    const { url, clock } = this.fields;
    this.receiver.clock = whole(clock.value) ?? now();
    this.#opened = null;
    if (url.value !== this.#url) this.#put(url.value, this.#byHand());
    this.#update();
  }

  /** Opens the URL and brings the verdict into sight: on a small screen it is far from the buttons. */
  #open(times = 1) {
    const { value } = this.fields.url;
    for (let i = 0; i < times && unreadable(this.form).length === 0; i++) {
      const question = this.receiver.question(value);
      this.#opened = { question, found: this.receiver.open(value) };
      this.#times++;
    }
    this.#update();
    byId("break-verdict").scrollIntoView({ block: "nearest" });
  }

  /** Shows what became of the URL or, before it is opened, what would. */
  #update() {
    const findings = unreadable(this.form);
    const { clock, ledger } = this.receiver;
    this.marks.render(findings);
    this.ledger.render(ledger);
    write(byId("b-clock-utc"), findings.length ? "" : utc(clock));
    for (const button of this.form.querySelectorAll("[data-needs]")) {
      /** @type {HTMLButtonElement} */ (button).disabled = this.#target.life === 0;
    }
    if (findings.length) return showNothing("No verdict", "The clock cannot be read.");
    this.#try("No verdict", () => {
      const found = this.#opened?.found ?? this.receiver.ask(this.fields.url.value);
      const times = this.#opened ? this.#times : 0;
      show({ found, clock, times, expected: this.#expected(found.verdict.code), differences: this.#deed.differences });
    });
  }

  /** @param {string} code of the verdict */
  #expected(code) {
    const { expect } = this.#deed;
    if (expect === "" || !this.#opened) return "";
    if (expect === code) return `As expected: ${words(code)}.`;
    const why = this.#target.accepted ? "" : " It came otherwise because the URL was not accepted before the attack either.";
    return `Expected was: ${words(expect)}.${why}`;
  }

  /** Says it where the signer refuses the question. @param {string} title @param {() => void} ask */
  #try(title, ask) {
    try {
      ask();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      showNothing(title, `${error.message}.`);
    }
  }

  /** @param {Element} target @param {number} since */
  #click(target, since) {
    const { action = "", attack } = /** @type {HTMLElement} */ (target.closest("button"))?.dataset ?? {};
    const change = attack ? () => this.#attack(attack) : this.#actions()[action];
    if (change) this.engine.run(change, since);
  }

  /** @returns {Record<string, () => void>} */
  #actions() {
    const { time, lastSecond } = this.#target;
    const to = (/** @type {number} */ clock) => () => (this.#move(clock), this.#update());
    return {
      "take-build": () => this.#take("build"),
      "take-check": () => this.#take("check"),
      now: to(now()),
      minute: to(this.receiver.clock + 60),
      made: to(time),
      expiry: to(lastSecond),
      past: to(lastSecond + 1),
      open: () => this.#open(),
      reset: () => (this.receiver.forget(), this.#again()),
    };
  }
}

/** @param {HTMLElement} node @param {import("./receiver.js").Use} use */
function fillUse(node, { nonce, at }) {
  write(slot(node, "nonce"), nonce);
  write(slot(node, "at"), `let in at ${utc(at)}`);
}
