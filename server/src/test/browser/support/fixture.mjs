// SPDX-License-Identifier: Apache-2.0
/** A server and a browser for the tests of one file. */

import { after, before } from 'node:test';
import { Guest } from './guest.mjs';
import { startServer } from './server.mjs';

/**
 * @param args more arguments for the server
 * @return open(query, ...) for a page of this server in that browser; url() of the server
 */
export function serverAndBrowser(startBrowser, args = []) {
  let server;
  let browser;
  before(async () => {
    server = await startServer(...args);
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  return {
    open: (query = '', ...more) => Guest.open(browser, new URL(query, server.url).href, ...more),
    url: () => server.url,
  };
}
