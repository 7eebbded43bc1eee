// The signature that was given beside the one that is expected, and what the
// receiver signs to expect it.

import { compare } from "./compare.js";
import { byId, fill, slot, write } from "./dom.js";

/**
 * @typedef {object} Signature
 * @property {string | null} given
 * @property {string | null} expected
 * @property {boolean | null} valid
 * @property {number | null} bits_different
 * @property {string} would_sign
 * @property {string} was_signed
 */

/** Shows it in its place in Check. @param {Signature} signature */
export function showSignature({ given, expected, valid, bits_different, would_sign, was_signed }) {
  const box = byId("compare");
  box.dataset.valid = String(valid);
  const differing = compare(slot(box, "given"), slot(box, "expected"), given ?? "", expected ?? "");
  write(slot(box, "result"), outcome(given, expected, differing));
  fill(box, "bits", bitsText(valid, bits_different));
  // Where it is known what was signed, the causes show both texts.
  const alone = was_signed ? "" : would_sign;
  slot(box, "texts").hidden = alone === "";
  write(slot(box, "would"), alone);
}

/** @param {boolean | null} valid @param {number | null} bits */
function bitsText(valid, bits) {
  if (valid !== false || bits === null) return "";
  return (
    `${bits} of the 256 bits differ. About half of them do when another text or another secret was signed; ` +
    "a few, when the signature itself was changed."
  );
}

/** @param {string | null} given @param {string | null} expected @param {number} differing */
function outcome(given, expected, differing) {
  if (!given) return "The URL has no signature.";
  if (!expected) return "Give the embed secret to compute what the signature should be.";
  if (differing === 0) return "All characters agree.";
  return differing === 1 ? "1 character differs; it is marked." : `${differing} characters differ; they are marked.`;
}
