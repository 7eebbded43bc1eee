// The page in a frame of somebody else's page. It tells that page how high it is
// and which intent it shows, and nothing of what is in its fields.
//
// It speaks only when it was spoken to: the greeting comes from the parent
// window, the browser says of which origin that is, and every word goes to that
// window at that origin.

export class Frame {
  #origin = "";
  #intent = "";
  #ready = false;

  constructor() {
    if (parent === window) return;
    document.documentElement.dataset.framed = "";
    addEventListener("message", ({ source, origin, data }) => {
      // A page without an origin, such as a file, cannot be addressed.
      if (source === parent && origin !== "null" && data?.embedsign === "hello") this.#greeted(origin);
    });
    new ResizeObserver(() => this.#resize()).observe(document.documentElement);
  }

  /** The signer runs. */
  ready() {
    this.#ready = true;
    this.#tell({ embedsign: "ready", intent: this.#intent });
  }

  /** @param {string} intent that is shown now */
  show(intent) {
    const changed = this.#intent !== "" && this.#intent !== intent;
    this.#intent = intent;
    if (changed) this.#tell({ embedsign: "intent-changed", intent });
  }

  /**
   * The frame's load event greets, and browsers may fire it again when only the
   * fragment has changed.
   * @param {string} origin
   */
  #greeted(origin) {
    if (origin === this.#origin) return;
    this.#origin = origin;
    this.#resize();
    if (this.#ready) this.ready();
  }

  #resize() {
    this.#tell({ embedsign: "resize", height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
  }

  /** @param {{embedsign: string, intent?: string, height?: number}} message */
  #tell(message) {
    if (this.#origin) parent.postMessage(message, this.#origin);
  }
}
