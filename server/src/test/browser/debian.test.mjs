// SPDX-License-Identifier: Apache-2.0
/** The Debian that is shipped, from its packed disk. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { startChromium } from './support/browser.mjs';
import { Guest } from './support/guest.mjs';
import { startProxy } from './support/proxy.mjs';
import { startServer } from './support/server.mjs';

const DISK = new URL('../../../../kernels/images/debian.packed', import.meta.url);
const MAX_REQUESTS_TO_PROMPT = 40;
/** What a boot reads until then has 4.2 MB. */
const MAX_BYTES_TO_PROMPT = 5.4e6;

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
  const ranges = [];
  const proxy = await startProxy(server.url, (path, range) => {
    if (path.endsWith('.packed')) {
      ranges.push(/(\d+)-(\d+)/.exec(range).slice(1).map(Number));
    }
  });
  const guest = await Guest.open(browser, new URL('?image=debian', proxy.url).href);
  t.after(async () => {
    await guest.close();
    proxy.stop();
  });
  await guest.untilShell();
  assertFrugal(ranges);
  assert.match(await guest.run('cat /etc/debian_version'), /^13\./);
  assert.equal(await guest.run("dpkg-query -W -f '${Status}' bash"), 'install ok installed');
  assert.equal(await guest.run('apt-get --version | head -c 3'), 'apt');
  assert.equal(await guest.run('echo mine > /etc/mine; cat /etc/mine; tty'), 'mine\n/dev/ttyS0');
  await guest.picture('debian');
  await guest.send('poweroff\r');
  await guest.untilState('off');
  guest.assertQuiet();
});

test('a second visit has what the first one fetched of the disk', async (t) => {
  let asked = [];
  const withoutBrowsersCache = (path, headers) => { headers['cache-control'] = 'no-store'; };
  const proxy = await startProxy(server.url, (path, range) => {
    asked.push(...path.endsWith('.packed') ? [range] : []);
  }, withoutBrowsersCache);
  const url = new URL('?image=debian', proxy.url).href;
  t.after(() => proxy.stop());
  const visit = async (seconds) => {
    asked = [];
    const guest = await Guest.open(browser, url, undefined, { shared: true });
    await guest.untilShell();
    await guest.run(`sleep ${seconds}`);
    await guest.close();
    return asked;
  };
  assert.ok((await visit(5)).length > 2);
  assert.deepEqual(await visit(0), ['bytes=0-65535'], 'the index is looked at');
});

/** Few requests, and of what is read ahead little that a boot does not read. */
function assertFrugal(ranges) {
  assert.ok(ranges.length > 0 && ranges.length <= MAX_REQUESTS_TO_PROMPT, `${ranges.length} requests`);
  const bytes = ranges.reduce((sum, [first, last]) => sum + last + 1 - first, 0);
  assert.ok(bytes <= MAX_BYTES_TO_PROMPT, `${bytes} bytes`);
  const tracedEnd = endOfTrace(readFileSync(DISK));
  assert.deepEqual(ranges.filter(([, last]) => last >= tracedEnd), []);
}

/** Where what a boot reads ends in a packed image; see docs/disk-format.md. */
function endOfTrace(image) {
  const [chunkBytes, stored, traced] = [12, 24, 28].map((offset) => image.readUInt32LE(offset));
  const entries = 96 + 4 * Math.ceil(Number(image.readBigUInt64LE(16)) / chunkBytes);
  let end = entries + 36 * stored;
  for (let chunk = 0; chunk < traced; chunk++) {
    end += image.readUInt32LE(entries + 36 * chunk);
  }
  return end;
}
