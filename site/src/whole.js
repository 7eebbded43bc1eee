// Whole numbers as people type them. What is none cannot be put to the signer,
// so the page says it itself, in the form of a finding.

import { now } from "./time.js";

/** @typedef {import("./findings.js").Finding} Finding */

/** What to write, by the name of a field. In the others stands a time, such as now. */
const EXAMPLES = { session_length: "600 for ten minutes", leeway: "5 for five seconds" };

/**
 * @param {string} text white space around the number does not count
 * @returns {number | undefined} nothing where the text is empty or no whole number
 */
export function whole(text) {
  const number = Number(text);
  return looksWhole(text) && Number.isSafeInteger(number) ? number : undefined;
}

/** @param {string} text */
function looksWhole(text) {
  return /^\s*-?\d+\s*$/.test(text);
}

/**
 * Looks for numbers of seconds that are none.
 * @param {HTMLFormElement} form
 * @returns {Finding[]}
 */
export function unreadable(form) {
  const inputs = [...form.querySelectorAll("[data-kind=seconds]")].map((input) => /** @type {HTMLInputElement} */ (input));
  return inputs.filter(({ value }) => value.trim() !== "" && whole(value) === undefined).map(notWhole);
}

/** @param {HTMLInputElement} input @returns {Finding} */
function notWhole(input) {
  const why = looksWhole(input.value) ? "is far too large a number of seconds" : "is not a whole number of seconds";
  return {
    code: "not_whole",
    severity: "error",
    parameter: input.closest("[data-parameter]")?.getAttribute("data-parameter") ?? "",
    message: `“${input.value.trim()}” ${why}`,
    fix: `Write digits only, such as ${EXAMPLES[/** @type {keyof EXAMPLES} */ (input.name)] ?? now()}.`,
    source: "",
  };
}
