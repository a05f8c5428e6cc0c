// SPDX-License-Identifier: Apache-2.0
/** Whatever goes wrong is said in words, and no half-started machine is left. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { startChromium } from './support/browser.mjs';
import { serverAndBrowser } from './support/fixture.mjs';
import { startProxy } from './support/proxy.mjs';
import { replayed } from './support/sharing.mjs';

const { open, url } = serverAndBrowser(startChromium);

/** Opens the page behind a proxy that spoils what `answer` says; see support/proxy.mjs. */
async function openSpoilt(t, answer, query = '?boot=cold') {
  const proxy = await startProxy(url(), answer);
  const guest = await open(`${proxy.url}${query}`);
  t.after(async () => {
    await guest.close();
    proxy.stop();
  });
  return guest;
}

const isKernel = (path) => path.endsWith('.Image');

async function manifest() {
  return (await fetch(new URL('images.json', url()))).json();
}

async function assertRefused(query, message) {
  const guest = await open(query);
  await guest.untilState('failed');
  assert.match(await guest.notice(), message);
  assert.equal((await guest.counters()).steps, 0);
  await guest.close();
}

test('a bad parameter is named with what it may be', async () => {
  await assertRefused('?memory=lots', /“memory” is “lots”/);
  await assertRefused('?memory=8', /“memory” is 8; it must be from 16 to 1024/);
  await assertRefused('?memory=100000', /“memory” is 100000; it must be from 16 to 1024/);
  await assertRefused('?harts=0', /“harts” is 0; it must be from 1 to 8/);
  await assertRefused('?harts=2&harts=3', /“harts” is given 2 times/);
  await assertRefused('?image=nowhere', /“image” is “nowhere”; there is: /);
  await assertRefused('?append=a&cmdline=b', /“append” and “cmdline” exclude each other/);
  await assertRefused('?append=caf%C3%A9', /“é” in it; only printable ASCII/);
  await assertRefused(`?append=${'x'.repeat(3000)}`, /at most 2047/);
});

test('a download that fails is told, and works when tried again', async (t) => {
  let failing = true;
  const guest = await openSpoilt(t, (path) => failing && isKernel(path) && 'break');
  await guest.untilState('failed');
  assert.match(await guest.notice(), /could not be downloaded: the server can’t be reached/);
  await guest.picture('failed');
  failing = false;
  await guest.click('#notice button');
  await guest.untilShell();
});

test('a passing failure is retried without a word', async (t) => {
  let failures = 2;
  const guest = await openSpoilt(t, (path) =>
    isKernel(path) && failures-- > 0 && { status: 503, body: 'busy' });
  await guest.untilShell();
});

test('a reset whose images can’t be fetched says which and why, and goes on when tried again', async (t) => {
  let spoilt = { status: 404, body: '' };
  const guest = await openSpoilt(t, (path) => isKernel(path) && spoilt, '');
  await guest.untilShell();
  const { steps } = await guest.counters();
  await guest.click('[data-part=reset]');
  await guest.untilState('waiting');
  assert.match(await guest.notice(),
    /could not be loaded[^]*Linux could not be downloaded: the server answered 404/);
  assert.ok(await guest.page.$eval('[data-part=pause]', (pause) => pause.disabled));
  assert.ok(!await guest.page.$eval('#share', (share) => share.disabled));
  assert.ok(await guest.page.evaluate(async () => (await window.bootlink.recording()).length > 0));
  await guest.picture('reset-failed');
  spoilt = { status: 200, body: 'not a kernel' };
  await guest.click('#notice button');
  await guest.until(() =>
    document.querySelector('#notice [data-part=text]').textContent.includes('truncated: 12 bytes arrived'));
  spoilt = undefined;
  await guest.click('[data-part=reset]');
  await guest.untilState('booting');
  assert.equal(await guest.notice(), '');
  await guest.untilShell();
  assert.ok((await guest.counters()).steps > steps, 'another machine was made');
  await guest.page.evaluate(async () => window.bootlink.replay(await window.bootlink.recording()));
  assert.equal((await replayed(guest)).divergence, null);
});

test('a reset that fails leaves the machine that was kept', async (t) => {
  const guest = await openSpoilt(t, (path) => isKernel(path) && { status: 404, body: '' }, '');
  await guest.untilShell();
  await guest.run('echo kept > /tmp/file');
  await guest.until(() => localStorage.getItem('bootlink-resumable') !== null);
  await guest.page.evaluate(() => window.bootlink.reset());
  await guest.untilState('waiting');
  await guest.page.reload();
  assert.match(await guest.toast(), /goes on where you left it/);
  assert.equal(await guest.run('cat /tmp/file'), 'kept');
});

test('a machine that can’t go on without the server is still kept', async (t) => {
  let failing = false;
  const guest = await openSpoilt(t, (path) =>
    failing && path.endsWith('images.json') && { status: 404, body: '' }, '');
  await guest.untilShell();
  await guest.run('echo kept > /tmp/file');
  await guest.until(() => localStorage.getItem('bootlink-resumable') !== null);
  failing = true;
  await guest.page.reload();
  await guest.untilState('failed');
  assert.match(await guest.notice(), /The list of machines could not be downloaded: the server answered 404/);
  assert.match(await guest.toast(), /is still kept[^]*Start afresh/);
  await guest.picture('resume-failed');
  failing = false;
  await guest.click('#notice button');
  await guest.untilState('idle', 'running');
  assert.equal(await guest.run('cat /tmp/file'), 'kept');
});

test('an HTTP error is told with its number', async (t) => {
  const guest = await openSpoilt(t, (path) => isKernel(path) && { status: 404, body: '' });
  await guest.untilState('failed');
  assert.match(await guest.notice(), /the server answered 404/);
});

test('a truncated and a damaged image are told apart', async (t) => {
  const { images } = await manifest();
  const { sizeBytes } = images.find(({ kind }) => kind === 'kernel');
  const openWith = (length) => openSpoilt(t, (path) =>
    isKernel(path) && { status: 200, body: Buffer.alloc(length) });
  const truncated = await openWith(5000);
  await truncated.untilState('failed');
  assert.match(await truncated.notice(), new RegExp(`truncated: 5000 bytes arrived of ${sizeBytes}`));
  const damaged = await openWith(sizeBytes);
  await damaged.untilState('failed');
  assert.match(await damaged.notice(), /damaged: its SHA-256/);
});

test('an image for no RISC-V machine is refused', async (t) => {
  const body = Buffer.from(`\x7fELF\x02\x01\x01${'\0'.repeat(9)}\x02\0\x3e\0${'\0'.repeat(4096)}`, 'latin1');
  const changed = await manifest();
  const kernel = changed.images.find(({ kind }) => kind === 'kernel');
  kernel.sizeBytes = body.length;
  kernel.sha256 = createHash('sha256').update(body).digest('hex');
  const guest = await openSpoilt(t, (path) => {
    if (path.endsWith('images.json')) {
      return { status: 200, body: JSON.stringify(changed) };
    }
    return isKernel(path) && { status: 200, body };
  });
  await guest.untilState('failed');
  assert.match(await guest.notice(), /RISC-V/);
  assert.equal((await guest.counters()).steps, 0);
});

test('a browser without WebAssembly GC is told so', async () => {
  const guest = await open('', (page) => page.evaluateOnNewDocument(() => {
    WebAssembly.validate = () => false;
  }));
  await guest.untilState('failed');
  assert.match(await guest.notice(), /no WebAssembly garbage collection/);
});
