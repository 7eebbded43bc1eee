// One list of parts, shown twice: as a ribbon, which is the URL itself in
// colours, and as a table. The two are linked by byte range, in both
// directions, for pointer and keyboard.

import { attribute, fill, slot, write } from "./dom.js";
import { List } from "./list.js";
import { Roving } from "./roving.js";

/** @typedef {import("./reference.js").Part} Part */
/** @typedef {import("./reference.js").Reference} Reference */

export class PartsView {
  /** @type {Part[]} */
  #parts = [];
  /** @type {string | null} */
  #linked = null;
  /** @type {Reference | null} */
  #reference = null;

  /** @param {{ribbon: HTMLElement, caption: HTMLElement, rows: HTMLElement}} places */
  constructor({ ribbon, caption, rows }) {
    this.ribbon = ribbon;
    this.caption = caption;
    this.rows = rows;
    this.spans = new List(ribbon, "part-template", fillSpan);
    this.lines = new List(rows, "row-template", this.#fillRow.bind(this));
    this.roving = [new Roving(ribbon, "[role=option]"), new Roving(rows, "button")];
    for (const view of [ribbon, rows]) this.#listen(view);
  }

  /** @param {Part[]} parts @param {Reference} reference */
  render(parts, reference) {
    const linked = this.#parts.findIndex((part) => range(part) === this.#linked);
    this.#parts = parts;
    this.#reference = reference;
    this.spans.render(parts);
    const lines = parts.filter((part) => part.role !== "separator");
    this.lines.render(lines);
    write(slot(this.caption, "extent"), extent(lines));
    for (const roving of this.roving) roving.refresh();
    // The same part is elsewhere now if one before it has grown.
    this.#linked = parts[linked] ? range(parts[linked]) : null;
    this.#show();
  }

  /** Shows the part with this parameter's name, or none. @param {string} name */
  highlight(name) {
    const part = name && this.#parts.find((part) => part.name === name || part.role === name);
    this.#link(part ? range(part) : null);
  }

  /** @param {HTMLElement} view */
  #listen(view) {
    const link = (/** @type {Event} */ event) => this.#link(rangeAt(event.target));
    view.addEventListener("pointerover", link);
    view.addEventListener("focusin", link);
    // What has the focus stays linked when the pointer leaves.
    view.addEventListener("pointerleave", () => this.#link(rangeAt(document.activeElement)));
    view.addEventListener("focusout", () => this.#link(null));
  }

  /** @param {string | null} wanted */
  #link(wanted) {
    if (wanted === this.#linked) return;
    this.#linked = wanted;
    this.#show();
    this.#reveal();
  }

  #show() {
    for (const view of [this.ribbon, this.rows]) {
      for (const node of view.children) {
        node.classList.toggle("linked", node.getAttribute("data-range") === this.#linked);
      }
    }
    this.#explain(this.#parts.find((part) => range(part) === this.#linked));
  }

  /** @param {Part | undefined} part */
  #explain(part) {
    this.caption.classList.toggle("empty", !part);
    if (!part || !this.#reference) return;
    attribute(this.caption, "data-role", part.role);
    write(slot(this.caption, "name"), this.#reference.label(part));
    write(slot(this.caption, "value"), part.name ? part.value : "");
    write(slot(this.caption, "meaning"), this.#reference.meaning(part));
  }

  /** Scrolls the ribbon, and only the ribbon, to the linked part. */
  #reveal() {
    const part = /** @type {HTMLElement | null} */ (this.ribbon.querySelector(".linked"));
    if (!part || this.ribbon.scrollHeight <= this.ribbon.clientHeight) return;
    const top = part.offsetTop - this.ribbon.offsetTop;
    const bottom = top + part.offsetHeight;
    const { scrollTop, clientHeight } = this.ribbon;
    if (top < scrollTop || bottom > scrollTop + clientHeight) this.ribbon.scrollTop = top;
  }

  /** @param {HTMLElement} row @param {Part} part @param {number} index */
  #fillRow(row, part, index) {
    const reference = /** @type {Reference} */ (this.#reference);
    attribute(row, "data-range", range(part));
    attribute(row, "data-role", part.role);
    attribute(row, "data-status", part.status);
    write(slot(row, "number"), String(index + 1));
    write(slot(row, "name"), reference.label(part));
    write(slot(row, "bytes"), `bytes ${part.start}–${part.end}`);
    write(slot(row, "value"), part.value);
    write(slot(row, "meaning"), reference.meaning(part));
    fill(row, "note", part.note);
  }
}

/** @param {HTMLElement} span @param {Part} part */
function fillSpan(span, part) {
  const separator = part.role === "separator";
  attribute(span, "role", separator ? "presentation" : "option");
  attribute(span, "data-range", separator ? "" : range(part));
  attribute(span, "data-role", part.role);
  attribute(span, "data-status", part.status);
  if (separator) span.removeAttribute("tabindex");
  write(span, part.raw);
}

/** Says how far the signature reaches. @param {Part[]} lines */
function extent(lines) {
  const signed = lines.filter((part) => part.signed).length;
  if (signed === 0) return "Nothing here is signed.";
  if (signed === lines.length) return "All parts are signed.";
  if (!lines[0].signed) return `Only part ${lines.findIndex((part) => part.signed) + 1} is signed.`; // a token
  return `Parts 1 to ${signed} are signed, to the last byte.`;
}

/** @param {Part} part */
function range(part) {
  return `${part.start}-${part.end}`;
}

/** @param {EventTarget | null} target @returns {string | null} */
function rangeAt(target) {
  if (!(target instanceof Element)) return null;
  return target.closest("[data-range]")?.getAttribute("data-range") || null;
}
