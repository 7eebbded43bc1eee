// Rows on the page: as a table that can be sorted, or as bars.

import { clone, slot, write } from "../dom.js";

/** @param {string | number} value */
const shown = (value) => (typeof value === "number" ? numbers.format(value) : value);
const numbers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/**
 * @param {HTMLElement} into
 * @param {import("./book.js").Sheet} sheet
 * @param {{column: string, descending: boolean}} sort
 * @param {((column: string) => void) | null} onSort null: it cannot be sorted
 */
export function drawTable(into, { columns, rows }, sort, onSort) {
  const table = clone("table");
  slot(table, "head").append(...columns.map((column) => {
    const head = clone("column");
    const button = slot(head, "sort");
    write(button, column);
    button.dataset.column = column;
    button.disabled = onSort === null;
    if (sort.column === column) head.setAttribute("aria-sort", sort.descending ? "descending" : "ascending");
    button.addEventListener("click", () => onSort?.(column));
    return head;
  }));
  slot(table, "rows").append(...rows.map((row) => {
    const line = document.createElement("tr");
    for (const value of row) {
      const cell = line.insertCell();
      cell.textContent = shown(value);
      if (typeof value === "number") cell.className = "number";
    }
    return line;
  }));
  into.replaceChildren(table);
}

/**
 * One bar for each row of a name and a number.
 * @param {HTMLElement} into
 * @param {import("./book.js").Sheet} sheet
 */
export function drawChart(into, { columns, rows }) {
  const table = clone("table");
  table.classList.add("chart");
  const [name, value] = columns;
  for (const [text, span] of /** @type {[string, number][]} */ ([[name, 1], [value, 2]])) {
    const head = document.createElement("th");
    head.scope = "col";
    head.colSpan = span;
    head.textContent = text;
    slot(table, "head").append(head);
  }
  const longest = Math.max(1, ...rows.map(([, number]) => Number(number)));
  slot(table, "rows").append(...rows.map(([text, number]) => {
    const line = clone("bar");
    write(slot(line, "name"), String(text));
    write(slot(line, "value"), shown(number));
    slot(line, "bar").style.inlineSize = `${(100 * Number(number)) / longest}%`;
    return line;
  }));
  into.replaceChildren(table);
}

/**
 * The rows as a file for spreadsheets. A text that a spreadsheet would take for a
 * formula gets an apostrophe in front.
 * @param {import("./book.js").Sheet} sheet
 */
export function asCSV({ columns, rows }) {
  const cell = (/** @type {string | number} */ value) => {
    if (typeof value === "number") return String(value);
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
