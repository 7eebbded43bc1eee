// How the page asks the platform: over HTTP where there is a server, and where there
// is none through the window around it, which runs the platform as WebAssembly.

/**
 * What an answer says in place of a value; the names are those of lab.Fault.
 * @typedef {{code: string, detail: string, parameter?: string, sigma_message?: string, event_code?: string}} Fault
 */

/** @typedef {{session?: string, refusal?: Fault, parents?: string[]}} Start */

/**
 * @typedef {object} Door
 * @property {() => Promise<void>} open opens the URL of this frame, if that is not done
 * @property {(question: string, body?: object) => Promise<any>} ask throws a Fault
 */

/** @param {Start} start @returns {Door} */
export function doorOf(start) {
  return start.session || start.refusal ? new Server(start.session ?? "") : new Around();
}

class Server {
  #token;

  /** @param {string} token */
  constructor(token) {
    this.#token = token;
  }

  async open() {} // the answer to the URL was this page

  /** @param {string} question @param {object} body */
  async ask(question, body = {}) {
    const response = await fetch(`/ask/${question}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${this.#token}` },
      body: JSON.stringify(body),
      cache: "no-store",
    }).catch(() => {
      throw { code: "unreachable", detail: "The platform does not answer. Try again in a moment.", event_code: "NETWORK" };
    });
    const answer = await response.json();
    if (!response.ok) throw answer;
    return answer;
  }
}

/**
 * The window around is of another origin to this frame, which has none. It is given one
 * end of a channel, and whatever else is posted to this window is no answer.
 */
class Around {
  #session = "";
  #port;
  #last = 0;
  /** @type {Map<number, {resolve: (value: any) => void, reject: (fault: Fault) => void}>} */
  #open = new Map();

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data: { id, value, error } }) => {
      const asked = this.#open.get(id);
      this.#open.delete(id);
      if (error) asked?.reject(error);
      else asked?.resolve(value);
    };
    // This frame lies beside the page around it, so that its address tells the origin.
    parent.postMessage({ embedsign: "platform" }, location.origin, [port2]);
  }

  async open() {
    const url = decodeURIComponent(location.hash.slice(1));
    ({ session: this.#session } = await this.#send({ op: "open", url }));
  }

  /** @param {string} question @param {object} body */
  ask(question, body = {}) {
    return this.#send({ op: "frame", session: this.#session, question, body });
  }

  /** @param {object} request @returns {Promise<any>} */
  #send(request) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.#port.postMessage({ id, request });
    });
  }
}
