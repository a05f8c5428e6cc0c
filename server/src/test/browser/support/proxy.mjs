// SPDX-License-Identifier: Apache-2.0
/**
 * Stands between a browser and the server and spoils some of the answers. (A browser's own interception of
 * requests now and then leaves a worker's imports hanging.)
 */

import { createServer } from 'node:http';

/**
 * @param answer for a path gives {status, body}, or 'break' to break the connection, or nothing to leave the
 *     answer to the server
 * @return {url, stop}
 */
export async function startProxy(target, answer) {
  const proxy = createServer(async (request, response) => {
    const own = answer(request.url);
    if (own === 'break') {
      request.socket.destroy();
    } else if (own) {
      response.writeHead(own.status, { 'content-length': Buffer.byteLength(own.body) });
      response.end(own.body);
    } else {
      await pass(new URL(request.url, target), request.headers.range, response);
    }
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${proxy.address().port}/`,
    stop() {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}

async function pass(url, range, response) {
  const original = await fetch(url, range ? { headers: { range } } : {});
  const headers = Object.fromEntries(original.headers);
  // fetch has undone the compression.
  delete headers['content-encoding'];
  delete headers['content-length'];
  response.writeHead(original.status, headers);
  response.end(Buffer.from(await original.arrayBuffer()));
}
