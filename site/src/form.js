// The form is the state of Build: nothing is kept beside it. Each control says
// on itself which field of the embed it holds (data-field), as what (data-kind)
// and, for a named option, under which name (data-name). The generator took all
// that from the signer's table of parameters.

import { write } from "./dom.js";
import { Rows } from "./rows.js";
import { whole } from "./whole.js";

/** @typedef {{min: string, max: string}} Range */

/**
 * The embed of the signer's JSON door; a field that is absent is not set.
 * @typedef {object} Embed
 * @property {string} [path]
 * @property {string[]} [teams]
 * @property {number} [session_length]
 * @property {{name: string, values?: string[]}[]} [attributes]
 * @property {{name: string, value: string}[]} [options]
 * @property {{id: string, values?: string[], range?: Range}[]} [controls]
 */

/** @typedef {HTMLInputElement & {dataset: {field: string, kind: string, name: string}}} Control */

export class EmbedForm {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.controls = /** @type {Control[]} */ ([...form.querySelectorAll("[data-field]")]);
    /** @type {Record<string, Rows>} */
    this.rows = Object.fromEntries(
      [...form.querySelectorAll("[data-rows]")].map((root) => {
        const list = /** @type {HTMLElement} */ (root);
        return [list.dataset.rows, new Rows(list)];
      }),
    );
  }

  /** @returns {Embed} */
  read() {
    /** @type {Record<string, any>} */
    const embed = {};
    for (const { dataset, value } of this.controls) {
      if (value === "") continue;
      if (dataset.field === "options") (embed.options ??= []).push({ name: dataset.name, value });
      else embed[dataset.field] = readers[dataset.kind](value);
    }
    return { ...embed, ...this.#readRows(embed.options) };
  }

  /** Shows this embed and nothing else. @param {Embed} embed */
  write(embed) {
    const options = new Map((embed.options ?? []).map(({ name, value }) => [name, value]));
    for (const control of this.controls) {
      const { field, name } = control.dataset;
      const value = field === "options" ? options.get(name) : /** @type {any} */ (embed)[field];
      put(control, value);
      options.delete(name);
    }
    this.rows.attributes.write((embed.attributes ?? []).map(({ name, values }) => ({ name, values: text(values) })));
    this.rows.controls.write((embed.controls ?? []).map(controlRow));
    this.rows.options.write([...options].map(([name, value]) => ({ name, value })));
  }

  /** Says on each folded group how many of its parameters are set. */
  count() {
    for (const badge of this.form.querySelectorAll("[data-slot=count]")) {
      const group = /** @type {HTMLElement} */ (badge.closest("details"));
      const controls = [...group.querySelectorAll("[data-field], [data-key=name]")];
      const set = controls.filter((control) => /** @type {Control} */ (control).value !== "").length;
      write(badge, set ? `${set} set` : "");
    }
  }

  /** @param {Embed["options"]} [named] */
  #readRows(named = []) {
    const attributes = this.rows.attributes.read().map(({ name, values }) => ({ name, values: lines(values) }));
    const controls = this.rows.controls.read().map(readControl);
    const options = [...named, ...this.rows.options.read().map(({ name, value }) => ({ name, value }))];
    return { attributes, controls, options };
  }
}

/** @type {Record<string, (value: string) => unknown>} */
const readers = { text: (value) => value, seconds: whole, list: lines };

/** @param {string} value one item a line @returns {string[]} */
export function lines(value) {
  return value.split("\n").filter((line) => line !== "");
}

/** @param {string[]} [items] */
function text(items = []) {
  return items.join("\n");
}

/** @param {Control | HTMLSelectElement} control @param {string | number | string[] | undefined} value */
function put(control, value) {
  const wanted = Array.isArray(value) ? text(value) : String(value ?? "");
  // A URL from elsewhere may hold what no list of choices foresaw.
  if (control instanceof HTMLSelectElement && ![...control.options].some((option) => option.value === wanted)) {
    control.add(new Option(wanted, wanted));
  }
  control.value = wanted;
}

/** @param {import("./rows.js").Row} row */
function readControl({ name, kind, values, min, max }) {
  return kind === "range" ? { id: name, range: { min, max } } : { id: name, values: lines(values) };
}

/** @param {NonNullable<Embed["controls"]>[number]} control @returns {import("./rows.js").Row} */
function controlRow({ id, values, range }) {
  return range ? { name: id, kind: "range", ...range } : { name: id, kind: "values", values: text(values) };
}
