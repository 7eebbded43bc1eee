// Build: from a form to a signed URL, with everything in between.

import { byId, counted, slot, write } from "./dom.js";
import { EmbedForm, integer } from "./form.js";
import { findingsIn } from "./findings.js";
import { PartsView } from "./parts.js";
import { markSecret, remember } from "./secrets.js";
import { Refusal } from "./signer.js";
import { stepsIn } from "./steps.js";
import { utc } from "./time.js";

/** @typedef {import("./engine.js").Engine} Engine */

export class Build {
  /** The last URL, empty before the first. */
  url = "";

  /**
   * @param {Engine} engine
   * @param {(url: string, secret: string) => void} check takes the URL to Check
   */
  constructor(engine, check) {
    this.engine = engine;
    this.form = /** @type {HTMLFormElement} */ (byId("build-form"));
    this.fields = /** @type {any} */ (this.form.elements);
    this.embed = new EmbedForm(this.form);
    this.verdict = byId("build-verdict");
    this.parts = new PartsView({ ribbon: byId("url"), caption: byId("url-caption"), rows: byId("url-rows") });
    this.findings = findingsIn(byId("build-findings"), (parameter) => this.#go(parameter));
    this.steps = stepsIn(byId("steps"));
    remember(this.fields.secret.defaultValue);
    this.#listen();
    byId("to-check").addEventListener("click", () => {
      check(this.url, byId("take-secret").checked ? this.fields.secret.value : "");
    });
  }

  /** Replaces what belongs to the worked example, unless the reader was faster. */
  start() {
    const { client_id, secret, nonce, time } = this.fields;
    const untouched = [client_id, secret].every((field) => field.value === field.defaultValue);
    this.engine.run(() => {
      if (untouched) this.#newCredentials();
      if (nonce.value === nonce.defaultValue) this.#newNonce();
      if (time.value === time.defaultValue) this.#now();
      this.update();
    });
  }

  /** Asks for the URL of the form as it is now, and shows it. */
  update() {
    markSecret(this.fields.secret, byId("secret-kind"));
    write(byId("time-utc"), utc(this.fields.time.value));
    this.embed.count();
    try {
      this.#show(this.engine.signer.ask("build", this.#request()));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#refuse(error.message);
    }
  }

  /**
   * Takes over what Check found in a URL.
   * @param {object} found
   * @param {import("./form.js").Embed} found.embed
   * @param {Record<string, string>} found.outside what does not belong to the embed
   * @param {string} found.dialect empty where the URL is written in no single way
   * @param {string} found.secret empty where Check had none
   */
  open({ embed, outside, dialect, secret }) {
    this.embed.write(embed);
    for (const [name, value] of Object.entries(outside)) this.fields[name].value = value;
    if (dialect) this.fields.dialect.value = dialect;
    if (secret) this.fields.secret.value = secret;
    this.engine.run(() => this.update());
  }

  #request() {
    const { client_id, secret, nonce, time, dialect } = this.fields;
    return {
      embed: this.embed.read(),
      credentials: { client_id: client_id.value, secret: secret.value },
      nonce: nonce.value,
      time: integer(time.value || "0"),
      dialect: dialect.value,
    };
  }

  /** @param {any} built */
  #show({ url, signed_text, signature, parts, steps, findings }) {
    this.url = url;
    this.parts.render(parts, /** @type {any} */ (this.engine.reference));
    this.findings.render(findings);
    this.steps.render(steps);
    write(byId("signature"), signature);
    write(byId("signed-text"), signed_text);
    const errors = findings.filter((/** @type {any} */ finding) => finding.severity === "error").length;
    const warnings = findings.filter((/** @type {any} */ finding) => finding.severity === "warning").length;
    this.#say(errors ? "error" : warnings ? "warning" : "ok", summary(errors, warnings));
    // Apart from the verdict, which is read aloud when it changes.
    write(byId("length"), counted(new TextEncoder().encode(url).length, "byte"));
  }

  /** @param {string} message */
  #refuse(message) {
    this.#say("error", `No URL: ${message}. Below is the last one.`);
  }

  /** @param {string} status @param {string} text */
  #say(status, text) {
    this.verdict.dataset.status = status;
    write(slot(this.verdict, "text"), text);
  }

  #listen() {
    const { form } = this;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => this.engine.run(() => this.update(), event.timeStamp));
    form.addEventListener("click", (event) => this.#click(/** @type {Element} */ (event.target), event.timeStamp));
    form.addEventListener("focusin", (event) => this.#point(event.target, (name) => name));
    form.addEventListener("focusout", (event) => this.#point(event.target, () => ""));
  }

  /** @param {Element} target @param {number} since */
  #click(target, since) {
    const { action = "", preset } = /** @type {HTMLElement} */ (target.closest("button"))?.dataset ?? {};
    /** @type {Record<string, () => void>} */
    const actions = {
      "new-credentials": () => this.#newCredentials(),
      "new-nonce": () => this.#newNonce(),
      now: () => this.#now(),
    };
    const change = preset ? () => this.#apply(preset) : actions[action];
    if (change) this.engine.run(() => (change(), this.update()), since);
  }

  /** A preset is a user: it says nothing about the rest of the form. @param {string} id */
  #apply(id) {
    const preset = this.engine.reference?.presets.find((one) => one.id === id);
    const { path: _, ...user } = preset?.embed ?? {};
    this.embed.write({ ...this.embed.read(), ...user });
  }

  #newCredentials() {
    const { client_id, secret } = this.engine.signer.ask("credentials");
    remember(secret);
    this.fields.client_id.value = client_id;
    this.fields.secret.value = secret;
  }

  #newNonce() {
    this.fields.nonce.value = this.engine.signer.ask("nonce").nonces[0];
  }

  #now() {
    this.fields.time.value = String(Math.floor(Date.now() / 1000));
  }

  /**
   * Shows in the URL what a field stands for.
   * @param {EventTarget | null} target
   * @param {(name: string) => string} what
   */
  #point(target, what) {
    const field = /** @type {Element} */ (target).closest("[data-parameter]");
    if (field) this.parts.highlight(what(field.getAttribute("data-parameter") ?? ""));
  }

  /** To the field of a finding, unfolding what hides it. @param {string} parameter */
  #go(parameter) {
    const field = this.form.querySelector(`[data-parameter="${CSS.escape(parameter)}"]`);
    const group = field?.closest("details");
    if (group) group.open = true;
    /** @type {HTMLElement | null | undefined} */ (field?.querySelector("input, select, textarea"))?.focus();
    if (!field) this.parts.highlight(parameter);
  }
}

/** @param {number} errors @param {number} warnings */
function summary(errors, warnings) {
  const remarks = warnings ? `, ${counted(warnings, "warning")}` : "";
  return errors ? `Signed, but it would be refused: ${counted(errors, "error")}${remarks}.` : `Signed${remarks}.`;
}
