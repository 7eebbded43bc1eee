// The platform's administration: a table and some forms for each kind of thing. Every
// rule is the platform's; what is asked for wrongly is refused there, and said here.

import { asked, flawOf } from "./forms.js";
import { optionsOf } from "./options.js";
import { tables } from "./tables.js";
import { drawTable } from "./table.js";
import { byId, clone, slot, write } from "../dom.js";

/** @typedef {import("./organisation.js").Organisation} Organisation */

/** What is answered with a secret. */
const SECRETS = ["create_credentials", "enable_secret"];

export class Administration {
  /** What is called once somebody was let in. */
  entered = () => {};

  #desk;
  #attempt;
  /** @type {HTMLElement | null} the view that is shown */
  #view = null;

  /**
   * @param {import("./desk.js").Desk} desk
   * @param {(action: () => Promise<string | void>) => Promise<boolean>} attempt
   */
  constructor(desk, attempt) {
    this.#desk = desk;
    this.#attempt = attempt;
    for (const form of document.querySelectorAll("form[data-question]")) form.addEventListener("submit", (event) => this.#submitted(event));
    byId("login").querySelector("form").addEventListener("submit", (/** @type {SubmitEvent} */ event) => this.#enter(event));
    byId("enable-secret").addEventListener("click", () => this.#change("enable_secret", {}, "The old secret is enabled."));
    byId("embedding-switch").addEventListener("click", () => this.#change("secure_embedding", { on: byId("embedding-switch").value === "on" }, "Changed."));
    slot(byId("once"), "done").addEventListener("click", () => this.forget());
    slot(byId("once"), "use").addEventListener("click", () => this.#use());
  }

  /** @param {HTMLElement} view */
  async show(view) {
    this.#view = view;
    view.setAttribute("aria-busy", "true");
    try {
      if (view.id === "configuration") await this.#showConfiguration();
      else this.#draw(await this.#desk.ask("organisation"));
    } finally {
      view.removeAttribute("aria-busy");
    }
  }

  /** Another view is shown from now on. */
  leave() {
    this.#view = null;
  }

  /** Asks for the token in place of the view that is shown. */
  askToken() {
    for (const view of document.querySelectorAll(".view")) /** @type {HTMLElement} */ (view).hidden = true;
    byId("login").hidden = false;
    byId("login").querySelector("input").focus();
  }

  /** @param {SubmitEvent} event */
  #enter(event) {
    event.preventDefault();
    const { token } = /** @type {any} */ (event.target).elements;
    this.#attempt(async () => {
      await this.#desk.enter(token.value.trim());
      token.value = "";
      this.entered();
      return "You administer the platform now.";
    });
  }

  /** @param {Organisation} organisation */
  #draw(organisation) {
    const view = /** @type {HTMLElement} */ (this.#view);
    for (const into of /** @type {NodeListOf<HTMLElement>} */ (view.querySelectorAll("[data-table]"))) {
      const { columns, rows } = tables[/** @type {keyof tables} */ (into.dataset.table)](organisation);
      drawTable(into, columns, rows, ({ question, body, said }) => this.#change(question, body, said));
    }
    for (const select of /** @type {NodeListOf<HTMLSelectElement>} */ (view.querySelectorAll("[data-options]"))) {
      const last = select.value;
      select.replaceChildren(...optionsOf(organisation, /** @type {string} */ (select.dataset.options)).map(([text, value]) => new Option(text, value)));
      if ([...select.options].some(({ value }) => value === last)) select.value = last;
    }
    for (const into of /** @type {NodeListOf<HTMLElement>} */ (view.querySelectorAll("[data-checks]"))) drawChecks(into, organisation);
    if (view.id === "credentials") this.#drawSwitch(organisation);
  }

  /** @param {Organisation} organisation */
  #drawSwitch({ settings, credentials }) {
    const on = settings.secure_embedding;
    byId("embedding-switch").value = on ? "off" : "on";
    write(byId("embedding-switch"), on ? "Switch secure embedding off" : "Switch secure embedding on");
    byId("enable-secret").hidden = credentials.some(({ client_id }) => client_id === "");
  }

  async #showConfiguration() {
    await this.#refresh("set_user");
    await this.#refresh("set_parent");
  }

  /** Shows what was saved of the configuration, and leaves alone what is being typed beside. @param {string} question */
  async #refresh(question) {
    const { embed_path, client_id, has_secret, users } = await this.#desk.ask("parent");
    if (question === "set_user") return showUsers(/** @type {any} */ (document.querySelector("form[data-question=set_user]")).elements, users);
    const form = byId("configuration").querySelector("form");
    form.elements.embed_path.value = embed_path;
    form.elements.client_id.value = client_id;
    form.elements.secret.value = "";
    write(slot(form, "has-secret"), has_secret ? "There is a secret. Leave the field empty to keep it." : "There is no secret yet.");
  }

