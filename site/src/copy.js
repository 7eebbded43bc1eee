// Buttons that copy. What they copy is on the page, under the id in data-copy.

import { byId } from "./dom.js";
import { say } from "./status.js";

export function enableCopying() {
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-copy]");
    if (button) copy(button, byId(button.getAttribute("data-copy") ?? ""));
  });
}

/** @param {Element} button @param {HTMLElement} source */
async function copy(button, source) {
  const what = button.getAttribute("data-what") ?? "Text";
  try {
    await navigator.clipboard.writeText(/** @type {any} */ (source).value ?? source.textContent);
    say(`${what} copied.`);
    tick(button);
  } catch {
    // Without a secure context, or without leave, the reader has to copy.
    select(source);
    say(`${what} selected. Copy it with Ctrl+C or ⌘C.`);
  }
}

/**
 * Says it beside the button too: in a frame that is as high as the page, the line
 * at its foot is out of sight.
 * @param {Element} button
 */
function tick(button) {
  for (const ticked of document.querySelectorAll("[data-copied]")) ticked.removeAttribute("data-copied");
  button.setAttribute("data-copied", "");
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
