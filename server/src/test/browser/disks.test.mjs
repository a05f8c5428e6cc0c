// SPDX-License-Identifier: Apache-2.0
/** Disks on the server, of which what is read is fetched. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startChromium } from './support/browser.mjs';
import { DiskImages } from './support/disk-images.mjs';
import { Guest } from './support/guest.mjs';
import { startProxy } from './support/proxy.mjs';
import { startServer } from './support/server.mjs';

let images;
let server;
let browser;
before(async () => {
  images = new DiskImages();
  server = await startServer('--images', images.folder);
  browser = await startChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  images?.remove();
});

/** Opens a machine behind a proxy; see support/proxy.mjs. */
async function openBehindProxy(t, query, answer) {
  const proxy = await startProxy(server.url, answer);
  const guest = await Guest.open(browser, new URL(query, proxy.url).href);
  t.after(async () => {
    await guest.close();
    proxy.stop();
  });
  await guest.untilShell();
  return guest;
}

async function assertFiles(guest, names, folder = '/mnt') {
  for (const name of names) {
    assert.equal(await guest.run(`md5sum < ${folder}/${name}`), `${images.sums[name]}  -`);
  }
}

const isDisk = (path) => /\/disk\.(packed|img)$/.test(path);

test('a packed disk is read, in part, and can be written', async (t) => {
  let requests = 0;
  const guest = await openBehindProxy(t, '?image=packed', (path) => {
    requests += isDisk(path) ? 1 : 0;
  });
  await guest.run('mount /dev/vda /mnt');
  await assertFiles(guest, ['file3']);
  assert.ok(requests < 20, `${requests} requests`);
  assert.equal(await guest.run('cp /mnt/file3 /mnt/copy; sync; echo 3 > /proc/sys/vm/drop_caches; '
    + 'umount /mnt; mount /dev/vda /mnt; md5sum < /mnt/copy'), `${images.sums.file3}  -`);
  await assertFiles(guest, Object.keys(images.sums));
  guest.assertQuiet();
});

test('a raw disk is read by ranges, read only, beside a blank one', async (t) => {
  const guest = await openBehindProxy(t, '?image=raw', () => {});
  await guest.run('mount -o ro /dev/vda /mnt');
  await assertFiles(guest, ['file0', 'file11']);
  assert.equal(await guest.run('cat /sys/block/vda/ro /sys/block/vdb/ro; blockdev --getsize64 /dev/vdb'),
    '1\n0\n16777216');
  assert.equal(await guest.run('dd if=/dev/urandom of=/dev/vdb bs=64k count=9 2> /dev/null; '
    + 'dd if=/dev/vdb bs=64k count=256 2> /dev/null | wc -c'), '16777216');
});

test('a lost connection pauses the machine with a word, and it goes on when it is back', async (t) => {
  let lost = false;
  const guest = await openBehindProxy(t, '?image=packed', (path) => lost && isDisk(path) && 'break');
  await guest.run('mount /dev/vda /mnt');
  lost = true;
  const reading = guest.run('md5sum < /mnt/file7; dmesg | grep -c error');
  await guest.until(() => !document.getElementById('disk-notice').hidden);
  assert.match(await guest.page.$eval('#disk-notice', (bubble) => bubble.textContent),
    /waits for its disk: the connection is lost\. It goes on by itself/);
  await guest.picture('disk-lost');
  const { virtualSeconds } = await guest.counters();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal((await guest.counters()).virtualSeconds, virtualSeconds);
  lost = false;
  assert.equal(await reading, `${images.sums.file7}  -\n0`);
  assert.equal(await guest.page.$eval('#disk-notice', (bubble) => bubble.hidden), true);
});

test('what arrives damaged is fetched again and never reaches the guest', async (t) => {
  let damaged = 3;
  const guest = await openBehindProxy(t, '?image=packed', (path) =>
    isDisk(path) && requestsAfterOpening++ > 0 && damaged-- > 0
      && { status: 206, body: Buffer.alloc(1 << 20, damaged) });
  await guest.run('mount /dev/vda /mnt');
  await assertFiles(guest, ['file5']);
  assert.ok(damaged <= 0);
});
let requestsAfterOpening = 0;

test('a disk that can not be opened is told, and no machine is made', async () => {
  for (const [status, body, message] of [
    [404, '', /Test disk can’t be read: the server answered 404/],
    [206, 'BOOTDISK' + '\xff'.repeat(100), /Test disk can’t be used: it has version/],
    [206, 'x'.repeat(511), /Test disk can’t be used/],
  ]) {
    const proxy = await startProxy(server.url, (path) =>
      isDisk(path) && { status, body: Buffer.from(body, 'latin1') });
    const guest = await Guest.open(browser, new URL('?image=packed', proxy.url).href);
    await guest.untilState('failed');
    assert.match(await guest.notice(), message);
    await guest.close();
    proxy.stop();
  }
});