  /** @param {Event} event */
  #submitted(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const flaw = flawOf(form);
    if (flaw) return void this.#attempt(async () => Promise.reject({ detail: flaw }));
    const { question, body, said } = asked(form);
    this.#change(question, body, said).then((done) => {
      if (done && !question.startsWith("set_")) form.reset();
    });
  }

  /**
   * Asks for a change, and shows what there is then.
   * @param {string} question @param {object} body @param {string} said
   */
  #change(question, body, said) {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.action;
    return this.#attempt(async () => {
      if (SECRETS.includes(question) && !byId("once").hidden) throw { detail: "Copy the secret that is shown first: it is shown this once." };
      const answer = await this.#desk.ask(question, body);
      // At once: whatever fails from here on, it is not shown again.
      if (answer.secret) this.#showOnce(answer);
      if (this.#view) await (this.#view.id === "configuration" ? this.#refresh(question) : this.show(this.#view));
      if (focused) /** @type {HTMLElement | null} */ (document.querySelector(`[data-action="${CSS.escape(focused)}"]`))?.focus();
      return said;
    });
  }

  /** @param {{client_id: string, secret: string}} pair */
  #showOnce({ client_id, secret }) {
    const panel = byId("once");
    write(slot(panel, "client_id"), client_id || "none");
    write(slot(panel, "secret"), secret);
    panel.hidden = false;
    panel.scrollIntoView({ block: "nearest" });
  }

  /** The secret was copied, or is of no use any more. */
  forget() {
    byId("once").hidden = true;
    write(slot(byId("once"), "secret"), "");
  }

  #use() {
    const [client, secret] = ["client_id", "secret"].map((name) => slot(byId("once"), name).textContent);
    this.#change("set_parent", { client_id: client === "none" ? "" : client, secret }, "The application signs with the new pair now.").then((done) => done && this.forget());
  }
}

/**
 * Lists the application's users, and shows what is signed for the one that is chosen.
 * @param {any} form the fields
 * @param {{id: string, name: string, embed: any}[]} users
 */
function showUsers({ id, embed, email, account_type, teams, session_length, attributes, controls }, users) {
  const last = id.value;
  id.replaceChildren(...users.map((user) => new Option(user.name, user.id)));
  if (users.some((user) => user.id === last)) id.value = last;
  const show = () => {
    const signed = users.find((user) => user.id === id.value)?.embed ?? {};
    embed.value = JSON.stringify(signed);
    email.value = signed.email ?? "";
    account_type.value = signed.account_type ?? "";
    teams.value = (signed.teams ?? []).join(",");
    session_length.value = String(signed.session_length ?? "");
    attributes.value = (signed.attributes ?? []).map((/** @type {any} */ a) => `${a.name}=${a.values.join(",")}`).join("\n");
    controls.value = (signed.controls ?? []).map((/** @type {any} */ c) => `${c.id}=${(c.values ?? []).join(",")}`).join("\n");
  };
  id.onchange = show;
  show();
}

/** @param {HTMLElement} into @param {Organisation} organisation */
function drawChecks(into, { permissions, teams }) {
  const [name, all] = into.dataset.checks === "teams"
    ? ["teams", teams.map((team) => [team.name, team.name])]
    : ["permissions", permissions.filter(({ permission }) => permission !== "administer").map(({ permission, title }) => [permission, title])];
  const checked = new Set([.../** @type {NodeListOf<HTMLInputElement>} */ (into.querySelectorAll("input:checked"))].map(({ value }) => value));
  into.replaceChildren(...all.map(([value, text]) => {
    const label = clone("check");
    const input = /** @type {HTMLInputElement} */ (label.querySelector("input"));
    input.name = name;
    input.value = value;
    input.checked = checked.has(value);
    write(slot(label, "text"), text);
    return label;
  }));
}
