// The line at the foot of the page that says what just happened.

import { byId } from "./dom.js";

const LINGER = 4000; // milliseconds; long enough to read twice

let leave = 0;

/** Says it to eyes and, as a polite live region, to ears. @param {string} text */
export function say(text) {
  const line = byId("status");
  line.textContent = text;
  clearTimeout(leave);
  leave = setTimeout(() => (line.textContent = ""), LINGER);
}
