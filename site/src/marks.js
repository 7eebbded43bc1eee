// Says at the fields what is wrong with them, where the reader is looking: a
// sign, a word and a border, and the same for ears, by aria-invalid and
// aria-describedby. A mark goes when its field is mended.

import { attribute, clone } from "./dom.js";
import { byGravity, fillRemark } from "./findings.js";
import { List } from "./list.js";
import { isBlank } from "./rows.js";

/** @typedef {import("./findings.js").Finding} Finding */

export class Marks {
  /** @type {Map<Element, Mark>} the marks that are shown, by the field or row that has them */
  #marks = new Map();

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.fields = new Map(
      [...form.querySelectorAll(".field[data-parameter]")].map((field) => [field.getAttribute("data-parameter"), field]),
    );
  }

  /** Marks the fields of these findings and no others. @param {Finding[]} findings */
  render(findings) {
    const wanted = this.#sort(findings.filter((finding) => finding.parameter !== ""));
    for (const [place, mark] of this.#marks) {
      if (wanted.has(place)) continue;
      mark.remove();
      this.#marks.delete(place);
    }
    for (const [place, found] of wanted) this.#markAt(place).render(found);
  }

  /** @param {Element} place */
  #markAt(place) {
    const mark = this.#marks.get(place) ?? new Mark(place);
    this.#marks.set(place, mark);
    return mark;
  }

  /** @param {Finding[]} findings @returns {Map<Element, Finding[]>} */
  #sort(findings) {
    const places = new Map();
    if (findings.length === 0) return places; // the usual case need not look at the rows
    const rows = this.#rows();
    for (const finding of byGravity(findings)) {
      for (const place of placesOf(this.fields.get(finding.parameter), rows.get(finding.parameter) ?? [])) {
        places.set(place, [...(places.get(place) ?? []), finding]);
      }
    }
    return places;
  }

  /** The rows with anything in them, by the name that they have in the URL. */
  #rows() {
    /** @type {Map<string, Element[]>} */
    const rows = new Map();
    for (const row of this.form.querySelectorAll("[data-row]")) {
      if (isBlank(row)) continue;
      const list = /** @type {HTMLElement} */ (row.closest("[data-rows]"));
      const input = /** @type {HTMLInputElement} */ (row.querySelector("[data-key=name]"));
      const name = (list.dataset.prefix ?? "") + input.value;
      rows.set(name, [...(rows.get(name) ?? []), row]);
    }
    return rows;
  }
}

/**
 * The list of a family stands in only where no row has the name.
 * @param {Element | undefined} field
 * @param {Element[]} rows
 */
function placesOf(field, rows) {
  if (!field || (rows.length > 0 && field.matches("[data-rows]"))) return rows;
  return [field, ...rows];
}

let marked = 0; // so that each mark has an id of its own

class Mark {
  /** @param {Element} place */
  constructor(place) {
    this.place = place;
    this.node = clone("marks-template");
    this.node.id = `mark-${++marked}`;
    this.list = new List(this.node, "mark-template", fillRemark);
    this.controls = place.matches("[data-rows]") ? [] : [...place.querySelectorAll("input, select, textarea")];
    const help = place.querySelector(".help");
    if (help) help.before(this.node);
    else place.append(this.node);
    for (const control of this.controls) describe(control, [...described(control), this.node.id]);
  }

  /** @param {Finding[]} findings the gravest first */
  render(findings) {
    this.list.render(findings);
    const { severity } = findings[0];
    attribute(this.place, "data-severity", severity);
    for (const control of this.controls) attribute(control, "aria-invalid", String(severity === "error"));
  }

  remove() {
    this.node.remove();
    this.place.removeAttribute("data-severity");
    for (const control of this.controls) {
      control.removeAttribute("aria-invalid");
      describe(control, described(control).filter((id) => id !== this.node.id));
    }
  }
}

/** @param {Element} control @returns {string[]} the ids of what describes it */
function described(control) {
  return control.getAttribute("aria-describedby")?.split(" ") ?? [];
}

/** @param {Element} control @param {string[]} ids */
function describe(control, ids) {
  if (ids.length > 0) control.setAttribute("aria-describedby", ids.join(" "));
  else control.removeAttribute("aria-describedby");
}
