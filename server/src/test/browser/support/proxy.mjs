// SPDX-License-Identifier: Apache-2.0
/**
 * Stands between a browser and the server and spoils some of the answers. (A browser's own interception of
 * requests now and then leaves a worker's imports hanging.)
 */

import { createServer } from 'node:http';

/**
 * @param answer for a path and the request's range gives {status, body, headers}, or 'break' to break the
 *     connection, or nothing to leave the answer to the server; or a promise of that
 * @param change may change the headers of the server's answer to a path
 * @return {url, stop}
 */
export async function startProxy(target, answer, change = () => {}) {
  const proxy = createServer(async (request, response) => {
    const own = await answer(request.url, request.headers.range);
    if (own === 'break') {
      request.socket.destroy();
    } else if (own) {
      response.writeHead(own.status, { 'content-length': Buffer.byteLength(own.body), ...own.headers });
      response.end(own.body);
    } else {
      // The server, or who asked, may go away in the middle.
      await pass(new URL(request.url, target), request, response, change).catch(() => request.socket.destroy());
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

async function pass(url, { method, headers: { range } }, response, change) {
  const original = await fetch(url, { method, headers: range ? { range } : {} });
  const headers = Object.fromEntries(original.headers);
  // fetch has undone the compression.
  if (headers['content-encoding'] || method !== 'HEAD') {
    delete headers['content-length'];
  }
  delete headers['content-encoding'];
  change(url.pathname, headers);
  response.writeHead(original.status, headers);
  response.end(Buffer.from(await original.arrayBuffer()));
}
