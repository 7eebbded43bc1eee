// Two texts as one: what both have, what only the first has, and what only the
// second has. The last two differ by an element and a line, not only by colour.
//
// Without the stretches of one side, what is left is the other text, with marks
// where the two differ.

/** @typedef {{op: "same" | "gone" | "new", text: string}} Difference */

const ELEMENTS = { same: "span", gone: "del", new: "ins" };

/**
 * Shows the way from one text to the other, instead of what the element held.
 * @param {HTMLElement} element
 * @param {Difference[]} differences
 */
export function renderDiff(element, differences) {
  const key = JSON.stringify(differences);
  if (element.dataset.shown === key) return;
  element.dataset.shown = key;
  element.replaceChildren(...differences.map(run));
}

/** @param {Difference} difference */
function run({ op, text }) {
  const element = document.createElement(ELEMENTS[op]);
  element.textContent = seen(op === "same" ? text : text.replaceAll(" ", "␠"));
  return element;
}

/**
 * What shows nothing would be no help: control characters become the symbols
 * that Unicode has for them, other invisible ones their number.
 * @param {string} text
 */
function seen(text) {
  return text
    .replace(/[\0-\x1f]/g, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)))
    .replace(/(?! )[\p{C}\p{Z}]/gu, (character) => `[U+${hex(character)}]`);
}

/** @param {string} character */
function hex(character) {
  return character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
}
