// SPDX-License-Identifier: Apache-2.0
/** Sessions and snapshots of machines with disks, on the page and on the JVM. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { startChromium } from './support/browser.mjs';
import { DiskImages } from './support/disk-images.mjs';
import { Guest } from './support/guest.mjs';
import { runJar, startServer } from './support/server.mjs';
import { replayed, sharedLink } from './support/sharing.mjs';

let images;
let server;
let browser;
before(async () => {
  images = new DiskImages(16, 4);
  server = await startServer('--images', images.folder);
  browser = await startChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  images?.remove();
});

const open = (query) => Guest.open(browser, new URL(query, server.url).href);

/** Opens a link, goes to its end, and requires that every digest was the same. */
async function openVerified(link) {
  const reader = await open(new URL(link).hash);
  await reader.press('Go to its end');
  const end = await replayed(reader);
  assert.equal(end.divergence, null);
  assert.ok(end.verified >= 1);
  return reader;
}

test('Debian on its disk is shared by a link, verified, taken over, saved, and goes on', async () => {
  const author = await open('?image=debian');
  await author.untilShell();
  await author.run('echo mine > /etc/mine; sync; md5sum /usr/bin/perl > /root/sum; rm /etc/motd');
  const link = await sharedLink(author);
  assert.ok(link.length < 2000, `${link.length} characters`);
  await author.close();

  const reader = await openVerified(link);
  await reader.picture('debian-replayed');
  await reader.press('Take over');
  await reader.untilState('running', 'idle');
  assert.equal(await reader.run('cat /etc/mine; md5sum -c /root/sum; ls /etc/motd 2>&1 | grep -c cannot'),
    'mine\n/usr/bin/perl: OK\n1');
  const snapshot = await reader.page.evaluate(async () => {
    window.file = await window.bootlink.snapshot();
    return window.file.length;
  });
  assert.ok(snapshot > 1e6);
  await reader.run('echo other > /etc/mine; sync; echo 3 > /proc/sys/vm/drop_caches');
  await reader.page.evaluate(() => window.bootlink.restore(window.file));
  assert.equal(await reader.run('echo 3 > /proc/sys/vm/drop_caches; cat /etc/mine'), 'mine');
  await reader.close();
});

test('going back in a replay goes back in the disks', async () => {
  const guest = await open('?image=packed');
  await guest.untilShell();
  await guest.run('mount /dev/vda /mnt; echo one > /mnt/word; sync');
  // In the midst of a command: at the step at which an idle machine waits, the next input may come, too.
  const first = (await guest.countersNow()).steps;
  await guest.run('true');
  const between = Math.floor((first + (await guest.countersNow()).steps) / 2);
  await guest.run('echo two > /mnt/word; rm /mnt/file1; sync');
  const bytes = await guest.page.evaluate(async () => Array.from(await window.bootlink.recording()));
  await guest.page.evaluate((recording) => window.bootlink.replay(recording), bytes);
  assert.equal((await replayed(guest)).divergence, null);
  await guest.page.evaluate((steps) => window.bootlink.seek(steps), between);
  await guest.until((steps) => window.bootlink.counters().steps === steps, between);
  await guest.page.evaluate(() => window.bootlink.takeOver());
  await guest.untilState('running', 'idle');
  assert.equal(await guest.run('umount /mnt; mount /dev/vda /mnt; cat /mnt/word; md5sum < /mnt/file1'),
    `one\n${images.sums.file1}  -`);
  await guest.close();
});

test('a blank and a read-only disk belong to a session, and the JVM replays it', async () => {
  const guest = await open('?image=raw');
  await guest.untilShell();
  await guest.run('mount -o ro /dev/vda /mnt; tail -c +77 /mnt/file2 > /dev/vdb; sync');
  const recording = await guest.page.evaluate(async () => Array.from(await window.bootlink.recording()));
  const file = images.path('session.bootlink');
  writeFileSync(file, Buffer.from(recording));
  runJar(['replay', '--quiet', '--images', images.folder, file]);
  await guest.close();
});

test('who opens the session of a disk of one’s own is asked for it, and another file is refused', async () => {
  const image = readFileSync(images.path('disk.img'));
  const own = Buffer.from(image);
  own.write('my disk', 200);
  const hash = createHash('sha256').update(own).digest('hex');
  writeFileSync(images.path('own.img'), own);
  writeFileSync(images.path('other.img'), Buffer.alloc(1 << 20, 7));
  const author = await open('');
  await author.untilShell();
  await author.page.evaluate(() => {
    const picker = document.createElement('input');
    picker.type = 'file';
    picker.id = 'test-file';
    document.body.append(picker);
  });
  await (await author.page.$('#test-file')).uploadFile(images.path('own.img'));
  await author.page.evaluate(() =>
    window.bootlink.boot({ disk: [document.querySelector('#test-file').files[0]], memory: 64 }));
  await author.untilShell();
  await author.run('mount /dev/vda /mnt; echo changed > /mnt/changed; sync');
  const link = await sharedLink(author);
  await author.until((wanted) => document.querySelector('dialog[open]').innerText.includes(wanted), hash);
  await author.close();

  const reader = await open(new URL(link).hash);
  await reader.page.waitForSelector('dialog[open] .needs');
  await reader.picture('needs');
  const disabled = () => reader.page.$eval('dialog[open] button.main', (button) => button.disabled);
  assert.ok(await disabled());
  const picker = await reader.page.$('dialog[open] input[type=file]');
  await picker.uploadFile(images.path('other.img'));
  await reader.until(() => document.querySelector('dialog[open] [role=alert]').innerText.includes('another one'));
  assert.ok(await disabled());
  await picker.uploadFile(images.path('own.img'));
  await reader.press('Go to its end');
  const end = await replayed(reader);
  assert.equal(end.divergence, null);
  await reader.press('Take over');
  await reader.untilState('running', 'idle');
  assert.equal(await reader.run('cat /mnt/changed'), 'changed');
  await reader.close();
});
