// A workbook on the page: its pages, their tables and charts, and the controls that
// filter them.

import { Controls } from "./controls.js";
import { drawChart, drawTable } from "./sheet.js";
import { isOver, refuse, say } from "./say.js";
import { byId, clone, counted, slot, write } from "../dom.js";

/** @typedef {{id: string, kind: "table" | "chart" | "text", title: string, dataset?: string, group?: string, measure?: string}} Element */
/** @typedef {{title?: string, pages: {id: string, name: string, elements: Element[]}[]}} Content */
/** @typedef {{columns: string[], numeric: boolean[], rows: (string | number)[][], all: number}} Sheet */
/** @typedef {{workbook?: string, draft?: boolean}} Which */
/** @typedef {{email: string, account_type: string, teams: string[]}} Person */
/**
 * @typedef {object} View
 * @property {Person} user
 * @property {string[]} permissions
 * @property {{id: string, name: string, owner: string, changed: string}} workbook
 * @property {Content} content
 * @property {string} level
 * @property {number} expires in Unix seconds
 * @property {Record<string, string[]>} controls
 */

export class Book {
  /** @type {Which} */
  which = {};
  /** @type {View} */
  view;
  /** What is called after another workbook was shown. */
  changed = () => {};

  #door;
  #events;
  #controls;
  /** Counts what was asked for: answers that come late are not drawn. */
  #asked = 0;
  /** @type {Map<string, {column: string, descending: boolean}>} by element */
  #sorts = new Map();

  /** @param {import("./door.js").Door} door @param {import("./events.js").Events} events */
  constructor(door, events) {
    this.#door = door;
    this.#events = events;
    this.view = /** @type {any} */ (null);
    this.#controls = new Controls(byId("controls"), () => this.#controlled());
    events.on("workbook:variables:list", () => events.tell("workbook:variables:current", { variables: this.variables() }));
    events.on("workbook:variables:update", ({ variables }) => this.view && this.#controls.set(variables) && this.#controlled());
  }

  /** @returns {Record<string, string>} the values of the controls, as events carry them */
  variables() {
    return this.#controls.variables();
  }

  /** Elements of all pages. */
  get elements() {
    return this.view.content.pages.flatMap((page) => page.elements);
  }

  /**
   * Asks for a workbook, and draws it without its data.
   * @param {Which} which
   */
  async show(which) {
    const mine = ++this.#asked;
    const view = await this.#door.ask("view", which);
    if (mine !== this.#asked) return;
    const first = this.view === null;
    const other = !first && this.view.workbook.id !== view.workbook.id;
    this.which = which;
    this.view = view;
    if (first || other) this.#controls.begin(view.controls ?? {});
    this.#draw();
    if (other) this.#events.tell("workbook:id:onchange", { id: view.workbook.id });
    this.changed();
  }

  /** @param {Which} which */
  async open(which) {
    await this.show(which);
    await this.offerControls();
    await this.fill();
  }

  #draw() {
    const { user, workbook, content } = this.view;
    write(byId("where"), workbook.name);
    write(byId("who"), `${user.email} · ${user.account_type} · ${user.teams.join(", ")}`);
    write(byId("title"), content.title || workbook.name);
    byId("draft").hidden = !this.which.draft;
    byId("pages").replaceChildren(...content.pages.map((page) => {
      const section = clone("page");
      write(slot(section, "name"), page.name);
      slot(section, "name").hidden = content.pages.length === 1;
      slot(section, "elements").replaceChildren(...page.elements.map((element) => this.#frameOf(element)));
      return section;
    }));
    byId("book").hidden = false;
    document.body.dataset.state = "open";
  }

  /** @param {Element} element */
  #frameOf(element) {
    const figure = clone("element");
    figure.id = `e-${element.id}`;
    figure.dataset.kind = element.kind;
    write(slot(figure, "title"), element.title);
    slot(figure, "body").setAttribute("aria-label", element.title);
    slot(figure, "remove").hidden = !this.which.draft || this.elements.filter(({ kind }) => kind === "table").length < 2 && element.kind === "table";
    slot(figure, "remove").dataset.remove = element.id;
    return figure;
  }

  /** Asks for the rows of all elements, and draws them. */
  async fill() {
    const mine = this.#asked;
    const filled = this.elements.filter(({ kind }) => kind !== "text");
    await Promise.all(filled.map((element) => this.#fill(element)));
    if (mine === this.#asked) this.#events.tell("workbook:dataloaded");
  }

  /** The controls have the values that the person may see, whatever is chosen now. */
  async offerControls() {
    const mine = this.#asked;
    const table = this.elements.find(({ kind }) => kind === "table") ?? this.elements.find(({ kind }) => kind === "chart");
    const sheet = table ? await this.#door.ask("rows", { ...this.which, element: table.id }) : { columns: [], rows: [] };
    if (mine === this.#asked) this.#controls.offer(sheet);
  }

  /** @param {Element} element */
  async #fill(element) {
    const mine = this.#asked;
    const sort = this.#sorts.get(element.id) ?? { column: "", descending: false };
    const sheet = await this.#door.ask("rows", { ...this.which, element: element.id, sort, controls: this.#controls.values() });
    if (mine !== this.#asked) return;
    const figure = byId(`e-${element.id}`);
    write(slot(figure, "count"), counted(sheet.rows.length, element.kind === "chart" ? "bar" : "row"));
    if (element.kind === "chart") drawChart(slot(figure, "body"), sheet);
    else drawTable(slot(figure, "body"), sheet, sort, (column) => this.#sort(element, column));
  }

  /** @param {Element} element @param {string} column */
  #sort(element, column) {
    const last = this.#sorts.get(element.id);
    this.#sorts.set(element.id, { column, descending: last?.column === column && !last.descending });
    this.attempt(async () => {
      await this.#fill(element);
      /** @type {HTMLElement | null} */ (byId(`e-${element.id}`).querySelector(`[data-column="${CSS.escape(column)}"]`))?.focus();
    });
  }

  #controlled() {
    this.#asked++;
    this.#events.tell("workbook:variables:onchange", { workbook: { variables: this.variables() } });
    this.attempt(() => this.fill());
  }

  /** The look at an element that is shown now, for a question about it. */
  look(/** @type {string} */ element) {
    return { ...this.which, element, sort: this.#sorts.get(element), controls: this.#controls.values() };
  }

  /**
   * Does something, and says what came of it. A refusal that ends the session takes the
   * place of the page.
   * @param {() => Promise<string | void>} action
   */
  async attempt(action) {
    try {
      say((await action()) ?? "", "ok");
    } catch (fault) {
      if (isOver(fault)) refuse(fault, this.#events);
      else say(/** @type {any} */ (fault)?.detail ?? String(fault), "error");
    }
  }
}
