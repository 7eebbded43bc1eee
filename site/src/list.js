// Keeps the children of an element in step with a list of items.

import { clone } from "./dom.js";

/**
 * Nodes are reused by position, and a node whose item is as before is left
 * alone. That keeps the update of a long URL within a frame, and keeps focus
 * and selection where they are.
 * @template {object} T
 */
export class List {
  /** @type {T[]} */
  #items = [];

  /**
   * @param {HTMLElement} container its first children may come with the page
   * @param {string} template
   * @param {(node: HTMLElement, item: T, index: number) => void} fill
   */
  constructor(container, template, fill) {
    this.container = container;
    this.template = template;
    this.fill = fill;
  }

  /** @param {T[]} items */
  render(items) {
    items.forEach((item, index) => {
      if (!same(item, this.#items[index])) this.fill(this.#node(index), item, index);
    });
    while (this.container.children.length > items.length) this.container.lastElementChild?.remove();
    this.#items = items;
  }

  /** @param {number} index @returns {HTMLElement} */
  #node(index) {
    const node = this.container.children[index] ?? this.container.appendChild(clone(this.template));
    return /** @type {HTMLElement} */ (node);
  }
}

/** @param {any} a @param {any} b */
function same(a, b) {
  return b !== undefined && Object.keys(a).every((key) => a[key] === b[key]);
}
