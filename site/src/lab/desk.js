// How the lab asks: a server, or the platform that runs in this page as WebAssembly.

import { Signer } from "../signer.js";
import { loadFile } from "../wasmfile.js";

/** @typedef {import("../workbook/door.js").Fault} Fault */

/**
 * @typedef {object} Desk
 * @property {boolean} ready whether anything can be asked
 * @property {boolean} local whether the platform runs in this page
 * @property {boolean} changed whether something was changed that a reload would lose
 * @property {() => Promise<void>} load
 * @property {(question: string, body?: object) => Promise<any>} ask throws a Fault
 * @property {(token: string) => Promise<void>} enter lets an administrator in
 * @property {(request: any) => any} relay answers a frame: {value} or {error}
 */

/** @param {boolean} server @returns {Desk} */
export const deskOf = (server) => (server ? new Server() : new Module());

/** What changes nothing that anybody would miss. */
const READS = ["people", "sign", "walk", "organisation", "parent"];

class Server {
  ready = true;
  local = false;
  changed = false;

  async load() {}

  /** @param {string} question @param {object} body */
  ask(question, body = {}) {
    return post(`ask/${question}`, body);
  }

  /** @param {string} token */
  async enter(token) {
    await post("session", { token });
  }

  relay() {
    throw new Error("frames ask the platform themselves");
  }
}

/** @param {string} path @param {object} body */
async function post(path, body) {
  const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), cache: "no-store" }).catch(() => {
    throw { code: "unreachable", detail: "The server does not answer. Is it still running?" };
  });
  const isJSON = response.headers.get("Content-Type")?.includes("json");
  if (!isJSON) throw { code: "no_server", detail: "There is no server behind this page. It needs cmd/serve; lab.html works without one." };
  const answer = await response.json();
  if (!response.ok) throw answer;
  return answer;
}

/** Whoever has the page has the platform in it, so nobody has to be let in. */
class Module {
  ready = false;
  local = true;
  changed = false;
  #module = new Signer((progress, cache) => loadFile(new URL("lab.wasm", import.meta.url), progress, cache));

  async load() {
    await this.#module.load(() => {}, "default");
    this.ready = true;
  }

  /** @param {string} question @param {object} body */
  async ask(question, body = {}) {
    const { value, error } = this.#module.exchange({ op: "console", question, body });
    if (error) throw error;
    this.changed ||= !READS.includes(question);
    return value;
  }

  async enter() {}

  /** A frame may open its URL and ask as itself; nothing else of the request is passed on. */
  relay({ op, url, session, question, body } = /** @type {any} */ ({})) {
    if (op === "open") return this.#module.exchange({ op, url: String(url) });
    return this.#module.exchange({ op: "frame", session: String(session), question: String(question), body });
  }
}
