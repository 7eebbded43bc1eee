// Lists that grow: user attributes, controls, other parameters. Each row is a
// copy of a template; what its inputs are for is written on them as data-key.

import { clone } from "./dom.js";

/** @typedef {Record<string, string>} Row the text of each input by its key */

export class Rows {
  /** @param {HTMLElement} root with its template's name in data-template */
  constructor(root) {
    this.root = root;
    this.list = /** @type {HTMLElement} */ (root.querySelector("[data-slot=rows]"));
    root.addEventListener("click", (event) => this.#click(/** @type {Element} */ (event.target)));
    root.addEventListener("input", (event) => this.#input(/** @type {Element} */ (event.target)));
  }

  /** @returns {Row[]} the rows with any text in them */
  read() {
    return [...this.list.children].map(readRow).filter((row) => row.name !== "" || row.values || row.value);
  }

  /** @param {Row[]} rows */
  write(rows) {
    this.list.replaceChildren(...rows.map((row) => this.#fresh(row)));
  }

  /** @param {Row} [row] */
  #fresh(row = {}) {
    const node = clone(this.root.dataset.template ?? "");
    for (const input of inputs(node)) {
      if (row[input.dataset.key ?? ""] !== undefined) input.value = row[input.dataset.key ?? ""];
    }
    shape(node);
    return node;
  }

  /** @param {Element} target */
  #click(target) {
    const button = target.closest("[data-action]");
    if (button?.getAttribute("data-action") === "add") this.#add();
    if (button?.getAttribute("data-action") === "remove") this.#remove(button);
  }

  #add() {
    const node = this.list.appendChild(this.#fresh());
    inputs(node)[0].focus();
  }

  /** @param {Element} button */
  #remove(button) {
    const row = /** @type {HTMLElement} */ (button.closest("[data-row]"));
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    const next = neighbour ? inputs(neighbour)[0] : this.root.querySelector("[data-action=add]");
    /** @type {HTMLElement} */ (next).focus();
    this.root.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {Element} target */
  #input(target) {
    const row = target.closest("[data-row]");
    if (row) shape(/** @type {HTMLElement} */ (row));
  }
}

/** Shows the inputs of the chosen kind: values or a range. @param {HTMLElement} node */
function shape(node) {
  const kind = /** @type {HTMLSelectElement | null} */ (node.querySelector("[data-key=kind]"));
  if (kind) node.dataset.kind = kind.value;
}

/** Whether nothing has been typed into a row yet. @param {Element} row */
export function isBlank(row) {
  const { kind: _, ...texts } = readRow(row);
  return Object.values(texts).every((text) => text === "");
}

/** @param {Element} node @returns {Row} */
function readRow(node) {
  return Object.fromEntries(inputs(node).map((input) => [input.dataset.key, input.value]));
}

/** @param {Element} node @returns {HTMLInputElement[]} */
function inputs(node) {
  return [...node.querySelectorAll("[data-key]")].map((input) => /** @type {HTMLInputElement} */ (input));
}
