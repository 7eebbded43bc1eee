// Your application's page: three users, a frame, and the events between the two. It
// holds no secret and signs nothing.

import { byId, clone, slot, write } from "../dom.js";

/** How many events are kept in sight. */
const MOST = 100;

export class Application {
  #desk;
  #report;
  #happened;
  /** The URL that the frame was given last. */
  #url = "";
  #title = "Embed";
  /** The origin of the platform. */
  #platform = "";
  /** Counts what was asked for, so that only the last answer is shown. */
  #asked = 0;

  /**
   * @param {import("./desk.js").Desk} desk
   * @param {(status: "ok" | "warning" | "error" | "busy", text: string) => void} report
   * @param {() => void} happened is called when the frame has done something
   */
  constructor(desk, report, happened) {
    this.#desk = desk;
    this.#report = report;
    this.#happened = happened;
  }

  start() {
    byId("people").addEventListener("change", () => this.#load());
    byId("load").addEventListener("click", () => this.#load());
    byId("repeat").addEventListener("click", () => this.#show("warning", "The frame has the same URL a second time. A URL opens once."));
    byId("copy").addEventListener("click", () => this.#copy());
    byId("post").addEventListener("submit", (/** @type {SubmitEvent} */ event) => this.#post(event));
    addEventListener("message", (event) => this.#heard(event));
  }

  /** Lists who can be signed in. */
  async refresh() {
    const { platform, users } = await this.#desk.ask("people");
    this.#platform = platform;
    const chosen = this.#chosen?.value ?? users[0]?.id;
    byId("people").replaceChildren(...users.map((/** @type {any} */ user) => {
      const label = clone("person");
      const input = /** @type {HTMLInputElement} */ (label.querySelector("input"));
      input.value = user.id;
      input.checked = user.id === chosen;
      write(slot(label, "name"), user.name);
      write(slot(label, "about"), `${user.account_type}, ${user.teams.join(", ")}`);
      return label;
    }));
  }

  /** Empties the frame. */
  clear() {
    this.#asked++;
    this.#url = "";
    byId("frame").hidden = true;
    byId("no-frame").hidden = false;
    byId("frame").src = "about:blank";
    write(byId("url"), "None yet.");
    byId("repeat").disabled = byId("copy").disabled = true;
    byId("events").replaceChildren();
  }

  /** @returns {HTMLInputElement | null} */
  get #chosen() {
    return document.querySelector("#people input:checked");
  }

  /** Asks your server for a URL for the person who is chosen, and loads it. */
  async #load() {
    const name = this.#chosen?.parentElement?.querySelector("b")?.textContent ?? "";
    const mine = ++this.#asked;
    try {
      const { url, findings } = await this.#desk.ask("sign", { user: this.#chosen?.value ?? "" });
      if (mine !== this.#asked) return;
      this.#url = url;
      this.#title = `Embed for ${name}`;
      write(byId("url"), url);
      byId("repeat").disabled = byId("copy").disabled = false;
      const wrong = (findings ?? []).find((/** @type {any} */ finding) => finding.severity === "error");
      if (wrong) this.#show("warning", `Your server has signed it, but ${wrong.parameter} ${wrong.message}.`);
      else this.#show("ok", `The frame has a new URL for ${name}.`);
    } catch (fault) {
      if (mine === this.#asked) this.#report("error", /** @type {any} */ (fault).detail ?? String(fault));
    }
  }

  /** @param {"ok" | "warning"} status @param {string} text */
  #show(status, text) {
    // On a static host the platform is in this page, and its frame lies beside it. The
    // URL goes into the fragment, which is sent nowhere.
    const address = this.#desk.local ? new URL(`../workbook/index.html#${encodeURIComponent(this.#url)}`, import.meta.url).href : this.#url;
    if (!this.#desk.local && !address.startsWith(`${this.#platform}/`)) {
      this.#report("error", address.startsWith("?") ? "There is no embed path yet: Configuration has a field for it." : "The embed path leads to another place than this platform, which the policy of the page does not let into its frame.");
      return;
    }
    this.#replace(address);
    this.#report(status, text);
  }

  /**
   * A new frame in place of the old one: a new address in that would be a step in the
   * history, and Back would load a used URL.
   * @param {string} address
   */
  #replace(address) {
    const old = byId("frame");
    const frame = old.cloneNode();
    frame.title = this.#title;
    frame.hidden = false;
    byId("no-frame").hidden = true;
    // The platform on a server runs as itself, at an origin of its own. The one in this
    // page gets none, and so cannot reach into it.
    frame.sandbox.value = `allow-scripts allow-forms allow-downloads${this.#desk.local ? "" : " allow-same-origin"}`;
    frame.src = address;
    old.replaceWith(frame);
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#url);
      this.#report("ok", "The URL is copied.");
    } catch {
      byId("url").closest("details").open = true;
      getSelection()?.selectAllChildren(byId("url"));
      this.#report("ok", "The URL is selected. Copy it with Ctrl+C or ⌘C.");
    }
  }

  /**
   * Two things make an event good: the window that it comes from, and the origin.
   * @param {MessageEvent} event
   */
  #heard({ source, origin, data, ports }) {
    if (source !== byId("frame").contentWindow) return;
    if (origin !== (this.#desk.local ? "null" : this.#platform)) return;
    if (this.#desk.local && data?.embedsign === "platform" && ports[0]) this.#attach(ports[0]);
    else if (typeof data?.type === "string") this.#log("from the frame", data);
    if (data?.type === "workbook:error") this.#report("error", `The frame says: ${String(data.message).slice(0, 300)}`);
  }

  /** Answers a frame on its own channel. @param {MessagePort} port */
  #attach(port) {
    port.onmessage = ({ data }) => {
      let answer;
      try {
        answer = this.#desk.relay(data.request);
      } catch (error) {
        answer = { error: { code: "broken", detail: `The platform in this page does not answer: ${/** @type {Error} */ (error).message}. Load the page again.` } };
      }
      port.postMessage({ id: data?.id, ...answer });
      this.#happened();
    };
  }

  /** @param {SubmitEvent} event */
  #post(event) {
    event.preventDefault();
    if (byId("frame").hidden) return this.#report("error", "There is nothing in the frame yet.");
    const { type, region } = /** @type {any} */ (event.target).elements;
    const message = { type: type.value, ...(type.value.endsWith("update") ? { variables: { Region: region.value } } : {}) };
    // A frame without an origin cannot be named; it is known by its window.
    byId("frame").contentWindow.postMessage(message, this.#desk.local ? "*" : this.#platform);
    this.#log("to the frame", message);
  }

  /** @param {string} direction @param {any} message */
  #log(direction, { type, ...more }) {
    const line = clone("event");
    write(slot(line, "time"), new Date().toTimeString().slice(0, 8));
    write(slot(line, "direction"), direction);
    write(slot(line, "type"), type.slice(0, 100));
    write(slot(line, "more"), Object.keys(more).length > 0 ? JSON.stringify(more).slice(0, 500) : "");
    byId("events").prepend(line);
    while (byId("events").childElementCount > MOST) byId("events").lastElementChild.remove();
    this.#happened();
  }
}
