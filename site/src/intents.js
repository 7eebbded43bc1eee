// Build, Check and the others are faces of one page. Which one is shown is the
// fragment of the address; address.js says what else may stand there.

import { attribute, byId } from "./dom.js";
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
  location.hash = `${intent}${themed()}`;
  show(readAddress(intent)); // before the event, so that what comes next finds it visible
}

/** @returns {string} the intent that is shown */
export function current() {
  return links().find((link) => link.matches("[aria-current]"))?.dataset.intent ?? "";
}

/**
 * Takes a form out of the address, because the page no longer shows that form.
 * Otherwise going back, or loading again, would put it over what was typed since.
 */
export function spend() {
  const { preset, share } = readAddress(location.hash);
  if (preset || share) history.replaceState(null, "", `#${current()}${themed()}`);
}

/** The theme that was asked for, as words of an address. */
function themed() {
  const { theme } = document.documentElement.dataset;
  return theme ? `&theme=${theme}` : "";
}

/** @returns {HTMLAnchorElement[]} */
function links() {
  return [...document.querySelectorAll("[data-intent]")].map((link) => /** @type {HTMLAnchorElement} */ (link));
}

/** @param {Address} address an intent that this page does not have counts as none */
function show({ intent, theme }) {
  // A theme that was chosen stays while the reader goes from intent to intent.
  if (theme) document.documentElement.dataset.theme = theme;
  const all = links();
  const wanted = all.find((link) => link.dataset.intent === intent) ?? all[0];
  for (const link of all) {
    const current = link === wanted;
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    attribute(link, "href", `#${link.dataset.intent}${themed()}`);
    byId(`${link.dataset.intent}-intent`).hidden = !current;
  }
  document.title = `${wanted.textContent?.trim()} · embedsign`;
}
