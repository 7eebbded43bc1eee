// The signer: one WebAssembly instance behind a JSON door. It knows how to
// load, to ask, and to start afresh; what an answer means is not its business.

import { pause } from "./time.js";
import { importsOf, wasi } from "./wasi.js";

/** The signer answered with an error: it could not read the request. */
export class Refusal extends Error {
  /** @param {{code: string, message: string}} error */
  constructor(error) {
    super(error.message);
    this.code = error.code;
  }
}

/** The instance died. A new one has to be started before the next question. */
export class Trap extends Error {}

/** The module could not be fetched or compiled. */
export class LoadFailure extends Error {}

/**
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {() => void} _initialize
 * @property {(size: number) => number} alloc
 * @property {(ptr: number, length: number) => bigint} call
 */

/** @typedef {(progress: (received: number, total: number | null) => void, cache: RequestCache) => Promise<WebAssembly.Module>} Load */

export class Signer {
  #load;
  /** @type {WebAssembly.Module | null} */
  #module = null;
  /** @type {Exports | null} */
  #exports = null;
  #lastWords = "";

  /** @param {Load} load where the module comes from */
  constructor(load) {
    this.#load = load;
  }

  /** Whether a question can be asked now. */
  get ready() {
    return this.#exports !== null;
  }

  /** The memory of the running instance, for those who measure or break it. */
  get memory() {
    return this.#exports?.memory ?? null;
  }

  /**
   * Fetches, compiles and starts.
   * @param {(received: number, total: number | null) => void} progress
   * @param {RequestCache} cache
   * @throws {LoadFailure}
   */
  async load(progress, cache) {
    try {
      this.#module = await this.#load(progress, cache);
      await this.start();
    } catch (error) {
      throw new LoadFailure(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  /** Starts a new instance of the compiled module; it shares nothing with the last. */
  async start() {
    if (!this.#module) throw new LoadFailure("nothing was loaded");
    this.#exports = null;
    /** @type {Exports} */
    let exports;
    const known = wasi(() => exports.memory, (text) => (this.#lastWords = text));
    const instance = await WebAssembly.instantiate(this.#module, importsOf(this.#module, known));
    exports = /** @type {Exports} */ (/** @type {unknown} */ (instance.exports));
    await pause();
    exports._initialize();
    this.#exports = exports;
  }

  /**
   * Asks one question and waits for the answer, which takes well under a
   * millisecond for a URL of usual length.
   * @param {string} op
   * @param {object} [request]
   * @returns {any} the value of the answer
   * @throws {Refusal | Trap}
   */
  ask(op, request = {}) {
    const answer = this.exchange({ op, ...request });
    if (answer.error) throw new Refusal(answer.error);
    return answer.value;
  }

  /**
   * @param {object} request
   * @returns {{value?: any, error?: any}} the answer as it is
   * @throws {Trap}
   */
  exchange(request) {
    if (!this.#exports) throw new Trap("the module is not running");
    const text = JSON.stringify(request); // what cannot be written is no fault of the instance
    try {
      return JSON.parse(exchange(this.#exports, new TextEncoder().encode(text)));
    } catch (error) {
      if (error instanceof Refusal) throw error;
      // Whatever went wrong in there, the instance cannot be trusted any more.
      this.#exports = null;
      throw new Trap(this.#lastWords || String(error), { cause: error });
    }
  }
}

/** @param {Exports} exports @param {Uint8Array} bytes */
function exchange({ memory, alloc, call }, bytes) {
  const request = alloc(bytes.length) >>> 0;
  if (request === 0) throw new Refusal({ code: "too_large", message: `${bytes.length} bytes are too many for one question` });
  // Only now: alloc may have grown the memory, which detaches earlier views.
  new Uint8Array(memory.buffer, request, bytes.length).set(bytes);
  const answer = BigInt.asUintN(64, call(request, bytes.length));
  return decode(memory, Number(answer >> 32n), Number(answer & 0xffffffffn));
}

/** @param {WebAssembly.Memory} memory @param {number} start @param {number} length */
function decode(memory, start, length) {
  return new TextDecoder().decode(new Uint8Array(memory.buffer, start, length));
}
