// SPDX-License-Identifier: Apache-2.0
/** Machines that are kept in the browser lose nothing that their guest has synced. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { startChromium } from './support/browser.mjs';
import { DiskImages } from './support/disk-images.mjs';
import { Guest } from './support/guest.mjs';
import { startServer } from './support/server.mjs';

const SYNCED_FILES = 6;

let images;
let server;
let profile;
let browser;
before(async () => {
  images = new DiskImages(32, 2);
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

const open = (query) =>
  Guest.open(browser, new URL(query, server.url).href, undefined, { shared: true });

/** A page without a machine of its own. */
const openEmpty = () => open('?image=none');

async function makeMachine(name) {
  const page = await openEmpty();
  const id = await page.page.evaluate((given) => window.bootlink.machines.make(given, { image: 'packed' }), name);
  await page.close();
  return id;
}

async function openMachine(id) {
  const guest = await open(`?machine=${id}`);
  await guest.untilShell();
  return guest;
}

/** The machine's disk as a raw image in a file. */
async function exported(id) {
  const page = await openEmpty();
  const text = await page.page.evaluate(async (machine) => {
    const file = await window.bootlink.machines.image(machine);
    const reader = new FileReader();
    await new Promise((resolve) => {
      reader.onload = resolve;
      reader.readAsDataURL(file);
    });
    return reader.result.slice(reader.result.indexOf(',') + 1);
  }, id);
  await page.close();
  const image = join(profile, 'exported.img');
  writeFileSync(image, gunzipSync(Buffer.from(text, 'base64')));
  return image;
}

test('killing the browser during writes loses nothing that was synced', async () => {
  const id = await makeMachine('Killed');
  const guest = await openMachine(id);
  await guest.run('mount /dev/vda /mnt');
  await guest.send('i=0; while :; do i=$((i+1)); dd if=/dev/urandom of=/mnt/w$i bs=32k count=8 2> /dev/null; '
    + 'md5sum /mnt/w$i > /mnt/s$i; sync; echo "synced"-$i; rm -f /mnt/w$((i-20)); done\r');
  await guest.untilOutput(`synced-${SYNCED_FILES}\r`);
  const ended = new Promise((resolve) => browser.process().once('exit', resolve));
  browser.process().kill('SIGKILL');
  await ended;

  browser = await startChromium({ userDataDir: profile });
  const image = await exported(id);
  DiskImages.check(image);
  const again = await openMachine(id);
  await again.run('mount /dev/vda /mnt');
  for (let i = 1; i <= SYNCED_FILES; i++) {
    assert.equal(await again.run(`md5sum -c /mnt/s${i}`), `/mnt/w${i}: OK`);
  }
  assert.equal(await again.run('dmesg | grep -ci "i/o error"'), '0');
  await again.close();
});

test('a second tab is told that the machine is open, and may have it later', async () => {
  const id = await makeMachine('Twice');
  const first = await openMachine(id);
  const second = await open(`?machine=${id}`);
  await second.untilState('failed');
  assert.match(await second.notice(), /open in another tab/);
  assert.equal(await first.run('echo alive'), 'alive');
  await first.close();
  await second.click('#notice button');
  await second.untilState('booting', 'running', 'idle');
  await second.untilShell();
  await second.close();
});

test('machines are duplicated, renamed and deleted, each with files of its own', async () => {
  const id = await makeMachine('First');
  const guest = await openMachine(id);
  await guest.run('mount /dev/vda /mnt; echo original > /mnt/note; umount /mnt');
  await guest.close();
  const page = await openEmpty();
  const copy = await page.page.evaluate(async (original) => {
    const made = await window.bootlink.machines.duplicate(original, 'Copy');
    await window.bootlink.machines.rename(made, 'Renamed');
    return made;
  }, id);
  const other = await openMachine(copy);
  assert.equal(await other.run('mount /dev/vda /mnt; cat /mnt/note; echo changed > /mnt/note; umount /mnt'),
    'original');
  await other.close();
  await page.page.evaluate((machine) => window.bootlink.machines.remove(machine), copy);
  const names = await page.page.evaluate(async () =>
    (await window.bootlink.machines.list()).map(({ name }) => name));
  assert.ok(names.includes('First') && !names.includes('Renamed'), `${names}`);
  await page.close();
  const back = await openMachine(id);
  assert.equal(await back.run('mount /dev/vda /mnt; cat /mnt/note'), 'original');
  await back.close();
  const gone = await open(`?machine=${copy}`);
  await gone.untilState('failed');
  assert.match(await gone.notice(), /no such kept machine/);
  await gone.close();
});

test('a full quota is an error of the disk with a word, and what was synced stays', async () => {
  const id = await makeMachine('Full');
  const guest = await openMachine(id);
  await guest.run('mount /dev/vda /mnt; echo kept > /mnt/note; sync');
  const devtools = await guest.page.createCDPSession();
  const { usage } = await guest.page.evaluate(() => navigator.storage.estimate());
  await devtools.send('Storage.overrideQuotaForOrigin',
    { origin: new URL(server.url).origin, quotaSize: usage + (2 << 20) });
  await guest.run('dd if=/dev/urandom of=/mnt/big bs=64k count=160 2> /dev/null; sync');
  await guest.until(() => /no more room/.test(document.getElementById('disk-notice').textContent));
  await guest.picture('disk-full');
  assert.notEqual(await guest.run('dmesg | grep -ci "i/o error"'), '0');
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(server.url).origin });
  await guest.close();
  const again = await openMachine(id);
  assert.equal(await again.run('mount /dev/vda /mnt; cat /mnt/note'), 'kept');
  await again.close();
});

test('the list of kept machines makes and opens them', async () => {
  const page = await openEmpty();
  await page.click('#choose');
  await page.page.waitForSelector('[data-part=kept] .kept');
  await page.page.type('[data-part=kept] input', 'By hand');
  await page.page.select('[data-part=kept] select', 'packed');
  await page.picture('kept-machines');
  await page.click('[data-part=kept] form button');
  await page.untilState('booting', 'running', 'idle');
  await page.untilShell();
  const url = new URL(page.page.url());
  assert.ok(url.searchParams.has('machine'));
  await page.click('#choose');
  await page.until(() => document.querySelector('[data-part=kept] .kept strong').textContent === 'By hand');
  await page.close();
});
