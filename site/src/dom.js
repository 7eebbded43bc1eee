// Small words for the document. Text goes in as text and markup comes from
// <template> elements only: the policy of the page (trusted types) forbids
// anything else.

/** @param {string} id @returns {any} the element; the page is broken without it */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element #${id}`);
  return element;
}

/** @param {string} id of a template @returns {HTMLElement} a copy of its element */
export function clone(id) {
  return byId(id).content.firstElementChild.cloneNode(true);
}

/** @param {ParentNode} root @param {string} name @returns {any} */
export function slot(root, name) {
  return root.querySelector(`[data-slot="${name}"]`);
}

/**
 * Writes text, but only if it is new: what is not touched costs no layout.
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Writes into a slot, and hides it when there is nothing to say. */
export function fill(/** @type {ParentNode} */ root, /** @type {string} */ name, /** @type {string} */ text) {
  const element = slot(root, name);
  write(element, text);
  element.hidden = text === "";
}

/** @param {Element} element @param {string} name @param {string} value */
export function attribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  // Not toLocaleString: its first call loads tables for 15 ms, on a phone for 60.
  const digits = String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${digits} ${count === 1 ? one : many}`;
}
