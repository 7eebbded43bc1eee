// The fragment of the address, which no server ever sees. It says which intent
// is shown and how, or holds a shared form: words joined by &, such as
//
//   #check    #build&preset=creator&theme=dark    #v1=eyJkIjoiZm9ybSJ9
//
// A word that is not known is passed over: links outlive versions of a page.

/** @typedef {{version: number, payload: string}} Link */

/**
 * @typedef {object} Address
 * @property {string} intent such as "build"; empty where none is named
 * @property {string} preset the ID of a preset; empty where none is named
 * @property {string} theme "light", "dark" or "auto"; empty where none is named
 * @property {Link | null} share a form that was shared, as share.js writes it
 */

const INTENT = /^(?:intent=)?(build|check|break|migrate)$/;
const PRESET = /^preset=([a-z0-9-]{1,40})$/;
const THEME = /^theme=(light|dark|auto)$/;
const SHARE = /^v(\d{1,3})=(.*)$/s;

/** @param {string} fragment with or without its # @returns {Address} */
export function readAddress(fragment) {
  const words = fragment.replace(/^#/, "").split("&");
  const find = (/** @type {RegExp} */ pattern) => words.map((word) => pattern.exec(word)).find(Boolean);
  const share = find(SHARE);
  return {
    intent: find(INTENT)?.[1] ?? "",
    preset: find(PRESET)?.[1] ?? "",
    theme: find(THEME)?.[1] ?? "",
    share: share ? { version: Number(share[1]), payload: share[2] } : null,
  };
}
