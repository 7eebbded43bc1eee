// Migrate: the fields of Build as the token that takes the place of the signed
// URL. The signer writes both and says, claim by claim, what becomes of what.

import { Code } from "./code.js";
import { attribute, byId, counted, fill, slot, write } from "./dom.js";
import { findingsIn } from "./findings.js";
import { List } from "./list.js";
import { isMade } from "./secrets.js";
import { Refusal } from "./signer.js";
import { age } from "./stale.js";
import { stepsIn } from "./steps.js";

/** @typedef {import("./reference.js").Part} Part */
/** @typedef {{from: string, to: string, value: string, note: string, fate: keyof FATES, source: string}} Row */

/** What becomes of a parameter, in words. */
const FATES = {
  same: "the same",
  changed: "written otherwise",
  url: "in the URL, not signed",
  none: "no counterpart",
  new: "new",
};

export class Migrate {
  #secret = "";

  /**
   * @param {import("./engine.js").Engine} engine
   * @param {() => any} request of Build
   * @param {(url: string, secret: string) => void} check takes the new URL to Check
   */
  constructor(engine, request, check) {
    this.engine = engine;
    this.request = request;
    this.form = /** @type {HTMLFormElement} */ (byId("migrate-form"));
    this.workbook = /** @type {HTMLInputElement} */ (byId("m-workbook"));
    this.verdict = byId("migrate-verdict");
    this.urls = [byId("migrate-old"), byId("migrate-url")].map((ribbon) => new List(ribbon, "part-template", fillSpan));
    this.rows = new List(byId("migrate-rows"), "claim-template", fillRow);
    this.findings = findingsIn(byId("migrate-findings"), (name) => this.#go(name));
    this.steps = stepsIn(byId("migrate-steps"));
    this.code = new Code(engine, "migrate-code", () => this.#program());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => engine.run(() => this.update(), event.timeStamp));
    byId("migrate-check").addEventListener("click", () => check(byId("migrate-url").textContent, this.#secret));
  }

  /** Shows the fields of Build as they are now, once there is someone to see it. */
  update() {
    if (byId("migrate-intent").hidden) return;
    const request = this.request();
    if (!request) return this.#refuse("a field of Build cannot be read");
    try {
      this.#show(this.engine.signer.ask("migrate", { ...request, workbook: this.workbook.value }));
      // A secret that was typed in stays where it was typed.
      this.#secret = isMade(request.credentials.secret) ? request.credentials.secret : "";
      this.code.update();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#refuse(error.message);
    }
  }

  /** What the code is to make: the token that is shown. */
  #program() {
    const request = this.request();
    return request && { ...request, scheme: "jwt", workbook: this.workbook.value };
  }

  /** @param {{signed: any, token: any, rows: Row[], findings: import("./findings.js").Finding[]}} migration */
  #show({ signed, token, rows, findings }) {
    age(this.form, false);
    byId("migrate-hint").hidden = true;
    byId("migrate-result").hidden = false;
    this.urls[0].render(signed.parts);
    this.urls[1].render(inside(token.parts, token.token_parts));
    write(byId("migrate-what"), token.url ? "the workbook’s URL with a token" : "the token alone, for want of a workbook");
    write(byId("migrate-token"), token.token);
    this.rows.render(rows);
    this.findings.render([...findings, ...token.findings]);
    this.steps.render(token.steps);
    this.#say(...judge([...findings, ...token.findings], rows));
  }

  /** @param {string} why there is no token */
  #refuse(why) {
    age(this.form, true);
    this.#say("error", `No token: ${why}. What is below is out of date.`);
  }

  /** @param {string} status @param {string} text */
  #say(status, text) {
    this.verdict.dataset.status = status;
    write(slot(this.verdict, "text"), text);
  }

  /** To what a finding is about: a claim, a parameter, or the workbook's URL. @param {string} name */
  #go(name) {
    const row = [...byId("migrate-rows").children].find((row) => [slot(row, "to"), slot(row, "from")].some((cell) => cell.textContent === name));
    if (!row) return this.workbook.focus();
    row.scrollIntoView({ block: "center" });
    row.focus({ preventScroll: true });
  }
}

/** @param {import("./findings.js").Finding[]} findings @param {Row[]} rows @returns {[string, string]} status and text */
function judge(findings, rows) {
  const count = (/** @type {string} */ wanted) => findings.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings] = [count("error"), count("warning")];
  if (errors) return ["error", `Signed as a token, but it would be refused: ${counted(errors, "error")} below.`];
  const lost = rows.filter(({ fate }) => fate === "none").map(({ from }) => from);
  const text = lost.length > 0 ? `No counterpart: ${lost.join(", ")}.` : "Everything has a counterpart.";
  return warnings ? ["warning", `Signed as a token, ${counted(warnings, "warning")}. ${text}`] : ["ok", `Signed as a token. ${text}`];
}

/**
 * The parts of the URL, with the token in it taken apart too.
 * @param {Part[]} parts
 * @param {Part[]} token
 */
function inside(parts, token) {
  return parts.flatMap((part) => {
    const within = token.filter(({ start, end }) => start >= part.start && end <= part.end);
    if (within.length === 0) return [part];
    // What stands before the token is a name, one byte to a character.
    return [{ ...part, role: "separator", raw: part.raw.slice(0, within[0].start - part.start) }, ...within];
  });
}

/** A part that is only looked at; Build and Check have those that explain themselves. @param {HTMLElement} span @param {Part} part */
function fillSpan(span, part) {
  span.removeAttribute("role");
  span.removeAttribute("tabindex");
  attribute(span, "data-role", part.role === "dot" ? "separator" : part.role);
  write(span, part.raw);
}

/** @param {HTMLElement} row @param {Row} claim */
function fillRow(row, { from, to, value, note, fate, source }) {
  attribute(row, "data-fate", fate);
  write(slot(row, "from"), from || "nothing");
  write(slot(row, "to"), to || "nothing");
  write(slot(row, "value"), value);
  write(slot(row, "fate"), FATES[fate]);
  write(slot(row, "note"), note);
  fill(row, "source", source);
}
