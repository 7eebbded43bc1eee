// The parent application: asks its own server for a signed URL and gives it to
// a frame. It holds no secret and signs nothing.

import { listPairs, pairsOf } from "./pairs.js";

/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id);

/** The URL that the frame was given last. */
let url = "";
/** Ends a request that a later choice has overtaken. */
let latest = new AbortController();

/** @returns {HTMLInputElement} */
const chosen = () => /** @type {any} */ (document.querySelector("input[name=user]:checked"));
const nameOf = (/** @type {HTMLInputElement} */ user) => user.parentElement?.querySelector("b")?.textContent ?? user.value;

/** @param {"busy" | "ok" | "error" | "warning"} status @param {string} text */
function report(status, text) {
  byId("state").dataset.status = status;
  byId("state").textContent = text;
}

/** Asks for a URL for the person who is chosen, and loads it. */
async function renew() {
  const user = chosen();
  latest.abort();
  latest = new AbortController();
  byId("asked").textContent = user.value;
  report("busy", `Asking the server for a URL for ${nameOf(user)}.`);
  try {
    show(await ask(user.value, latest.signal));
    load(`Embed for ${nameOf(user)}`, "ok", `The frame was given a new URL for ${nameOf(user)}, and has loaded it.`);
  } catch (error) {
    if (/** @type {Error} */ (error).name !== "AbortError") report("error", /** @type {Error} */ (error).message);
  }
}

/**
 * @param {string} user @param {AbortSignal} signal @returns {Promise<string>}
 * @throws {Error} with a sentence for the reader
 */
async function ask(user, signal) {
  const response = await fetch(`../api/embed-url?user=${encodeURIComponent(user)}`, { signal, cache: "no-store" })
    .catch((error) => {
      if (error.name === "AbortError") throw error;
      throw new Error("The server does not answer. Is it still running? Then press New URL.");
    });
  const type = response.headers.get("Content-Type") ?? "";
  if (!type.includes("json")) throw new Error("There is no signing API behind this page. It needs cmd/serve; a static host cannot sign.");
  const answer = await response.json();
  if (!response.ok) throw new Error(`The server refuses: ${answer.detail}`);
  return answer.url;
}

/** @param {string} next */
function show(next) {
  listPairs(byId("pairs"), byId("pair"), pairsOf(next), url === "" ? [] : pairsOf(url));
  url = next;
  byId("url").textContent = url;
  byId("repeat").disabled = byId("copy").disabled = false;
}

/**
 * Gives the URL to a new frame in place of the old one. A new address in the old
 * frame would be a step in the history, and Back would load a used URL.
 * @param {string} title
 * @param {"ok" | "warning"} status of the line that is shown once it has loaded
 * @param {string} text
 */
function load(title, status, text) {
  const old = byId("frame");
  const frame = old.cloneNode();
  frame.title = title;
  frame.sandbox.value = rightsFor(url);
  frame.addEventListener("load", () => report(status, text), { once: true });
  frame.src = url;
  old.replaceWith(frame);
}

/**
 * The simulated embed comes from this page's own server and needs no rights at
 * all. The real platform needs to run as itself; framed from its own origin it
 * stays as far from this page as any other site.
 * @param {string} address
 */
function rightsFor(address) {
  if (new URL(address).origin === location.origin) return "";
  return "allow-scripts allow-same-origin allow-forms allow-popups allow-downloads";
}

function repeat() {
  load(byId("frame").title, "warning", "The frame has loaded the same URL a second time. A URL opens once: look at the answer in the frame.");
}

async function copy() {
  try {
    await navigator.clipboard.writeText(url);
    report("ok", "The URL is copied. Open it in another tab: it was used already, and is refused.");
  } catch {
    getSelection()?.selectAllChildren(byId("url"));
    report("ok", "The URL is selected. Copy it with Ctrl+C or ⌘C.");
  }
}

for (const input of document.querySelectorAll("input[name=user]")) input.addEventListener("change", renew);
byId("renew").addEventListener("click", renew);
byId("repeat").addEventListener("click", repeat);
byId("copy").addEventListener("click", copy);
renew();
