// What becomes of the URL in Break: the verdict, what was changed, how many bits
// of the signature are wrong, and how it was decided.

import { attribute, byId, fill, write } from "./dom.js";
import { renderDiff } from "./diff.js";
import { renderLog } from "./log.js";
import { utc } from "./time.js";

/** @typedef {import("./diff.js").Difference} Difference */

/** @typedef {{accepted: boolean, code: string, explanation: string, sigma_message: string}} Verdict */

/**
 * @typedef {object} Outcome
 * @property {any} found what the signer says about the URL
 * @property {number} clock
 * @property {number} times how often the URL was opened; 0 for what would be
 * @property {string} expected what an attack should lead to, in words; empty without one
 * @property {Difference[] | null} differences none where they are the reader's to find
 */

/** @param {Outcome} outcome */
export function show({ found, clock, times, expected, differences }) {
  const judged = judge(found.verdict, times > 0);
  say({ ...judged, when: when(times, clock), expected });
  // Beside the buttons too: on a small screen the verdict is far from the clock.
  write(byId("b-outlook"), times === 0 ? `${judged.title}.` : "");
  showChange(differences);
  write(byId("break-bits"), bits(found.signature));
  renderLog(byId("break-log"), found.log);
}

/** Says why there is no outcome. @param {string} title @param {string} explanation */
export function showNothing(title, explanation) {
  say({ status: "unknown", when: "", title, explanation, sigma: "", expected: "" });
  renderDiff(byId("break-diff"), []);
  for (const id of ["break-changed", "break-bits", "b-outlook"]) write(byId(id), "");
  renderLog(byId("break-log"), []);
}

/** A code of the signer as people read it. @param {string} code */
export function words(code) {
  return code.replaceAll("_", " ");
}

/** @param {Record<"status" | "when" | "title" | "explanation" | "sigma" | "expected", string>} texts */
function say({ status, ...texts }) {
  const box = byId("break-verdict");
  attribute(box, "data-verdict", status);
  for (const [name, text] of Object.entries(texts)) fill(box, name, text);
}

/** @param {Verdict} verdict @param {boolean} opened */
function judge({ accepted, code, explanation, sigma_message }, opened) {
  const sigma = sigma_message ? `Sigma shows: “${sigma_message}”` : "";
  if (code === "not_checked") return { status: "unknown", title: "Not verified", explanation, sigma };
  const title = accepted ? "accepted" : `refused: ${words(code)}`;
  return {
    status: accepted ? "accepted" : "refused",
    title: opened ? title[0].toUpperCase() + title.slice(1) : `It would be ${title}`,
    explanation,
    sigma,
  };
}

/** @param {number} times @param {number} clock */
function when(times, clock) {
  if (times === 0) return `Not opened yet. At ${utc(clock)}, the receiver would say:`;
  return times === 1 ? `Opened at ${utc(clock)}.` : `Opened ${times} times, the last time at ${utc(clock)}.`;
}

/** @param {Difference[] | null} differences */
function showChange(differences) {
  renderDiff(byId("break-diff"), differences ?? []);
  write(byId("break-changed"), change(differences));
}

/** @param {Difference[] | null} differences */
function change(differences) {
  if (!differences) return "One parameter. Which one is for you to find out.";
  if (differences.every(({ op }) => op === "same")) return "Nothing: this is the URL as it was signed.";
  return "Struck through is what was there before; underlined is what is there now.";
}

/** @param {{given: string, expected: string | null, bits_different: number | null}} signature */
function bits({ given, expected, bits_different: wrong }) {
  if (!given) return "The URL has no signature to compare.";
  if (expected === null) return "";
  if (wrong === null) return "The signature is not one of 256 bits, so there is nothing to compare bit by bit.";
  if (wrong === 0) return "All 256 bits of the signature are those that this text needs.";
  const wide = wrong > 64 ? " About half of them differ after any change of the text: a signature is right or has nothing to do with it." : "";
  return `${wrong} of the 256 bits of the signature ${wrong === 1 ? "differs" : "differ"} from what this text needs.${wide}`;
}
