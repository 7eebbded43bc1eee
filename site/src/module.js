// Where signer.wasm comes from: from beside the page. The offline file has
// module-offline.js in place of this one.

import { loadFile } from "./wasmfile.js";

const MODULE = new URL("signer.wasm", import.meta.url);

/**
 * @param {(received: number, total: number | null) => void} progress
 * @param {RequestCache} cache
 */
export const loadModule = (progress, cache) => loadFile(MODULE, progress, cache);
