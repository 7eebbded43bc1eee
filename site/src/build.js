// Build: from a form to a signed URL, with everything in between.

import { byId, counted, slot, write } from "./dom.js";
import { EmbedForm, lines } from "./form.js";
import { findingsIn } from "./findings.js";
import { Marks } from "./marks.js";
import { PartsView } from "./parts.js";
import { Presets } from "./presets.js";
import { alarmed, isMade, markSecret, remember } from "./secrets.js";
import { Sharing } from "./sharing.js";
import { Refusal } from "./signer.js";
import { age } from "./stale.js";
import { stepsIn } from "./steps.js";
import { now, utc } from "./time.js";
import { unreadable, whole } from "./whole.js";

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./findings.js").Finding} Finding */

export class Build {
  /** The last URL, empty before the first. */
  url = "";

  /** Called after each update, for what else shows the request. */
  changed = () => {};

  /** Called when the reader has changed the form. */
  edited = () => {};

  /**
   * @param {Engine} engine
   * @param {(url: string, secret: string) => void} check takes the URL to Check
   */
  constructor(engine, check) {
    this.engine = engine;
    this.form = /** @type {HTMLFormElement} */ (byId("build-form"));
    this.fields = /** @type {any} */ (this.form.elements);
    this.embed = new EmbedForm(this.form);
    this.presets = new Presets(this.form, this.embed);
    this.sharing = new Sharing(this.form, this.embed);
    this.marks = new Marks(this.form);
    this.verdict = byId("build-verdict");
    this.parts = new PartsView({ ribbon: byId("url"), caption: byId("url-caption"), rows: byId("url-rows") });
    this.findings = findingsIn(byId("build-findings"), (parameter) => this.#go(parameter));
    this.steps = stepsIn(byId("steps"));
    this.takeSecret = /** @type {HTMLInputElement} */ (byId("take-secret"));
    remember(this.fields.secret.defaultValue);
    this.madeHere = true;
    this.#listen();
    byId("to-check").addEventListener("click", () => {
      check(this.url, this.takeSecret.checked ? this.fields.secret.value : "");
    });
  }

  /** Replaces what belongs to the worked example, unless the reader was faster. */
  start() {
    const { client_id, secret, nonce, time } = this.fields;
    const untouched = [client_id, secret].every((field) => field.value === field.defaultValue);
    if (untouched) this.#newCredentials();
    if (nonce.value === nonce.defaultValue) this.#newNonce();
    if (time.value === time.defaultValue) this.#now();
  }

  /**
   * Asks for the URL of an empty form, and shows nothing. The browser compiles what
   * answers a question when it is first needed, and on a slow processor that takes
   * longer than the answer and showing it.
   */
  rehearse() {
    this.engine.signer.ask("build", { embed: {} });
  }

  /** Asks for the URL of the form as it is now, and shows it. */
  update() {
    this.#refresh();
    this.changed();
  }

  /** What the form asks the signer for; nothing while a field cannot be read. */
  request() {
    return unreadable(this.form).length > 0 ? null : this.#request();
  }

  #refresh() {
    this.#weighSecret();
    write(byId("time-utc"), utc(this.fields.time.value));
    this.embed.count();
    this.presets.show();
    this.sharing.forget();
    const findings = unreadable(this.form);
    if (findings.length > 0) return this.#refuse(findings, `${counted(findings.length, "field")} cannot be read`);
    try {
      this.#show(this.engine.signer.ask("build", this.#request()));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#refuse([], error.message);
    }
  }

  /**
   * Takes over what Check found in a URL, or a link held.
   * @param {object} found
   * @param {import("./form.js").Embed} found.embed
   * @param {Record<string, string>} [found.outside] what does not belong to the embed
   * @param {string} [found.dialect] empty where the URL is written in no single way
   * @param {string[]} [found.order] empty for the usual order
   * @param {string} [found.secret] empty where Check had none
   */
  open({ embed, outside = {}, dialect, order = [], secret }) {
    this.embed.write(embed);
    this.fields.order.value = order.join("\n");
    for (const [name, value] of Object.entries(outside)) this.fields[name].value = value;
    if (dialect) this.fields.dialect.value = dialect;
    if (secret) this.fields.secret.value = secret;
    this.engine.run(() => this.update());
  }

  /** Fills the form with a shared one, if the link is sound. @param {import("./address.js").Link} link */
  openLink(link) {
    const found = this.sharing.read(link);
    if (found) this.open(found);
  }

  /** Fills the form with a preset; one that there is not is passed over. @param {string} id */
  usePreset(id) {
    const presets = this.engine.reference?.presets ?? [];
    if (!presets.some((preset) => preset.id === id)) return;
    this.engine.run(() => (this.presets.apply(id, presets), this.update()));
  }

  #request() {
    const { client_id, secret, nonce, time, dialect, order } = this.fields;
    return {
      embed: this.embed.read(),
      credentials: { client_id: client_id.value, secret: secret.value },
      nonce: nonce.value,
      time: whole(time.value) ?? 0,
      dialect: dialect.value,
      order: lines(order.value),
    };
  }

  /** A secret that was typed in goes to Check only if the reader ticks the box anew. */
  #weighSecret() {
    markSecret(this.fields.secret, byId("secret-kind"));
    const made = isMade(this.fields.secret.value);
    if (made !== this.madeHere) this.takeSecret.checked = made;
    this.madeHere = made;
  }

  /** @param {any} built */
  #show({ url, signed_text, signature, parts, steps, findings }) {
    this.url = url;
    this.parts.render(parts, /** @type {any} */ (this.engine.reference));
    this.#remark(findings);
    age(this.form, false);
    this.steps.render(steps);
    write(byId("signature"), signature);
    write(byId("signed-text"), signed_text);
    this.#say(...judge(findings));
    // Apart from the verdict, which is read aloud when it changes.
    write(byId("length"), counted(new TextEncoder().encode(url).length, "byte"));
  }

  /** Leaves the last URL in sight, as one that no longer counts. @param {Finding[]} findings @param {string} message */
  #refuse(findings, message) {
    this.#remark(findings);
    age(this.form, true);
    this.#say("error", `No URL: ${message}. The one below is out of date.`);
  }

  /** @param {Finding[]} findings */
  #remark(findings) {
    this.findings.render(findings);
    this.marks.render(findings);
  }

  /** @param {string} status @param {string} text */
  #say(status, text) {
    this.verdict.dataset.status = status;
    write(slot(this.verdict, "text"), text);
  }

  #listen() {
    const { form } = this;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => this.engine.run(() => (this.update(), this.edited()), event.timeStamp));
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
    const presets = this.engine.reference?.presets ?? [];
    const change = preset ? () => this.presets.apply(preset, presets) : actions[action];
    if (change) this.engine.run(() => (change(), this.update(), this.edited()), since);
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
    this.fields.time.value = String(now());
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

/** @param {Finding[]} findings @returns {[string, string]} status and text of the verdict */
function judge(findings) {
  const count = (/** @type {string} */ severity) => findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  const text = summary(errors, warnings);
  if (alarmed()) return [errors ? "error" : "warning", `${text} But mind the warning: what looks like a real secret was entered.`];
  return [errors ? "error" : warnings ? "warning" : "ok", text];
}

/** @param {number} errors @param {number} warnings */
function summary(errors, warnings) {
  const remarks = warnings ? `, ${counted(warnings, "warning")}` : "";
  return errors ? `Signed, but it would be refused: ${counted(errors, "error")}${remarks}.` : `Signed${remarks}.`;
}
