// The decision of the receiving side as a log: each of its questions, in order,
// with its state. A state is a sign, a word and a border, not only a colour.

import { attribute, fill, slot, write } from "./dom.js";
import { List } from "./list.js";

/**
 * @typedef {object} LogStep
 * @property {string} code
 * @property {string} title
 * @property {"passed" | "failed" | "not_reached" | "not_checked"} state
 * @property {string} parameter
 * @property {string} explanation
 * @property {string} sigma_message
 * @property {string} source
 */

/**
 * Shows a log in a list, which numbers its steps.
 * @param {HTMLElement} list an ol
 * @param {LogStep[]} log
 */
export function renderLog(list, log) {
  new List(list, "log-template", fillStep).render(log);
}

/** @param {HTMLElement} node @param {LogStep} step */
function fillStep(node, { code, title, state, parameter, explanation, sigma_message, source }) {
  attribute(node, "data-code", code);
  attribute(node, "data-state", state);
  write(slot(node, "title"), title);
  write(slot(node, "state"), state.replace("_", " "));
  fill(node, "parameter", parameter);
  fill(node, "explanation", explanation);
  fill(node, "sigma", sigma_message ? `Sigma shows: “${sigma_message}”` : "");
  fill(node, "source", source);
}
