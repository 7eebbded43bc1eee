// Where signer.wasm comes from: from beside the page. The offline file has
// module-offline.js in place of this one.

const MODULE = new URL("signer.wasm", import.meta.url);

/**
 * Fetches the module.
 * @param {RequestCache} cache
 * @param {(received: number, total: number | null) => void} progress the total
 *   is null where the transfer is compressed and its length says nothing
 * @returns {Promise<Response>} ready for streaming compilation
 * @throws {Error} if the server has none
 */
export async function fetchModule(cache, progress) {
  const response = await fetch(MODULE, { cache });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return counted(response, progress);
}

/**
 * The response again, telling how much of it has arrived, and with the content
 * type that streaming compilation asks for and simple static hosts do not send.
 * @param {Response} response
 * @param {(received: number, total: number | null) => void} progress
 */
function counted(response, progress) {
  const compressed = response.headers.has("Content-Encoding");
  const total = compressed ? null : Number(response.headers.get("Content-Length")) || null;
  let received = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      progress((received += chunk.length), total);
      controller.enqueue(chunk);
    },
  });
  const body = response.body?.pipeThrough(counter);
  return new Response(body, { headers: { "Content-Type": "application/wasm" } });
}
