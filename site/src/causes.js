// What explains a wrong signature: mistakes that the signer repeated until one
// gave that very signature, and what was evidently signed.

import { attribute, counted, fill, slot, write } from "./dom.js";
import { renderDiff } from "./diff.js";
import { ended } from "./findings.js";
import { List } from "./list.js";

/** @typedef {import("./diff.js").Difference} Difference */
/**
 * @typedef {object} Cause
 * @property {string} code
 * @property {boolean} proved
 * @property {string} message
 * @property {string} fix
 * @property {string} send what should have been sent; empty where the signing side has to change
 * @property {Difference[]} differences
 */

/** @param {HTMLElement} container @returns {List<Cause>} */
export function causesIn(container) {
  return new List(container, "cause-template", fillCause);
}

/** @param {HTMLElement} node @param {Cause} cause */
function fillCause(node, { code, proved, message, fix, send, differences }) {
  attribute(node, "data-code", code);
  attribute(node, "data-proved", String(proved));
  write(slot(node, "proof"), proved ? "proved by recomputing" : "possible");
  write(slot(node, "message"), ended(message));
  fill(node, "fix", fix);
  slot(node, "sides").hidden = differences.length === 0;
  const done = send ? "sent" : "signed";
  write(slot(node, "was-title"), `This was ${done}`);
  write(slot(node, "should-title"), `This should have been ${done}`);
  renderDiff(slot(node, "was"), differences.filter(({ op }) => op !== "new"));
  renderDiff(slot(node, "should"), differences.filter(({ op }) => op !== "gone"));
}

/**
 * Says how much was tried, also where it was in vain.
 * @param {number} tried
 * @param {Cause[]} causes
 * @returns {string} empty where there was nothing to explain
 */
export function effort(tried, causes) {
  if (tried === 0) return "";
  const ways = `${counted(tried, "way")} to sign wrongly ${tried === 1 ? "was" : "were"} tried`;
  if (causes.some(({ proved }) => proved)) return `${ways} to find this.`;
  return (
    `No cause found. ${ways}: other forms of the secret, other spellings, orders and parts of the text, other ` +
    "algorithms, alone and in pairs. None gives this signature, so it was made with another secret, a value was " +
    "changed after signing, three mistakes or more came together, or the mistake is one that is not known here."
  );
}
