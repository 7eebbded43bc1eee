// Throw-away secrets are marked as such; a secret that this page did not make
// gets a warning that stays.

import { byId, slot } from "./dom.js";

/** Secrets that are no secret: the ones made here, and the one of the worked example. */
const made = new Set();

/** @param {string} secret */
export function remember(secret) {
  made.add(secret);
}

/** Whether this page made the secret. @param {string} secret */
export function isMade(secret) {
  return made.has(secret);
}

/** Whether something that may be a real secret has been on the page. */
export function alarmed() {
  return !byId("real-secret").hidden;
}

/**
 * Says beside a field what kind of secret it holds, if it is clear.
 * @param {HTMLInputElement} field
 * @param {HTMLElement} badges one for each kind
 */
export function markSecret({ value }, badges) {
  slot(badges, "made").hidden = !made.has(value);
  slot(badges, "real").hidden = !looksReal(value);
}

/**
 * Looks at everything that is typed or pasted on the page, in whatever field: a
 * secret pasted as a client ID or inside a URL is as lost as one in its place.
 * The warning is not taken back when the text is: it has been on the screen.
 * @param {() => void} raised called when the warning has appeared
 */
export function watch(raised) {
  document.addEventListener("input", (event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    if (alarmed() || typeof value !== "string" || !looksReal(value)) return;
    byId("real-secret").hidden = false;
    raised();
  });
}

/** Whether the text holds what may be a secret, and is none of ours. @param {string} text */
function looksReal(text) {
  const length = document.body.dataset.secretLength;
  const pattern = new RegExp(`(?<![0-9a-f])[0-9a-f]{${length}}(?![0-9a-f])`, "gi");
  return text.match(pattern)?.some((secret) => !made.has(secret)) ?? false;
}

/** Whether a secret is anywhere in the text, one of ours or what looks like a real one. @param {string} text */
export function holdsSecret(text) {
  return looksReal(text) || [...made].some((secret) => text.includes(secret));
}
