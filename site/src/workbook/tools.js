// What the person can do with a workbook. Each tool is there for who may use it, and
// opens a panel of its own; one is open at a time.

import { asCSV, drawTable } from "./sheet.js";
import { byId, clone, slot, write } from "../dom.js";

/** The tools by the permission that they need. */
const NEEDS = { send: "send", download: "download", explore: "explore", saveas: "edit" };

export class Tools {
  #door;
  #events;
  #book;

  /**
   * @param {import("./door.js").Door} door
   * @param {import("./events.js").Events} events
   * @param {import("./book.js").Book} book
   */
  constructor(door, events, book) {
    this.#door = door;
    this.#events = events;
    this.#book = book;
    book.changed = () => this.offer();
    byId("refresh").addEventListener("click", () => book.attempt(() => this.#refresh()));
    byId("publish").addEventListener("click", () => book.attempt(() => this.#publish()));
    byId("pages").addEventListener("click", (/** @type {MouseEvent} */ event) => this.#removed(/** @type {HTMLElement} */ (event.target)));
    this.#panel("menu", () => this.#fillMenu(), null);
    this.#panel("send", null, (form) => this.#send(form.to.value));
    this.#panel("download", (form) => this.#offerElements(form.element), (form) => this.#download(form.element.value));
    this.#panel("explore", (form) => this.#offerColumns(form), (form) => this.#explore(form));
    this.#panel("saveas", (form) => this.#offerPlaces(form), (form) => this.#saveAs(form));
    this.#panel("edit", (form) => this.#edit(form), (form) => this.#retitle(form));
    const { retitle, add } = byId("edit").elements;
    retitle.addEventListener("click", () => book.attempt(() => this.#retitle(byId("edit").elements)));
    add.addEventListener("click", () => book.attempt(() => this.#addChart(byId("edit").elements)));
  }

  /** Shows the tools that fit the person and the workbook. */
  offer() {
    const { view, which } = this.#book;
    byId("tools").hidden = false;
    for (const [tool, permission] of Object.entries(NEEDS)) byId(`tool-${tool}`).hidden = !view.permissions.includes(permission);
    if (view.level === "view") byId("tool-explore").hidden = true;
    const editable = view.permissions.includes("edit") && ["contribute", "manage"].includes(view.level);
    byId("tool-edit").hidden = !editable;
    byId("publish").hidden = !editable || !which.draft;
    this.#close();
  }

  /**
   * @param {string} name
   * @param {((form: any) => Promise<void> | void) | null} prepare before it is shown
   * @param {((form: any) => Promise<string | void>) | null} submit
   */
  #panel(name, prepare, submit) {
    const button = byId(`tool-${name}`);
    const panel = /** @type {HTMLFormElement} */ (byId(name));
    button.addEventListener("click", () => this.#book.attempt(async () => {
      const open = panel.hidden;
      this.#close();
      if (!open) return;
      await prepare?.(panel.elements);
      this.#close(); // another one may have been opened meanwhile
      panel.hidden = false;
      button.setAttribute("aria-expanded", "true");
      /** @type {HTMLElement | null} */ (panel.querySelector("input, select, button"))?.focus();
    }));
    panel.addEventListener("submit", (event) => {
      event.preventDefault();
      if (submit) this.#book.attempt(() => submit(panel.elements));
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.#close();
      button.focus();
    });
  }

  /** Closes what is open. Whoever was in it finds themselves at its button. */
  #close() {
    for (const panel of document.querySelectorAll("form.panel")) {
      if (panel.contains(document.activeElement)) byId(`tool-${panel.id}`).focus();
      /** @type {HTMLElement} */ (panel).hidden = true;
    }
    for (const button of byId("tools").querySelectorAll("[aria-expanded]")) button.setAttribute("aria-expanded", "false");
  }

  async #refresh() {
    await this.#book.open(this.#book.which);
    return "Refreshed.";
  }

  /** @param {string} to */
  async #send(to) {
    const { would_send: what } = await this.#door.ask("send", { ...this.#book.which, to });
    this.#close();
    return `Would send ${what}.`;
  }

  /** @param {HTMLSelectElement} select */
  #offerElements(select) {
    select.replaceChildren(...this.#book.elements.filter(({ kind }) => kind !== "text").map(({ id, title }) => new Option(title, id)));
  }

  /** @param {string} element */
  async #download(element) {
    const sheet = await this.#door.ask("download", this.#book.look(element));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([asCSV(sheet)], { type: "text/csv" }));
    link.download = `${this.#book.view.workbook.name}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    this.#close();
    return sheet.rows.length < sheet.all ? `Downloaded the first ${sheet.rows.length} of ${sheet.all} rows, which is the limit.` : `Downloaded ${sheet.rows.length} rows.`;
  }

  #table() {
    const table = this.#book.elements.find(({ kind }) => kind === "table") ?? this.#book.elements.find(({ kind }) => kind === "chart");
    if (!table) throw { code: "none", detail: "There is no table in this workbook." };
    return table;
  }

  /** @param {{group: HTMLSelectElement, measure: HTMLSelectElement}} form */
  async #offerColumns({ group, measure }) {
    const { columns, numeric } = await this.#door.ask("rows", { ...this.#book.which, element: this.#table().id });
    const options = (/** @type {boolean} */ numbers) => columns.filter((/** @type {string} */ _, /** @type {number} */ i) => numeric[i] === numbers).map((/** @type {string} */ c) => new Option(c, c));
    group.replaceChildren(...options(false));
    measure.replaceChildren(...options(true));
    group.value = "Region";
    measure.value = "Revenue";
    for (const select of [group, measure]) if (select.selectedIndex < 0) select.selectedIndex = 0;
  }

  /** @param {any} form */
  async #explore(form) {
    const sheet = await this.#door.ask("explore", { ...this.#book.look(this.#table().id), sort: undefined, group: form.group.value, measure: form.measure.value });
    drawTable(slot(byId("explore"), "sheet"), sheet, { column: "", descending: false }, null);
  }

  /** @param {any} form */
  async #offerPlaces(form) {
    const shelves = await this.#door.ask("shelves");
    const places = shelves.filter((/** @type {any} */ shelf) => shelf.contribute);
    form.place.replaceChildren(...places.map((/** @type {any} */ { path, place }) => new Option(path.join(" / "), JSON.stringify(place))));
    form.name.value = `${this.#book.view.workbook.name} (copy)`;
  }

  /** @param {any} form */
  async #saveAs(form) {
    const from = this.#book.view.workbook.id;
    const { workbook } = await this.#door.ask("save_as", { ...this.#book.which, name: form.name.value, place: JSON.parse(form.place.value) });
    this.#events.tell("workbook:saveas", { workbookId: from, savedWorkbookId: workbook });
    await this.#book.open({ workbook });
    return `Saved as “${this.#book.view.workbook.name}”. It is yours: Edit changes it.`;
  }

  /** Shows the draft, with what changes it. @param {any} form */
  async #edit(form) {
    const { view, which } = this.#book;
    if (!which.draft) await this.#book.open({ workbook: view.workbook.id, draft: true });
    form.title.value = this.#book.view.content.title ?? "";
    await this.#offerColumns(form);
  }

  /** @param {any} form */
  async #retitle(form) {
    await this.#write((content) => (content.title = form.title.value));
    return "The draft has the title.";
  }

