// SPDX-License-Identifier: Apache-2.0
/** Disks in files become machines that are kept in the browser. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startChromium } from './support/browser.mjs';
import { DiskImages } from './support/disk-images.mjs';
import { Guest } from './support/guest.mjs';
import { startServer } from './support/server.mjs';

let images;
let server;
let profile;
let browser;
before(async () => {
  images = new DiskImages(16, 2);
  server = await startServer('--images', images.folder);
  profile = mkdtempSync(join(tmpdir(), 'bootlink-profile-'));
  browser = await startChromium({ userDataDir: profile });
});
after(async () => {
  await browser?.close();
  await server?.stop();
  images?.remove();
  rmSync(profile, { recursive: true, force: true });
});

const open = (query, prepare) =>
  Guest.open(browser, new URL(query, server.url).href, prepare, { shared: true });

/** Chooses a file in the dialog and waits for the form that then asks for a name. */
async function choose(page, path) {
  if (!await page.page.$('#images[open]')) {
    await page.click('#choose');
  }
  const picker = await page.page.waitForSelector('.import input[type=file]');
  await picker.uploadFile(path);
  await page.page.waitForSelector('[data-part=import]:not([hidden]) button');
}

async function importByHand(page, path, image) {
  await choose(page, path);
  await page.page.select('[data-part=import] select', image);
  await page.click('[data-part=import] button');
}

async function refused(page, path, message) {
  await importByHand(page, path, 'packed');
  await page.until(() => document.querySelector('.import [role=alert]').textContent !== '');
  const told = await page.page.$eval('.import [role=alert]', ({ textContent }) => textContent);
  assert.ok(told.includes(message), told);
}

/** How many folders of machines there are, finished or not. */
const folders = (page) => page.page.evaluate(async () => {
  const root = await navigator.storage.getDirectory();
  const all = await root.getDirectoryHandle('machines', { create: true });
  let count = 0;
  for await (const name of all.keys()) {
    count += name ? 1 : 0;
  }
  return count;
});

test('a packed disk that is chosen becomes a machine that keeps its files', async () => {
  const page = await open('?image=none');
  await choose(page, images.path('disk.packed'));
  await page.picture('import');
  assert.equal(await page.page.$eval('[data-part=import] input', ({ value }) => value), 'disk');
  await page.page.select('[data-part=import] select', 'busybox');
  await page.click('[data-part=import] button');
  await page.untilState('booting', 'running', 'idle');
  await page.untilShell();
  assert.match(await page.run('mount /dev/vda /mnt; md5sum /mnt/file1'), new RegExp(images.sums.file1));
  await page.run('echo written > /mnt/note; umount /mnt');
  const machine = new URL(page.page.url()).searchParams.get('machine');
  await page.close();

  const again = await open(`?machine=${machine}`);
  await again.untilShell();
  assert.equal(await again.run('mount /dev/vda /mnt; cat /mnt/note'), 'written');
  await again.close();
});

test('what is exported can be imported, copied and exported again without a difference', async () => {
  const page = await open('?image=none');
  const equal = await page.page.evaluate(async () => {
    const { machines } = window.bootlink;
    const sumOf = async (file) => {
      const content = await new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
      const digest = await crypto.subtle.digest('SHA-256', content);
      return `${content.byteLength} ${new Uint8Array(digest)}`;
    };
    const original = await machines.make('Original', { image: 'packed' });
    const file = await machines.image(original);
    const before = await sumOf(file);
    const imported = await machines.import('Imported', 'packed', file);
    const copy = await machines.duplicate(imported, 'Copy');
    return before === await sumOf(await machines.image(imported))
      && before === await sumOf(await machines.image(copy));
  });
  assert.ok(equal);
  await page.close();
});

test('a disk that is chosen before the kept machines are listed has its form where a person sees it', async () => {
  const page = await open('?image=none', (tab) => tab.evaluateOnNewDocument(() => {
    const directory = navigator.storage.getDirectory.bind(navigator.storage);
    const asked = new Promise((resolve) => { window.answerStorage = resolve; });
    navigator.storage.getDirectory = () => asked.then(directory);
  }));
  await page.click('#choose');
  await (await page.page.$('.import input[type=file]')).uploadFile(images.path('disk.img'));
  await page.page.evaluate(() => window.answerStorage());
  await page.page.waitForSelector('.kept');
  await page.page.waitForSelector('[data-part=import]:not([hidden]) button');
  assert.ok(await page.page.$eval('[data-part=import] button', (button) => {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    return document.elementFromPoint((left + right) / 2, (top + bottom) / 2) === button;
  }));
  await page.close();
});

