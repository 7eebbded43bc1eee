// Fetches a WebAssembly module in sight of the reader, and compiles it.

import { pause } from "./time.js";

/**
 * Fetches the module and compiles it in one piece, which the browser does beside
 * the page. What it would compile while it comes in, it takes apart in the page's
 * own thread.
 * @param {URL} url
 * @param {(received: number, total: number | null) => void} progress the total
 *   is null where the transfer is compressed and its length says nothing
 * @param {RequestCache} cache
 * @returns {Promise<WebAssembly.Module>}
 * @throws {Error} if the server has none
 */
export async function loadFile(url, progress, cache) {
  const response = await fetch(url, { cache });
  if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
  const pieces = await received(response.body, totalOf(response), progress);
  // Each of these copies megabytes; a slow processor lets the reader in between.
  await pause();
  const module = joined(pieces);
  await pause();
  return WebAssembly.compile(module);
}

/** @param {Response} response */
function totalOf({ headers }) {
  return headers.has("Content-Encoding") ? null : Number(headers.get("Content-Length")) || null;
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {number | null} total
 * @param {(received: number, total: number | null) => void} progress
 */
async function received(body, total, progress) {
  const pieces = [];
  const reader = body.getReader();
  let bytes = 0;
  for (let next; !(next = await reader.read()).done; ) {
    pieces.push(next.value);
    progress((bytes += next.value.length), total);
  }
  return pieces;
}

/** @param {Uint8Array[]} pieces */
function joined(pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const piece of pieces) {
    whole.set(piece, end);
    end += piece.length;
  }
  return whole;
}
