// What one stroke of an editor did to a text: all between what both texts begin
// with and what both end with. The signer tells the differences that an attack
// makes; this is for changes by hand.

/**
 * @param {string} before
 * @param {string} after
 * @returns {import("./diff.js").Difference[]}
 */
export function edit(before, after) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const middle = (/** @type {string} */ text) => text.slice(start, text.length - end);
  /** @type {import("./diff.js").Difference[]} */
  const all = [
    { op: "same", text: before.slice(0, start) },
    { op: "gone", text: middle(before) },
    { op: "new", text: middle(after) },
    { op: "same", text: before.slice(before.length - end) },
  ];
  return all.filter(({ text }) => text !== "");
}
