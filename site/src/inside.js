// People copy a URL together with what it stood in: JSON, an attribute of HTML,
// a command. This finds it there; whether to take it is up to the reader.

/** In quotes a URL reaches to the same quote again, otherwise to what no URL holds. */
const QUOTED = /(["'`])(https?:\\?\/\\?\/.+?)\1/is;
const BARE = /https?:\\?\/\\?\/[^\s"'`<>]+/i;

/** How an ampersand or a slash is written inside of other texts. */
const ESCAPES = { "&amp;": "&", "\\u0026": "&", "\\/": "/" };

/**
 * @param {string} text
 * @returns {string} the first URL in it; empty where there is none, or nothing else but white space
 */
export function urlInside(text) {
  const trimmed = text.trim();
  const found = /^https?:/i.test(trimmed) ? trimmed : (QUOTED.exec(trimmed)?.[2] ?? BARE.exec(trimmed)?.[0] ?? "");
  const url = found.replace(/&amp;|\\u0026|\\\//gi, (escape) => ESCAPES[/** @type {keyof ESCAPES} */ (escape.toLowerCase())]);
  return url === trimmed ? "" : url.replace(/\\$/, "");
}
