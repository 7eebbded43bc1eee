// Where signer.wasm comes from in the offline file: out of the file itself,
// compressed with gzip and written in base64. Nothing is fetched, not even a
// data URL: the policy of that file forbids every connection.

import { byId } from "./dom.js";

/** @returns {Promise<WebAssembly.Module>} */
export async function loadModule() {
  const packed = Uint8Array.from(atob(byId("signer-wasm").textContent), (character) => character.charCodeAt(0));
  const body = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(body).arrayBuffer());
}
