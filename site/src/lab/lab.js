// The lab: your application's page and the administration of the platform, and the
// guided walk beside both.

import { Administration } from "./administration.js";
import { Application } from "./application.js";
import { deskOf } from "./desk.js";
import { Walk } from "./walk.js";
import { byId, write } from "../dom.js";

const desk = deskOf(document.body.dataset.door === "server");
const walk = new Walk(desk);
const application = new Application(desk, report, () => walk.look());
const administration = new Administration(desk, attempt);

/** @param {"ok" | "warning" | "error" | "busy"} status @param {string} text */
function report(status, text) {
  byId("status").dataset.status = status;
  write(byId("status"), text);
}

/**
 * Does something, and says what came of it.
 * @param {() => Promise<string | void>} action
 * @returns {Promise<boolean>} whether it was done
 */
async function attempt(action) {
  try {
    const text = await action();
    if (text) report("ok", text);
    walk.look();
    return true;
  } catch (fault) {
    const { code, detail = String(fault), parameter } = /** @type {any} */ (fault);
    if (code === "not_allowed") administration.askToken();
    else report("error", parameter ? `${parameter}: ${detail}` : detail);
    return false;
  }
}

/** What to do in a view, until something has happened there. */
const HINTS = { application: "Load the page as one of the three users, or follow the walk." };

/** Shows the view that a link has named, and goes there. */
function follow() {
  if (new URLSearchParams(location.hash.slice(1)).has("token")) return enterByLink();
  const heading = /** @type {HTMLElement} */ (navigate().querySelector("h2"));
  heading.tabIndex = -1;
  heading.focus();
}

/** Shows the view that the address names. */
function navigate() {
  const views = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".view")]);
  const view = views.find(({ id }) => `#${id}` === location.hash) ?? views[0];
  for (const other of views) other.hidden = other !== view;
  for (const link of document.querySelectorAll(".tabs a")) {
    if (link.getAttribute("href") === `#${view.id}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  byId("login").hidden = true;
  administration.leave();
  report("ok", HINTS[/** @type {keyof HINTS} */ (view.id)] ?? "");
  if (view.id === "application") attempt(() => application.refresh());
  else if (desk.ready) attempt(() => administration.show(view));
  return view;
}

/** Goes to a view without a step in the history. @param {string} view */
function go(view) {
  history.replaceState(null, "", `#${view}`);
  navigate();
}

/** A link with the token lets in, and forgets it: it stays in no history. */
async function enterByLink() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return void navigate();
  history.replaceState(null, "", "#credentials");
  const entered = await attempt(async () => {
    await desk.enter(token);
    navigate();
    return "You administer the platform now.";
  });
  if (!entered) navigate(); // which asks for another one
}

async function start() {
  try {
    await desk.load();
  } catch (error) {
    report("error", `The platform could not be loaded: ${/** @type {Error} */ (error).message}. Load the page again.`);
    return;
  }
  administration.entered = () => navigate();
  application.start();
  walk.start(async (example) => {
    await desk.ask("start_over", { example });
    application.clear();
    administration.forget();
    go(example ? "application" : "types");
    return example ? "The example is there again." : "The organisation is empty except for its administrator. The walk begins.";
  }, attempt);
  addEventListener("hashchange", follow);
  // All of it is in this tab. A reload asks first, once there is something to lose.
  if (desk.local) addEventListener("beforeunload", (event) => desk.changed && event.preventDefault());
  await enterByLink();
}

start();
