// The URL that is attacked: where it comes from, and how long it is good.

import { byId } from "./dom.js";
import { Refusal } from "./signer.js";
import { now } from "./time.js";

/** @typedef {import("./signer.js").Signer} Signer */

/** @typedef {"build" | "check"} Place */

/**
 * Where a URL comes from: the forms hold all that there is to know. Lacking says
 * why there is none.
 * @type {Record<Place, () => {url: string, secret: string, lacking: string, about: string}>}
 */
const places = {
  build: () => ({
    url: byId("url").textContent,
    secret: byId("f-secret").value,
    lacking: byId("build-form").hasAttribute("data-stale") ? "Build has no URL that is up to date." : "",
    about: "It is the URL of Build; a new one there is taken over here.",
  }),
  check: () => {
    const [url, secret] = [byId("c-url").value.trim(), byId("c-secret").value];
    const about = secret ? "" : " No secret was given there, so its signature cannot be checked.";
    return { url, secret, lacking: url ? "" : "There is no URL in Check yet.", about: `It is the URL of Check.${about}` };
  },
};

/** What a place holds. @param {Place} place */
export function held(place) {
  return places[place]();
}

export class Target {
  /** Whether it was accepted before any attack. */
  accepted = false;

  /**
   * @param {string} url
   * @param {number} time of the URL in Unix seconds; 0 where it has none
   * @param {number} life seconds from then on until it is refused; 0 where that cannot be said
   */
  constructor(url = "", time = 0, life = 0) {
    this.url = url;
    this.time = time || now();
    this.life = life;
  }

  /** A time at which the URL is good, as near to this one as can be. @param {number} clock */
  goodTime(clock) {
    return this.life ? Math.min(Math.max(clock, this.time), this.lastSecond) : clock;
  }

  get lastSecond() {
    return this.time + this.life - 1;
  }
}

/** How long a URL is good, by what the attack that waits has to wait. @param {Signer} signer @param {string} url */
export function lifeOf(signer, url) {
  try {
    return signer.ask("break", { url, attack: "wait" }).wait;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return 0;
  }
}
