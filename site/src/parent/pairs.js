// Shows a URL for reading. The text is cut as every URL is cut, at ? and &, and
// decoded; what the parameters mean is the playground's business.

/** @typedef {{name: string, value: string}} Pair */

/** @param {string} url @returns {Pair[]} the embed path first */
export function pairsOf(url) {
  const mark = url.indexOf("?");
  if (mark < 0) return [{ name: "embed path", value: url }];
  const pairs = url.slice(mark + 1).split("&").map((text) => {
    const [name, ...value] = text.split("=");
    return { name: decoded(name), value: decoded(value.join("=")) };
  });
  return [{ name: "embed path", value: url.slice(0, mark) }, ...pairs];
}

/** @param {string} text @returns {string} the text itself if it cannot be decoded */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Lists pairs and marks those that the URL before did not have.
 * @param {HTMLElement} list a description list
 * @param {HTMLTemplateElement} template one line of it
 * @param {Pair[]} pairs
 * @param {Pair[]} before
 */
export function listPairs(list, template, pairs, before) {
  const known = new Set(before.map((pair) => `${pair.name}=${pair.value}`));
  list.replaceChildren(...pairs.map((pair) => {
    const line = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
    /** @type {Element} */ (line.querySelector("dt")).textContent = pair.name;
    /** @type {Element} */ (line.querySelector("span")).textContent = pair.value;
    line.classList.toggle("new", before.length > 0 && !known.has(`${pair.name}=${pair.value}`));
    return line;
  }));
}
