// Buttons that copy. What they copy is on the page, under the id in data-copy.

import { byId } from "./dom.js";
import { say } from "./status.js";

export function enableCopying() {
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-copy]");
    if (button) copy(byId(button.getAttribute("data-copy") ?? ""), button.getAttribute("data-what") ?? "Text");
  });
}

/** @param {HTMLElement} source @param {string} what */
async function copy(source, what) {
  try {
    await navigator.clipboard.writeText(/** @type {any} */ (source).value ?? source.textContent);
    say(`${what} copied.`);
  } catch {
    // Without a secure context, or without leave, the reader has to copy.
    select(source);
    say(`${what} selected. Copy it with Ctrl+C or ⌘C.`);
  }
}

/** @param {HTMLElement} source */
function select(source) {
  if (source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement) {
    source.focus();
    source.select();
  } else {
    getSelection()?.selectAllChildren(source);
  }
}
