// One stop for the Tab key in a long row of things; the arrow keys go on from
// there.

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export class Roving {
  #current = 0;

  /**
   * @param {HTMLElement} container
   * @param {string} selector of what can have the focus
   */
  constructor(container, selector) {
    this.container = container;
    this.selector = selector;
    container.addEventListener("keydown", (event) => this.#move(event));
    container.addEventListener("focusin", (event) => {
      const index = this.#items().indexOf(/** @type {HTMLElement} */ (event.target));
      if (index >= 0) this.#settle(index);
    });
  }

  /** To be called when the items have changed. */
  refresh() {
    this.#settle(this.#current);
  }

  /** @param {number} index */
  #settle(index) {
    const items = this.#items();
    this.#current = Math.max(0, Math.min(index, items.length - 1));
    items.forEach((item, i) => {
      const wanted = i === this.#current ? 0 : -1;
      if (item.tabIndex !== wanted) item.tabIndex = wanted;
    });
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const next = this.#target(event.key);
    if (next === null) return;
    event.preventDefault();
    this.#items().at(next)?.focus();
  }

  /** @param {string} key @returns {number | null} */
  #target(key) {
    if (key === "Home") return 0;
    if (key === "End") return -1;
    const step = STEPS[/** @type {keyof STEPS} */ (key)];
    if (!step) return null;
    return Math.max(0, Math.min(this.#current + step, this.#items().length - 1));
  }

  /** @returns {HTMLElement[]} */
  #items() {
    return [...this.container.querySelectorAll(this.selector)].map((item) => /** @type {HTMLElement} */ (item));
  }
}
