// Two texts under each other, with the characters that differ marked.

/**
 * Fills both places and marks in each what the other does not have there.
 * @param {HTMLElement} above
 * @param {HTMLElement} below
 * @param {string} given
 * @param {string} expected
 * @returns {number} how many characters differ; 0 where one text is missing
 */
export function compare(above, below, given, expected) {
  const comparable = given !== "" && expected !== "";
  show(above, given, comparable ? expected : given);
  show(below, expected, comparable ? given : expected);
  if (!comparable) return 0;
  const length = Math.max(given.length, expected.length);
  let differing = 0;
  for (let i = 0; i < length; i++) if (given[i] !== expected[i]) differing++;
  return differing;
}

/** @param {HTMLElement} place @param {string} text @param {string} other */
function show(place, text, other) {
  if (place.dataset.text === text && place.dataset.other === other) return;
  place.dataset.text = text;
  place.dataset.other = other;
  place.replaceChildren(...runs(text, other).map(({ text, differs }) => node(text, differs)));
}

/** @param {string} text @param {boolean} differs */
function node(text, differs) {
  const element = document.createElement(differs ? "mark" : "span");
  element.textContent = text;
  return element;
}

/** @param {string} text @param {string} other @returns {{text: string, differs: boolean}[]} */
function runs(text, other) {
  /** @type {{text: string, differs: boolean}[]} */
  const found = [];
  for (let i = 0; i < text.length; i++) {
    const differs = text[i] !== other[i];
    const last = found.at(-1);
    if (last?.differs === differs) last.text += text[i];
    else found.push({ text: text[i], differs });
  }
  return found;
}
