// A table of the administration: texts, and buttons for what can be done with a line.

import { sure } from "./sure.js";
import { write } from "../dom.js";

/** @typedef {import("./forms.js").Change} Change */
/** @typedef {{text: string, change?: Change, sure?: boolean, copy?: string, code?: boolean, warn?: boolean}} Cell */

/**
 * @param {HTMLElement} into
 * @param {string[]} columns
 * @param {(string | Cell[])[][]} rows a cell is a text, or several things
 * @param {(change: Change) => void} change
 */
export function drawTable(into, columns, rows, change) {
  if (rows.length === 0) {
    const none = document.createElement("p");
    none.className = "none";
    none.textContent = "None yet.";
    into.replaceChildren(none);
    return;
  }
  // What can be done comes second: at the end of a wide row nobody would find it.
  const order = columns.map((_, i) => i).sort((a, b) => place(columns, a) - place(columns, b));
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const i of order) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = columns[i] || "Actions";
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    const of = typeof row[0] === "string" ? row[0] : row[0].map(({ text }) => text).join(" ");
    for (const cell of order.map((i) => row[i])) line.insertCell().append(...(typeof cell === "string" ? [cell] : cell.map((part) => drawn(part, of, change))));
  }
  into.replaceChildren(table);
}

/** @param {string[]} columns @param {number} i */
const place = (columns, i) => (columns[i] === "" ? 0.5 : i);

/** @param {Cell} cell @param {string} of what the row is about @param {(change: Change) => void} change */
function drawn({ text, change: what, sure: twice, copy, code, warn }, of, change) {
  if (!what && copy === undefined) {
    const element = document.createElement(code ? "code" : "span");
    if (warn) element.className = "warn";
    element.textContent = text;
    return element;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.setAttribute("aria-description", of);
  button.dataset.action = `${text} ${of}`;
  button.addEventListener("click", () => {
    if (!what) copied(button, copy ?? "");
    else if (twice) sure(button, () => change(what));
    else change(what);
  });
  return button;
}

/** Without a secure context nothing can be copied, and the reader does it. @param {HTMLButtonElement} button @param {string} text */
async function copied(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    write(button, "Copied");
  } catch {
    const shown = document.createElement("code");
    shown.textContent = text;
    button.replaceWith(shown);
    getSelection()?.selectAllChildren(shown);
  }
}
