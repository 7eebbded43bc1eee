// What the signer has to say about a URL. Severity is a word and a border, not
// only a colour.

import { attribute, fill, slot, write } from "./dom.js";
import { List } from "./list.js";

/**
 * @typedef {object} Finding
 * @property {string} code
 * @property {"error" | "warning" | "info"} severity
 * @property {string} parameter
 * @property {string} message
 * @property {string} fix
 * @property {string} source
 */

const GRAVITY = ["error", "warning", "info"];

/** The gravest first. @param {Finding[]} findings */
export function byGravity(findings) {
  return [...findings].sort((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity));
}

/**
 * @param {HTMLElement} container
 * @param {(parameter: string) => void} pick called with the parameter of a finding
 * @returns {{render(findings: Finding[]): void}}
 */
export function findingsIn(container, pick) {
  const list = new List(container, "finding-template", fillFinding);
  container.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-parameter]");
    if (button) pick(button.getAttribute("data-parameter") ?? "");
  });
  return {
    render(findings) {
      list.render(byGravity(findings));
    },
  };
}

/** @param {HTMLElement} node @param {Finding} finding */
function fillFinding(node, finding) {
  attribute(slot(node, "parameter"), "data-parameter", finding.parameter);
  fill(node, "source", finding.source);
  fillRemark(node, finding);
}

/** Fills what a finding says wherever it is shown. @param {HTMLElement} node @param {Finding} finding */
export function fillRemark(node, { severity, parameter, message, fix }) {
  attribute(node, "data-severity", severity);
  write(slot(node, "severity"), severity);
  fill(node, "parameter", parameter);
  write(slot(node, "message"), parameter ? ended(message) : begun(ended(message)));
  fill(node, "fix", fix);
}

/** A message that begins a sentence, where no name stands before it. @param {string} message */
function begun(message) {
  return message.slice(0, 1).toUpperCase() + message.slice(1);
}

/** A message with its full stop. @param {string} message */
export function ended(message) {
  return /[.?!]$/.test(message) ? message : `${message}.`;
}
