// The events between the frame and the page around it, under the names that the
// platform documents. None holds a row, a token or a URL.

export class Events {
  #parents;

  /** @param {string[]} parents the origins of pages that may have this frame */
  constructor(parents) {
    this.#parents = parents;
  }

  /** @param {string} type @param {object} [more] */
  tell(type, more = {}) {
    if (parent === window) return;
    for (const origin of this.#around()) parent.postMessage({ type, ...more }, origin);
  }

  /**
   * Browsers that do not say who is around get the event for each who may be; it
   * reaches the one that is.
   */
  #around() {
    const around = location.ancestorOrigins?.[0];
    return around && this.#parents.includes(around) ? [around] : this.#parents;
  }

  /**
   * @param {string} type
   * @param {(message: any) => void} handle
   */
  on(type, handle) {
    addEventListener("message", ({ source, origin, data }) => {
      if (source === parent && this.#parents.includes(origin) && data?.type === type) handle(data);
    });
  }
}
