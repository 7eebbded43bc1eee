// The part of WASI preview 1 that the Go runtime asks for. The signer has no
// files, no arguments and no environment, so most of it is a polite "none".

const SUCCESS = 0;
const BADF = 8;
const NOSYS = 52;

const REALTIME = 0;
const NANOSECONDS = 1e6; // per millisecond
const RANDOM_CHUNK = 65536; // the most that getRandomValues fills at once
const IOVEC = 8;
const SUBSCRIPTION = 48;
const EVENT = 32;
const CHARACTER_DEVICE = 2;

/** The module called proc_exit: the Go runtime gave up. */
export class Exit extends Error {
  /** @param {number} code */
  constructor(code) {
    super(`the signer exited with code ${code}`);
  }
}

/**
 * The functions of one instance.
 * @param {() => WebAssembly.Memory} memory known only once the instance exists
 * @param {(text: string) => void} report takes what the runtime writes, such as
 *   the message of a panic
 * @returns {Record<string, (...args: any[]) => number>}
 */
export function wasi(memory, report) {
  // The buffer is replaced whenever the memory grows, so a view never outlives a call.
  const view = () => new DataView(memory().buffer);
  const none = (/** @type {number} */ count, /** @type {number} */ size) => {
    view().setUint32(count, 0, true);
    view().setUint32(size, 0, true);
    return SUCCESS;
  };

  return {
    args_sizes_get: none,
    environ_sizes_get: none,
    args_get: () => SUCCESS,
    environ_get: () => SUCCESS,

    clock_time_get(id, _precision, time) {
      const milliseconds = id === REALTIME ? Date.now() : performance.now();
      view().setBigUint64(time, BigInt(Math.round(milliseconds * NANOSECONDS)), true);
      return SUCCESS;
    },

    random_get(start, length) {
      for (let done = 0; done < length; done += RANDOM_CHUNK) {
        const size = Math.min(RANDOM_CHUNK, length - done);
        crypto.getRandomValues(new Uint8Array(memory().buffer, start + done, size));
      }
      return SUCCESS;
    },

    fd_write(_fd, vectors, count, written) {
      const text = gather(view(), vectors, count);
      view().setUint32(written, text.length, true);
      report(new TextDecoder().decode(text));
      return SUCCESS;
    },
    fd_fdstat_get(_fd, stat) {
      new Uint8Array(memory().buffer, stat, 24).fill(0);
      view().setUint8(stat, CHARACTER_DEVICE);
      return SUCCESS;
    },
    fd_fdstat_set_flags: () => SUCCESS,
    fd_close: () => SUCCESS,
    fd_read: () => BADF,
    // The first refusal ends the runtime's search for opened directories.
    fd_prestat_get: () => BADF,
    fd_prestat_dir_name: () => BADF,

    // Nothing in the signer waits. Where the scheduler sleeps all the same, time
    // passes at once: a page must not block.
    poll_oneoff(subscriptions, events, count, fired) {
      answerAll(view(), subscriptions, events, count);
      view().setUint32(fired, count, true);
      return SUCCESS;
    },
    sched_yield: () => SUCCESS,
    proc_exit(code) {
      throw new Exit(code);
    },
  };
}

/**
 * Adds a refusal for every import that is not ours, so that a newer Go runtime
 * which asks for more still starts.
 * @param {WebAssembly.Module} module
 * @param {Record<string, (...args: any[]) => number>} known
 * @returns {WebAssembly.Imports}
 */
export function importsOf(module, known) {
  /** @type {WebAssembly.Imports} */
  const imports = {};
  for (const wanted of WebAssembly.Module.imports(module)) {
    imports[wanted.module] ??= {};
    imports[wanted.module][wanted.name] = known[wanted.name] ?? (() => NOSYS);
  }
  return imports;
}

/** @param {DataView} view @param {number} vectors @param {number} count */
function gather(view, vectors, count) {
  const bytes = [];
  for (let i = 0; i < count; i++) {
    const start = view.getUint32(vectors + i * IOVEC, true);
    const length = view.getUint32(vectors + i * IOVEC + 4, true);
    bytes.push(...new Uint8Array(view.buffer, start, length));
  }
  return Uint8Array.from(bytes);
}

/** @param {DataView} view @param {number} subscriptions @param {number} events @param {number} count */
function answerAll(view, subscriptions, events, count) {
  for (let i = 0; i < count; i++) {
    const subscription = subscriptions + i * SUBSCRIPTION;
    const event = events + i * EVENT;
    view.setBigUint64(event, view.getBigUint64(subscription, true), true);
    view.setUint16(event + 8, SUCCESS, true);
    view.setUint8(event + 10, view.getUint8(subscription + 8));
  }
}
