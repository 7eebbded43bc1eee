// Build and Check are two faces of one page. Which one is shown is the fragment
// of the address, and nothing else ever is: no value of a form goes there.

import { byId } from "./dom.js";

/** Follows the address, now and whenever it changes. */
export function followAddress() {
  addEventListener("hashchange", show);
  show();
}

/** @param {string} intent such as "check" */
export function go(intent) {
  location.hash = intent;
  show(); // before the event, so that what comes next finds it visible
}

function show() {
  const links = [...document.querySelectorAll("[data-intent]")];
  const wanted = links.find((link) => link.getAttribute("href") === location.hash) ?? links[0];
  for (const link of links) {
    const current = link === wanted;
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    byId(link.getAttribute("data-intent") ?? "").hidden = !current;
  }
  document.title = `${wanted.textContent?.trim()} · embedsign`;
}
