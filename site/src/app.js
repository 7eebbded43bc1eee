// The page: one signer, its intents, and what carries values between them.

import { Break } from "./break.js";
import { Build } from "./build.js";
import { Check } from "./check.js";
import { Code, leadTo } from "./code.js";
import { enableCopying } from "./copy.js";
import { byId } from "./dom.js";
import { Engine } from "./engine.js";
import { Frame } from "./frame.js";
import { current, followAddress, go, spend } from "./intents.js";
import { Migrate } from "./migrate.js";
import { watch } from "./secrets.js";
import { pause } from "./time.js";

export const engine = new Engine();

const build = new Build(engine, toCheck);

const check = new Check(engine, (found) => {
  build.open(found);
  edit();
  go("build");
  byId("build-verdict").focus();
});

await pause(); // a slow processor lets the reader in

const code = new Code(engine, "build-code", () => build.request());
const migrate = new Migrate(engine, () => build.request(), toCheck);
build.changed = () => (code.update(), migrate.update());

const breaking = new Break(engine);

const frame = new Frame();

/** @param {string} url @param {string} secret empty where it is not to go along */
function toCheck(url, secret) {
  check.open(url, secret);
  go("check");
  byId("verdict").focus();
}

/** The preset that the address asks for; only the signer knows what is in it. */
let wanted = "";

/** Whether the reader has changed the form since the page was loaded. */
let edited = false;

/** @param {import("./address.js").Address} address */
function arrive({ preset, share }) {
  // Going back to a form that was opened once must not undo what was typed since.
  if (!(edited && history.state?.opened)) openForm(preset, share);
  if (share || preset) history.replaceState({ opened: true }, "");
  engine.run(() => migrate.update()); // it has nothing to do while it is hidden
  frame.show(current());
  enter();
}

/** @param {string} preset @param {import("./address.js").Link | null} share */
function openForm(preset, share) {
  if (share) build.openLink(share);
  wanted = share ? "" : preset;
  if (engine.reference) build.usePreset(wanted);
}

/** The address no longer tells what is in the form. */
function edit() {
  edited = true;
  spend();
}

/** Break takes over what Build holds only when it is looked at. */
function enter() {
  if (current() === "break") breaking.enter();
}

/** What the signer shows first, the most wanted at the head. */
const first = [
  () => build.start(),
  () => build.rehearse(),
  () => build.update(),
  () => build.usePreset(wanted),
  () => breaking.start(),
  enter,
  () => frame.ready(),
  () => check.update(),
];

// A verdict that was calm must not stay so beside the warning.
watch(() => engine.run(() => build.update()));
enableCopying();
leadTo(byId("to-code"), "build-code");
build.edited = edit;
followAddress(arrive);
byId("retry").addEventListener("click", () => engine.load(first, "reload"));
engine.load(first);
