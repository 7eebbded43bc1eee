// Build, Check and the others are faces of one page. Which one is shown is the
// fragment of the address; address.js says what else may stand there.

import { byId } from "./dom.js";
import { readAddress } from "./address.js";

/** @typedef {import("./address.js").Address} Address */

/** @param {(address: Address) => void} arrived called now and whenever the address changes */
export function followAddress(arrived) {
  const follow = () => {
    const address = readAddress(location.hash);
    show(address);
    arrived(address);
  };
  addEventListener("hashchange", follow);
  follow();
}

/** @param {string} intent such as "check" */
export function go(intent) {
  location.hash = intent;
  show(readAddress(intent)); // before the event, so that what comes next finds it visible
}

/** @returns {string} the intent that is shown */
export function current() {
  return document.querySelector("[data-intent][aria-current]")?.getAttribute("href")?.slice(1) ?? "";
}

/**
 * Takes out of the address what was to be done once. Otherwise Back would do it
 * again, over what the reader has typed since.
 */
export function spend() {
  history.replaceState(null, "", `#${current()}`);
}

/** @param {Address} address an intent that this page does not have counts as none */
function show({ intent, theme }) {
  // A theme that was chosen stays while the reader goes from intent to intent.
  if (theme) document.documentElement.dataset.theme = theme;
  const links = [...document.querySelectorAll("[data-intent]")];
  const wanted = links.find((link) => link.getAttribute("href") === `#${intent}`) ?? links[0];
  for (const link of links) {
    const current = link === wanted;
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    byId(link.getAttribute("data-intent") ?? "").hidden = !current;
  }
  document.title = `${wanted.textContent?.trim()} · embedsign`;
}
