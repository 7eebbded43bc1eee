// <embedsign-playground>: the playground in a frame of another page. It makes
// the frame, keeps it as high as its content, and hands on three events. It sees
// nothing of what is in the page: no field, no URL, no secret.
//
//   src      where the playground is; where this script is from, if absent
//   intent   build, check, break or migrate
//   preset   the user to start from
//   theme    light, dark or auto
//   loading  lazy (as it scrolls into view), eager, or click (on a button)
//
// Events: ready {intent}, resize {height}, intent-changed {intent}.

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const HOME = new URL(".", script?.src || document.baseURI).href;

class Playground extends HTMLElement {
  static observedAttributes = ["src", "intent", "preset", "theme"];

  /** @type {HTMLIFrameElement | undefined} */
  #frame;

  connectedCallback() {
    addEventListener("message", this);
    if (this.#frame) return;
    if (this.getAttribute("loading") !== "click") return this.#load();
    const button = document.createElement("button");
    button.textContent = "Load the playground";
    button.onclick = () => this.#load();
    this.replaceChildren(button);
  }

  disconnectedCallback() {
    removeEventListener("message", this);
  }

  attributeChangedCallback() {
    const url = this.#address();
    // Not through src, which would be one more step for Back.
    if (this.#frame && isWeb(url)) this.#frame.contentWindow?.location.replace(url);
  }

  /** @param {MessageEvent} event */
  handleEvent({ source, origin, data }) {
    const frame = this.#frame;
    if (!frame || source !== frame.contentWindow || origin !== this.#address().origin) return;
    const { embedsign: type, height, intent } = data ?? {};
    if (type === "resize" && height > 0 && height < 1e5) {
      frame.style.height = `${+height}px`;
      this.#say(type, { height: +height });
    } else if ((type === "ready" || type === "intent-changed") && /^[a-z]{1,9}$/.test(intent)) {
      this.#say(type, { intent: `${intent}` });
    }
  }

  #load() {
    const url = this.#address();
    if (!isWeb(url)) return;
    const frame = (this.#frame = document.createElement("iframe"));
    // Both are needed: without an origin of its own the page may not read its
    // WebAssembly. The popups are links to the documentation.
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox");
    frame.allow = "clipboard-write";
    frame.title = "embedsign playground";
    frame.referrerPolicy = "no-referrer";
    frame.loading = this.getAttribute("loading") === "lazy" ? "lazy" : "eager";
    frame.style.cssText = "display:block;width:100%;height:40rem;border:0";
    frame.onload = () => frame.contentWindow?.postMessage({ embedsign: "hello" }, this.#address().origin);
    frame.src = url.href;
    this.replaceChildren(frame);
  }

  /** @returns {URL} the frame's address, with what is asked for in its fragment */
  #address() {
    const src = this.getAttribute("src");
    const url = src ? new URL(src, document.baseURI) : new URL(HOME);
    const words = ["intent", "preset", "theme"].filter((name) => this.hasAttribute(name));
    url.hash = words.map((name) => `${name}=${this.getAttribute(name)}`).join("&");
    return url;
  }

  /** @param {string} type @param {object} detail */
  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Whether it is a page and no script in disguise. @param {URL} url */
function isWeb(url) {
  return /^https?:$/.test(url.protocol);
}

// The script may stand on a page twice.
if (!customElements.get("embedsign-playground")) customElements.define("embedsign-playground", Playground);
