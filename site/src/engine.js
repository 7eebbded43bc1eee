// Keeps the signer running: loads it in sight of the reader, tries again when
// asked, and starts it afresh after a trap. The state of the forms is in the
// document, so nothing is lost by any of that.

import { attribute, byId, slot, write } from "./dom.js";
import { loadModule } from "./module.js";
import { Reference } from "./reference.js";
import { Signer, Trap } from "./signer.js";
import { pause } from "./time.js";

export class Engine {
  signer = new Signer(loadModule);
  /** @type {Reference | null} what the signer knows about parameters, once loaded */
  reference = null;
  /** the next move of the progress bar, as of requestAnimationFrame */
  #frame = 0;
  /** @type {{ way: "run" | "follow", update: () => void }[]} what came while the signer was being restarted */
  #waiting = [];

  constructor() {
    this.panel = byId("engine");
    this.progress = /** @type {HTMLProgressElement} */ (slot(this.panel, "progress"));
  }

  /** Whether updates can be shown now. */
  get ready() {
    return this.signer.ready && this.reference !== null;
  }

  /**
   * Loads the signer, and shows the page with it.
   * @param {(() => void)[]} steps what is to be shown first. Each is a task of its
   *   own, so that a slow processor lets the reader in between.
   * @param {RequestCache} [cache] "reload" mends a damaged copy
   */
  async load(steps, cache = "default") {
    this.#state("loading", "Loading the signer. What you see is a worked example until it is here.");
    try {
      await this.signer.load((received, total) => this.#advance(received, total), cache);
      await pause();
      this.reference = new Reference(this.signer.ask("reference"));
    } catch (error) {
      this.#state("failed", `The signer could not be loaded: ${describe(error)}. The example below stays as it is.`);
      return;
    }
    for (const step of steps) {
      await pause();
      await this.follow(step);
    }
    if (this.#loading) this.#state("ready", "");
  }

  /**
   * Runs an update of the page. If the signer traps in it, a new instance gets
   * one more try. While the signer is being restarted, updates wait; before it was
   * loaded there is nothing to be done, as loading ends with showing all.
   * @param {() => void} update
   * @param {number} [since] when its cause happened, as in Event.timeStamp
   */
  async run(update, since = performance.now()) {
    if (!this.ready) return this.#wait("run", update);
    try {
      update();
      performance.measure("embedsign:update", { start: since });
      if (!this.#loading) this.#state("ready", "");
    } catch (error) {
      await this.#rescue(error, update);
    }
  }

  /**
   * Runs what follows an update after a pause. What was said about that one, such
   * as that the signer was restarted in it, stays.
   * @param {() => void} update
   */
  async follow(update) {
    if (!this.ready) return this.#wait("follow", update);
    try {
      update();
    } catch (error) {
      await this.#rescue(error, update);
    }
  }

  /** @param {unknown} error @param {() => void} update */
  async #rescue(error, update) {
    if (!(error instanceof Trap)) throw error;
    console.error(error);
    await this.#again(update);
  }

  /** @param {"run" | "follow"} way @param {() => void} update */
  #wait(way, update) {
    if (this.reference) this.#waiting.push({ way, update });
  }

  /** @param {() => void} update */
  async #again(update) {
    this.#state("restarting", "The signer stopped and is being restarted. Your input is kept.");
    await this.signer.start();
    try {
      for (const each of [{ update }, ...this.#waiting.splice(0)]) each.update();
      this.#state("restarted", "The signer had stopped and was restarted. Your input was kept.");
    } catch (error) {
      if (!(error instanceof Trap)) throw error;
      this.#state("failed-input", "The signer stops on this input; please report it. Change the input to go on.");
      await this.signer.start();
      for (const { way, update } of this.#waiting.splice(0)) await this[way](update);
    }
  }

  get #loading() {
    return this.panel.dataset.state === "loading";
  }

  /** @param {string} state @param {string} text */
  #state(state, text) {
    attribute(this.panel, "data-state", state);
    write(slot(this.panel, "text"), text);
  }

  /**
   * Moves the progress bar once a frame; the module comes in far smaller pieces.
   * The number of bytes to come is that of the response where it can be known,
   * or else the one in the page, which is rounded.
   * @param {number} received
   * @param {number | null} total
   */
  #advance(received, total) {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      if (total) this.progress.max = total;
      this.progress.value = received;
    });
  }
}

/** @param {unknown} error */
function describe(error) {
  return error instanceof Error ? error.message : String(error);
}
