// The page: one signer, two intents, and what carries values between them.

import { Build } from "./build.js";
import { Check } from "./check.js";
import { enableCopying } from "./copy.js";
import { byId } from "./dom.js";
import { Engine } from "./engine.js";
import { followAddress, go } from "./intents.js";
import { watch } from "./secrets.js";

export const engine = new Engine();

const build = new Build(engine, (url, secret) => {
  check.open(url, secret);
  go("check");
  byId("verdict").focus();
});

const check = new Check(engine, (found) => {
  build.open(found);
  go("build");
  byId("build-verdict").focus();
});

/** @param {RequestCache} [cache] */
async function start(cache) {
  if (!(await engine.load(cache))) return;
  build.start();
  engine.run(() => check.update());
}

// A verdict that was calm must not stay so beside the warning.
watch(() => engine.run(() => build.update()));
enableCopying();
followAddress();
byId("retry").addEventListener("click", () => start("reload"));
start();
