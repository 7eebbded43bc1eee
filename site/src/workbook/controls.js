// The controls of a workbook: one for each column of texts with few values. A URL, the
// reader and the page around can set them.

import { clone, slot, write } from "../dom.js";

/** A column with more values makes no handy list. */
const MOST = 12;

export class Controls {
  #root;
  #changed;
  /** @type {Record<string, string[]>} by column; without values, all rows are there */
  #values = {};
  /** @type {Map<string, string[]>} what can be chosen, by column */
  #choices = new Map();

  /** @param {HTMLElement} root @param {() => void} changed by the reader */
  constructor(root, changed) {
    this.#root = root;
    this.#changed = changed;
  }

  /** @param {Record<string, string[]>} values that came with the URL */
  begin(values) {
    this.#values = { ...values };
  }

  values() {
    return this.#values;
  }

  /** @returns {Record<string, string>} a list of values is parted by commas, as in a URL */
  variables() {
    const names = new Set([...this.#choices.keys(), ...Object.keys(this.#values)]);
    return Object.fromEntries([...names].map((name) => [name, (this.#values[name] ?? []).join(",")]));
  }

  /**
   * @param {unknown} variables as an event brings them, which can be anything
   * @returns {boolean} whether any has changed
   */
  set(variables) {
    const before = JSON.stringify(this.#values);
    for (const [name, value] of Object.entries(variables && typeof variables === "object" ? variables : {})) {
      if (typeof value === "string" && name.length <= 100 && value.length <= 1000) this.#values[name] = value === "" ? [] : value.split(",");
    }
    this.#draw();
    return before !== JSON.stringify(this.#values);
  }

  /** @param {{columns: string[], rows: (string | number)[][]}} sheet all rows that the person may see */
  offer({ columns, rows }) {
    this.#choices = new Map();
    columns.forEach((column, i) => {
      const values = new Set(rows.map((row) => row[i]));
      const texts = [...values].filter((value) => typeof value === "string");
      const set = (this.#values[column] ?? []).length > 0; // what filters can be seen and taken away
      if (texts.length === values.size && (texts.length > 1 || set) && texts.length <= MOST) this.#choices.set(column, texts.sort());
    });
    this.#draw();
  }

  #draw() {
    const focused = this.#root.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.name : undefined;
    this.#root.replaceChildren(...[...this.#choices].map(([name, choices]) => this.#control(name, choices)));
    for (const select of this.#root.querySelectorAll("select")) if (focused && select.dataset.name === focused) select.focus();
  }

  /** @param {string} name @param {string[]} choices */
  #control(name, choices) {
    const label = clone("control");
    write(slot(label, "name"), name);
    const select = /** @type {HTMLSelectElement} */ (slot(label, "values"));
    const chosen = (this.#values[name] ?? []).join(",");
    select.dataset.name = name;
    select.append(new Option("All", ""), ...choices.map((value) => new Option(value, value)));
    if (chosen && !choices.includes(chosen)) select.append(new Option(chosen.replaceAll(",", ", "), chosen));
    select.value = chosen;
    select.addEventListener("change", () => {
      if (this.set({ [name]: select.value })) this.#changed();
    });
    return label;
  }
}
