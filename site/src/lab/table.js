// A table of the administration: texts, and buttons for what can be done with a line.

import { write } from "../dom.js";

/** @typedef {import("./forms.js").Change} Change */
/** @typedef {{text: string, change?: Change, copy?: string, code?: boolean, warn?: boolean}} Cell */

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
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const column of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = column;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const cell of row) line.insertCell().append(...(typeof cell === "string" ? [cell] : cell.map((part) => drawn(part, change))));
  }
  into.replaceChildren(table);
}

/** @param {Cell} cell @param {(change: Change) => void} change */
function drawn({ text, change: what, copy, code, warn }, change) {
  if (!what && copy === undefined) {
    const element = document.createElement(code ? "code" : "span");
    if (warn) element.className = "warn";
    element.textContent = text;
    return element;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", async () => {
    if (what) return change(what);
    await navigator.clipboard.writeText(copy ?? "").catch(() => {});
    write(button, "Copied");
  });
  return button;
}
