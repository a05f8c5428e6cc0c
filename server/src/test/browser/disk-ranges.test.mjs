// SPDX-License-Identifier: Apache-2.0
/** Raw disks on servers of all kinds, read by HTTP ranges. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { startChromium } from './support/browser.mjs';
import { DiskImages } from './support/disk-images.mjs';
import { Guest } from './support/guest.mjs';
import { startProxy } from './support/proxy.mjs';
import { startServer } from './support/server.mjs';

let images;
let server;
let browser;
let disk;
before(async () => {
  images = new DiskImages(16, 2);
  disk = readFileSync(images.path('disk.img'));
  server = await startServer('--images', images.folder);
  browser = await startChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  images?.remove();
});

/** Opens the machine with the raw disk behind a proxy; see support/proxy.mjs. */
async function open(t, answer, change) {
  const proxy = await startProxy(server.url,
    (path, range) => (path.endsWith('/disk.img') ? answer(range) : undefined), change);
  const guest = await Guest.open(browser, new URL('?image=raw', proxy.url).href);
  t.after(async () => {
    await guest.close();
    proxy.stop();
  });
  return guest;
}

async function assertReads(guest) {
  await guest.untilShell();
  assert.equal(await guest.run('mount -o ro /dev/vda /mnt; md5sum < /mnt/file1'), `${images.sums.file1}  -`);
}

test('a server that knows no ranges serves a disk all the same', async (t) => {
  const guest = await open(t, () => ({ status: 200, body: disk }));
  await assertReads(guest);
});

test('a server that does not tell the size with its ranges is asked for it', async (t) => {
  const guest = await open(t, () => undefined, (path, headers) => { delete headers['content-range']; });
  await assertReads(guest);
});

test('answers that are not the part that was asked for are refused, and no machine is made', async (t) => {
  const part = disk.subarray(0, 65536);
  for (const headers of [
    { 'content-range': `bytes 512-66047/${disk.length}` },
    { 'content-type': 'multipart/byteranges; boundary=x' },
  ]) {
    const guest = await open(t, () => ({ status: 206, body: part, headers }));
    await guest.untilState('failed');
    assert.match(await guest.notice(), /can’t be read: the server answered with another part/);
  }
});

test('a disk of no bytes is refused as empty', async (t) => {
  const headers = { 'content-range': 'bytes */0' };
  const guest = await open(t, () => ({ status: 416, body: '', headers }));
  await guest.untilState('failed');
  assert.match(await guest.notice(), /can’t be read: the disk image on the server is empty/);
});

test('a compressed disk whose name does not say so is refused with its packing', async (t) => {
  const compressed = Buffer.from(disk);
  compressed.writeUInt16BE(0x1f8b, 0);
  const guest = await open(t, () => ({ status: 200, body: compressed }));
  await guest.untilState('failed');
  assert.match(await guest.notice(),
    /can’t be used: it is compressed with gzip; only what has a name that ends in/);
});

test('a web page in place of a disk is told, whatever its size', async (t) => {
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  const guest = await open(t, () => ({ status: 200, body: Buffer.alloc(1024, 'not found '), headers }));
  await guest.untilState('failed');
  assert.match(await guest.notice(), /can’t be read: the server answered with a web page/);
});

for (const [what, spoil] of [
  ['has become shorter', () => ({ status: 416, body: '' })],
  ['was replaced', (range) => {
    const [, start, end] = /(\d+)-(\d+)/.exec(range).map(Number);
    return { status: 206, body: disk.subarray(start, end + 1),
      headers: { 'content-range': `bytes ${start}-${end}/${disk.length + 512}` } };
  }],
]) {
  test(`a disk that ${what} stops the machine with a word, and no error reaches the guest`, async (t) => {
    let spoilt = false;
    const guest = await open(t, (range) => (spoilt ? spoil(range) : undefined));
    await guest.untilShell();
    await guest.run('mount -o ro /dev/vda /mnt');
    spoilt = true;
    const reading = guest.run('md5sum < /mnt/file1; dmesg | grep -c error');
    await guest.until(() => /shorter than it says|replaced by another/
      .test(document.getElementById('disk-notice').textContent));
    spoilt = false;
    assert.equal(await reading, `${images.sums.file1}  -\n0`);
  });
}