  /** @param {any} form */
  async #addChart(form) {
    const { id } = await this.#door.ask("new_id");
    const [group, measure] = [form.group.value, form.measure.value];
    await this.#write((content) => content.pages[0].elements.push({ id, kind: "chart", title: `${measure} by ${group}`, dataset: this.#table().dataset, group, measure }));
    return "The draft has the chart.";
  }

  /** @param {HTMLElement} target */
  #removed({ dataset: { remove } }) {
    if (!remove) return;
    this.#book.attempt(async () => {
      await this.#write((content) => {
        for (const page of content.pages) page.elements = page.elements.filter(({ id }) => id !== remove);
      });
      return "Removed from the draft.";
    });
  }

  /**
   * Writes the draft, whole, and leaves the panel open for the next change.
   * @param {(content: import("./book.js").Content) => void} change
   */
  async #write(change) {
    const focused = /** @type {any} */ (document.activeElement)?.name;
    const content = structuredClone(this.#book.view.content);
    change(content);
    const { id: workbook, changed } = this.#book.view.workbook;
    await this.#door.ask("edit", { workbook, changed, content });
    await this.#book.open({ workbook, draft: true });
    byId("edit").hidden = false;
    byId("tool-edit").setAttribute("aria-expanded", "true");
    (byId("edit").elements[focused] ?? byId("tool-edit")).focus();
  }

  async #publish() {
    const { id: workbook, changed } = this.#book.view.workbook;
    await this.#door.ask("publish", { workbook, changed });
    this.#events.tell("workbook:published", { workbookId: workbook });
    await this.#book.open({ workbook });
    byId("tool-edit").focus();
    return "Published. Readers see it now.";
  }

  async #fillMenu() {
    const shelves = await this.#door.ask("shelves");
    slot(byId("menu"), "shelves").replaceChildren(...shelves.map((/** @type {any} */ { path, documents }) => {
      const shelf = clone("shelf");
      write(slot(shelf, "path"), path.join(" / "));
      slot(shelf, "documents").replaceChildren(...documents.map((/** @type {any} */ document) => this.#document(document)));
      return shelf;
    }));
  }

  /** @param {{id: string, name: string, owner: string}} document */
  #document({ id, name, owner }) {
    const line = clone("document");
    write(slot(line, "open"), name);
    write(slot(line, "owner"), owner === this.#book.view.user.email ? "yours" : owner);
    slot(line, "open").addEventListener("click", () => this.#book.attempt(async () => {
      await this.#book.open({ workbook: id });
      byId("tool-menu").focus();
    }));
    return line;
  }
}
