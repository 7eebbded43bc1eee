// A form as a link: what is embedded, for whom and how it is written, and never
// what makes a URL open. The type that is written down has no place for a
// secret, a client ID, a nonce, a time or a signature. A person can still type
// one into some other field, so what is written is looked at as well.

/** @typedef {import("./form.js").Embed} Embed */

/**
 * What a link holds. Version 1 is this as JSON, in UTF-8, in base64url without
 * padding.
 * @typedef {object} Share
 * @property {Embed} e the embed; what is not set is absent
 * @property {string} [d] the dialect; absent means the first
 * @property {string[]} [o] the order of the parameters; absent means the usual one
 */

const VERSION = 1;

/** Far above any form, far below what would keep the page busy. In characters. */
const LONGEST = 32_768;

/** Parameters that belong to one signed URL and not to a form. */
const NEVER = /^:?(secret|client_id|nonce|time|signature|jwt)$/i;

/** A link that cannot be opened; the message is a sentence for the reader. */
export class BadLink extends Error {}

/**
 * @param {Embed} embed
 * @param {string} dialect
 * @param {string[]} order
 * @param {string} usual the dialect that need not be named
 * @returns {Share}
 */
export function shareOf(embed, dialect, order, usual) {
  const set = Object.entries(embed).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  /** @type {Share} */
  const share = { e: Object.fromEntries(set) };
  if (dialect !== usual) share.d = dialect;
  if (order.length > 0) share.o = order;
  return share;
}

/**
 * Says why a form must not go into a link. It is asked before a link is made,
 * and again when one is opened.
 * @param {Share} share
 * @param {(text: string) => boolean} isSecret
 * @returns {string} a sentence; empty where nothing is wrong
 */
export function objection({ e, d, o }, isSecret) {
  const foreign = (e.options ?? []).find(({ name }) => NEVER.test(name));
  if (foreign) return `The parameter ${foreign.name} belongs to one signed URL, so it is not shared. Remove it under “Anything else”.`;
  if (/[?#]/.test(e.path ?? "")) return "The embed path goes on after a ? or #, as a whole signed URL does. Cut it there.";
  const text = JSON.stringify([e, d, o]);
  if (/signature(=|%3d)/i.test(text)) return "A field holds a signed URL. Remove it.";
  if (isSecret(text)) return "A field holds what looks like a secret or a signature. Remove it.";
  return "";
}

/** @param {Share} share @returns {string} the fragment of a link, without its # */
export function writeShare(share) {
  const bytes = new TextEncoder().encode(JSON.stringify(share));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `v${VERSION}=${text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/**
 * Reads what writeShare wrote. A field that the form does not have goes nowhere.
 * @param {{version: number, payload: string}} link
 * @returns {Share}
 * @throws {BadLink}
 */
export function readShare({ version, payload }) {
  if (version !== VERSION) throw new BadLink(`It is of version ${version}; this page reads version ${VERSION}. Open it with the page that it was made with.`);
  if (payload.length > LONGEST) throw new BadLink("It is longer than any link that this page makes.");
  const share = parsed(payload);
  if (!isShare(share)) throw new BadLink(CUT);
  return share;
}

const CUT = "It is not complete, or was changed on its way. Copy the whole link again, from # to its end.";

/** @param {string} payload @returns {any} */
function parsed(payload) {
  try {
    const text = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new BadLink(CUT);
  }
}

const isText = (/** @type {unknown} */ value) => typeof value === "string";
const isList = (/** @type {any} */ value) => Array.isArray(value) && value.every(isText);
const maybe = (/** @type {any} */ value, /** @type {(value: any) => boolean} */ is) => value === undefined || is(value);
const isObject = (/** @type {any} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);
const each = (/** @type {(value: any) => boolean} */ is) => (/** @type {any} */ value) => Array.isArray(value) && value.every((item) => isObject(item) && is(item));

/** The fields of an embed that are no text. @type {Record<string, (value: any) => boolean>} */
const SHAPES = {
  teams: isList,
  session_length: Number.isSafeInteger,
  attributes: each(({ name, values }) => isText(name) && maybe(values, isList)),
  options: each(({ name, value }) => isText(name) && isText(value)),
  controls: each(({ id, values, range }) => isText(id) && maybe(values, isList) && maybe(range, isRange)),
};

/** @param {any} range */
function isRange(range) {
  return isObject(range) && maybe(range.min, isText) && maybe(range.max, isText);
}

/** @param {any} share @returns {share is Share} */
function isShare(share) {
  if (!isObject(share) || !isObject(share.e) || !maybe(share.d, isText) || !maybe(share.o, isList)) return false;
  return Object.entries(share.e).every(([field, value]) => (Object.hasOwn(SHAPES, field) ? SHAPES[field] : isText)(value));
}
