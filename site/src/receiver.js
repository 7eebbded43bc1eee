// A receiver of signed URLs to play with. It has a clock that stands still until
// it is moved, and a ledger of the nonces that were used; both are in memory
// only. What becomes of a URL is for the signer to say.

import { now } from "./time.js";

/** @typedef {import("./engine.js").Engine} Engine */

/** @typedef {{client_id: string, nonce: string, at: number}} Use when a URL was let in */

/** @typedef {Record<string, unknown> & {url: string}} Question what the signer is asked about a URL */

export class Receiver {
  /** Unix seconds. */
  clock = now();
  /** @type {Use[]} */
  ledger = [];
  #secret = "";
  #clientID = "";

  /** @param {Engine} engine */
  constructor(engine) {
    this.engine = engine;
  }

  /**
   * Makes it the receiver of a URL: it knows that client ID and no other.
   * @param {string} clientID
   * @param {string} secret empty where it is not known
   */
  know(clientID, secret) {
    this.#clientID = clientID;
    this.#secret = secret;
  }

  /** @param {string} url @returns {Question} */
  question(url) {
    const used = this.ledger.filter(({ client_id }) => client_id === this.#clientID);
    const secret = this.#secret ? { secret: this.#secret } : {};
    return { url, ...secret, client_id: this.#clientID, now: this.clock, leeway: 0, used_nonces: used.map(({ nonce }) => nonce), skip_causes: true };
  }

  /** What it would say about a URL now. @param {string} url */
  ask(url) {
    return this.engine.signer.ask("inspect", this.question(url));
  }

  /** Opens a URL: if it is let in, its nonce is used from now on. @param {string} url */
  open(url) {
    const found = this.ask(url);
    const { client_id, nonce, verdict } = found;
    if (verdict.accepted) this.ledger = [...this.ledger, { client_id, nonce, at: this.clock }];
    return found;
  }

  forget() {
    this.ledger = [];
  }
}