test('a disk that is packed by zstd is unpacked, and one that is cut off is refused', async () => {
  const packed = join(profile, 'disk.img.zst');
  execFileSync('zstd', ['-q', '-f', images.path('disk.img'), '-o', packed]);
  const page = await open('?image=none');
  await importByHand(page, packed, 'raw');
  await page.untilState('booting', 'running', 'idle');
  await page.untilShell();
  assert.match(await page.run('mount /dev/vdb /mnt; md5sum /mnt/file1'), new RegExp(images.sums.file1));
  await page.close();

  const other = await open('?image=none');
  const content = readFileSync(packed);
  writeFileSync(packed, content.subarray(0, content.length - 1000));
  await refused(other, packed, 'its zstd compression can’t be undone');
  await other.close();
});

/** The offset of the first block's content in a file that the zstd tool made: RFC 8878, "Frame_Header". */
function firstBlock(packed) {
  const descriptor = packed[4];
  const contentSize = [0, 2, 4, 8][descriptor >> 6] || (descriptor & 0x20 ? 1 : 0);
  return 5 + (descriptor & 0x20 ? 0 : 1) + contentSize + 3;
}

test('a disk packed by zstd whose content is not what its checksum says is refused', async () => {
  const packed = join(profile, 'changed.img.zst');
  writeFileSync(packed, execFileSync('zstd', ['-q', '-c'], { input: randomBytes(4096) }));
  const content = readFileSync(packed);
  content[firstBlock(content) + 2000] ^= 1;
  writeFileSync(packed, content);
  const page = await open('?image=none');
  await refused(page, packed, 'changed.img.zst is damaged: its zstd compression can’t be undone (its checksum');
  await page.close();
});

test('zeros of a disk take no room', async () => {
  const image = join(profile, 'sparse.img.gz');
  const content = Buffer.alloc(64 << 20);
  content.write('the end', content.length - 512);
  writeFileSync(image, gzipSync(content));
  const page = await open('?image=none');
  await importByHand(page, image, 'raw');
  await page.untilState('booting', 'running', 'idle');
  await page.untilShell();
  assert.equal(await page.run('tail -c 512 /dev/vdb | head -c 7'), 'the end');
  assert.equal(await page.run('cat /sys/block/vdb/size'), String(content.length / 512));
  const [{ bytes }] = await page.page.evaluate(() => window.bootlink.machines.list());
  assert.ok(bytes < 1 << 20, `${bytes}`);
  await page.close();
});

test('files that are no disks are refused with a reason, and leave nothing', async () => {
  const page = await open('?image=none');
  const count = await folders(page);
  const bad = (name, content) => {
    writeFileSync(join(profile, name), content);
    return join(profile, name);
  };
  await refused(page, bad('empty.img', ''), 'empty.img is empty.');
  await refused(page, bad('odd.img', Buffer.alloc(1000)), 'it holds 1000 bytes');
  await refused(page, bad('vm.qcow2', Buffer.concat([Buffer.from('QFI\xfb', 'latin1'), Buffer.alloc(4092)])),
    'qcow2');
  await refused(page, bad('cut.img.gz', gzipSync(Buffer.alloc(1 << 20, 'noise')).subarray(0, -9)),
    'its gzip compression can’t be undone');
  const packed = readFileSync(images.path('disk.packed'));
  truncateSync(bad('short.packed', packed), packed.length - 1000);
  await refused(page, join(profile, 'short.packed'), 'short.packed can’t be used');
  packed[packed.length - 1000] ^= 1;
  await refused(page, bad('damaged.packed', packed), 'damaged');
  assert.equal(await folders(page), count);
  await page.close();
});

test('a disk that the browser has no room for is refused, and leaves nothing', async () => {
  const page = await open('?image=none');
  const count = await folders(page);
  const devtools = await page.page.createCDPSession();
  const { usage } = await page.page.evaluate(() => navigator.storage.estimate());
  const { origin } = new URL(server.url);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + (1 << 20) });
  await refused(page, images.path('disk.img'), 'no room');
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  assert.equal(await folders(page), count);
  await page.close();
});

test('what a broken-off import has left is removed, and machines are not', async () => {
  const page = await open('?image=none');
  await page.page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const all = await root.getDirectoryHandle('machines', { create: true });
    const left = await all.getDirectoryHandle(crypto.randomUUID(), { create: true });
    await left.getFileHandle('disk0.a', { create: true });
  });
  const machines = (await page.page.evaluate(() => window.bootlink.machines.list())).length;
  await page.until(async (wanted) => {
    const root = await navigator.storage.getDirectory();
    let count = 0;
    for await (const name of (await root.getDirectoryHandle('machines')).keys()) {
      count += name ? 1 : 0;
    }
    return count === wanted;
  }, machines);
  await page.close();
});
