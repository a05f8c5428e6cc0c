// SPDX-License-Identifier: Apache-2.0
/** The Debian that is shipped, from its packed disk. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startChromium } from './support/browser.mjs';
import { Guest } from './support/guest.mjs';
import { startProxy } from './support/proxy.mjs';
import { startServer } from './support/server.mjs';

const MAX_REQUESTS_TO_PROMPT = 40;

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await startChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('Debian boots from its disk in few requests, can be changed, and powers off', async (t) => {
  let requests = 0;
  const proxy = await startProxy(server.url, (path) => {
    requests += path.endsWith('.packed') ? 1 : 0;
  });
  const guest = await Guest.open(browser, new URL('?image=debian', proxy.url).href);
  t.after(async () => {
    await guest.close();
    proxy.stop();
  });
  await guest.untilShell();
  assert.ok(requests > 0 && requests <= MAX_REQUESTS_TO_PROMPT, `${requests} requests`);
  assert.match(await guest.run('cat /etc/debian_version'), /^13\./);
  assert.equal(await guest.run("dpkg-query -W -f '${Status}' bash"), 'install ok installed');
  assert.equal(await guest.run('apt-get --version | head -c 3'), 'apt');
  assert.equal(await guest.run('echo mine > /etc/mine; cat /etc/mine; tty'), 'mine\n/dev/ttyS0');
  await guest.picture('debian');
  await guest.send('poweroff\r');
  await guest.untilState('off');
  guest.assertQuiet();
});
