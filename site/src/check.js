// Check: from a URL to a verdict. It asks what the URL is, and never signs:
// what is shown as expected is shown beside what was given, not instead of it.

import { attribute, byId, fill, slot, write } from "./dom.js";
import { causesIn, effort } from "./causes.js";
import { findingsIn } from "./findings.js";
import { urlInside } from "./inside.js";
import { Known } from "./known.js";
import { renderLog } from "./log.js";
import { Marks } from "./marks.js";
import { PartsView } from "./parts.js";
import { markSecret } from "./secrets.js";
import { showSignature } from "./signature.js";
import { Refusal } from "./signer.js";
import { age } from "./stale.js";
import { now, utc } from "./time.js";
import { TokenView } from "./token.js";
import { unreadable, whole } from "./whole.js";

/** @typedef {import("./engine.js").Engine} Engine */

/** How long a reader has to pause, in milliseconds, before causes are looked for. */
const PAUSE = 250;

export class Check {
  /** @type {any} the last answer of the signer */
  #found = null;
  /** the search for causes that is to come, as of setTimeout */
  #search = 0;

  /**
   * @param {Engine} engine
   * @param {(found: any) => void} build takes the values to Build
   */
  constructor(engine, build) {
    this.engine = engine;
    this.form = /** @type {HTMLFormElement} */ (byId("check-form"));
    this.fields = /** @type {any} */ (this.form.elements);
    this.verdict = byId("verdict");
    this.parts = new PartsView({ ribbon: byId("checked"), caption: byId("checked-caption"), rows: byId("checked-rows") });
    this.findings = findingsIn(byId("check-findings"), (parameter) => this.parts.highlight(parameter));
    this.causes = causesIn(byId("check-causes"));
    this.token = new TokenView();
    this.known = new Known(this.form);
    this.marks = new Marks(this.form);
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => this.engine.run(() => this.update(), event.timeStamp));
    byId("to-build").addEventListener("click", () => build(this.#values()));
    byId("take-inside").addEventListener("click", () => this.#takeInside());
  }

  /** Shows a URL that comes from Build. @param {string} url @param {string} secret */
  open(url, secret) {
    this.fields.url.value = url;
    this.fields.secret.value = secret;
    this.engine.run(() => this.update());
  }

  /** Asks about the URL as it is now, and shows the answer. */
  update() {
    const url = this.fields.url.value;
    this.#endSearch();
    markSecret(this.fields.secret, byId("check-secret-kind"));
    byId("check-result").hidden = url === "";
    byId("check-hint").hidden = url !== "";
    byId("inside").hidden = urlInside(url) === "";
    const findings = this.fields.check_time.checked ? unreadable(this.form) : [];
    this.marks.render(findings);
    if (url === "") return;
    try {
      const request = this.#request(findings.length === 0);
      const found = this.engine.signer.ask("inspect", { ...request, skip_causes: true });
      this.#show(found);
      this.#searchLater(request, found);
      byId("decision").hidden = findings.length > 0;
      if (findings.length === 0) this.#judge(found.verdict);
      else this.#say("unknown", "No verdict", "The time to check at cannot be read.");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      age(this.form, true);
      this.#say("unknown", "No verdict", error.message);
    }
  }

  /**
   * Looks for what explains a wrong signature, once the reader pauses: that takes
   * longer than a keystroke may.
   * @param {Record<string, unknown>} request
   * @param {any} found its answer so far
   */
  #searchLater(request, found) {
    if (request.secret === undefined || found.scheme === "jwt" || found.signature.valid === true) return;
    attribute(byId("check-result"), "aria-busy", "true");
    showEffort("Looking for the mistake that gives this signature…", false);
    this.#search = setTimeout(() => {
      this.engine.follow(() => this.#show(this.engine.signer.ask("inspect", request)));
      this.#endSearch();
    }, PAUSE);
  }

  #endSearch() {
    clearTimeout(this.#search);
    attribute(byId("check-result"), "aria-busy", "false");
  }

  /** Checks the URL that was pasted together with something else. */
  #takeInside() {
    const { url } = this.fields;
    url.value = urlInside(url.value);
    url.focus(); // the button goes away
    this.engine.run(() => this.update());
  }

  /** @param {boolean} timed whether the time to check at can be read */
  #request(timed) {
    const { url, secret, check_time, now: instant, leeway } = this.fields;
    /** @type {Record<string, unknown>} */
    const request = { url: withoutLineEnds(url.value), ...this.known.read() };
    if (secret.value) request.secret = secret.value;
    if (check_time.checked && timed) {
      request.now = whole(instant.value) ?? now();
      request.leeway = whole(leeway.value) ?? 0;
    }
    write(byId("now-utc"), check_time.checked ? utc(/** @type {number} */ (request.now ?? NaN)) : "not checked");
    return request;
  }

  /** @param {any} found */
  #show(found) {
    this.#found = found;
    const { signature, parts, findings, causes, tried, log, scheme, sample, entries = [] } = found;
    age(this.form, false);
    renderLog(byId("check-log"), log);
    this.parts.render(parts, /** @type {any} */ (this.engine.reference));
    this.findings.render(findings);
    this.causes.render(causes);
    byId("check-causes").hidden = causes.length === 0;
    showEffort(effort(tried, causes), causes.length > 0);
    showSignature(signature);
    showSample(sample);
    this.token.render(entries);
    byId("go-on").hidden = scheme === "jwt"; // Build makes signed URLs only
  }

  /** @param {{accepted: boolean, code: string, explanation: string, sigma_message: string, source: string}} verdict */
  #judge({ accepted, code, explanation, sigma_message, source }) {
    const status = accepted ? "accepted" : code === "not_checked" ? "unknown" : "refused";
    this.#say(status, title(status, code), explanation, sigma_message, source);
  }

  /**
   * @param {string} status
   * @param {string} heading
   * @param {string} explanation
   * @param {string} [message] of Sigma
   * @param {string} [source] of the rule
   */
  #say(status, heading, explanation, message = "", source = "") {
    attribute(this.verdict, "data-verdict", status);
    write(slot(this.verdict, "title"), heading);
    write(slot(this.verdict, "explanation"), explanation);
    fill(this.verdict, "sigma", message && `Sigma shows: “${message}”`);
    fill(this.verdict, "source", source);
  }

  /** What Build needs to make the same URL with a signature of its own. */
  #values() {
    const { embed, client_id, nonce, time, dialect } = this.#found;
    return { embed, dialect, outside: { client_id, nonce, time: time || "" }, secret: this.fields.secret.value };
  }
}

/** @param {string} status @param {string} code */
function title(status, code) {
  if (status === "accepted") return "Accepted";
  return status === "refused" ? `Refused: ${code.replaceAll("_", " ")}` : "Not verified";
}

/** @param {string} text @param {boolean} found */
function showEffort(text, found) {
  const line = byId("check-effort");
  line.hidden = text === "";
  line.toggleAttribute("data-found", found);
  write(line, text);
}

/** @param {{name: string, why: string} | undefined} sample nothing for a token: no sample makes one */
function showSample(sample) {
  const line = byId("check-sample");
  line.hidden = !sample;
  write(slot(line, "name"), sample?.name || "No sample stands out");
  write(slot(line, "why"), sample?.why ?? "");
}

/** Pasted text often ends with a line end that was not part of the URL. */
function withoutLineEnds(/** @type {string} */ text) {
  return text.replace(/^[\r\n]+|[\r\n]+$/g, "");
}
