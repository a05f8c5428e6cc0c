// SPDX-License-Identifier: Apache-2.0
/** How a plain visit begins: at once at the prompt, or where this browser's machine was left. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startChromium } from './support/browser.mjs';
import { serverAndBrowser } from './support/fixture.mjs';
import { startProxy } from './support/proxy.mjs';
import { query, replayed, sharedLink } from './support/sharing.mjs';

const PROMPT = ':~#';
const IMAGES = /\.(Image|cpio|bin)$/;
const SNAPSHOT = /\.snapshot$/;

const { open, url } = serverAndBrowser(startChromium);

/**
 * Opens the page, whose requests for what matches `pattern` wait until `release` is called.
 *
 * @param seen told the page before it goes there
 */
function openHeld(t, pattern, { answer = () => undefined, seen = () => {} } = {}) {
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  const opened = (async () => {
    const proxy = await startProxy(url(), async (path) => {
      if (pattern.test(path)) {
        await released;
        return answer();
      }
      return undefined;
    });
    t.after(() => proxy.stop());
    const guest = await open(proxy.url, async (page) => seen(page));
    t.after(() => guest.close());
    return guest;
  })();
  return { opened, release };
}

const untilSeen = (guest, text) => guest.until((wanted) =>
  document.querySelector('.xterm-rows')?.textContent.includes(wanted), text);

test('the prompt is shown before the machine is there, which takes what was typed meanwhile', async (t) => {
  const { opened, release } = openHeld(t, SNAPSHOT);
  const guest = await opened;
  await untilSeen(guest, PROMPT);
  assert.equal(await guest.state(), 'loading');
  await guest.page.keyboard.type('echo early-$((40 + 2))\n');
  assert.doesNotMatch(await guest.page.$eval('.xterm-rows', (rows) => rows.textContent), /early/);
  release();
  await guest.until(() => window.bootlink.screen().includes('early-42'));
  const screen = await guest.page.evaluate(() => window.bootlink.screen().join('\n'));
  assert.equal(screen.split('echo early').length, 2, screen);
  assert.equal(screen.split(PROMPT).length, 3, screen);
  await guest.untilShell();
  guest.assertQuiet();
});

test('a machine that can’t be made leaves nothing of what was shown of it', async (t) => {
  const { opened, release } = openHeld(t, SNAPSHOT, { answer: () => ({ status: 404, body: '' }) });
  const guest = await opened;
  await untilSeen(guest, PROMPT);
  release();
  await guest.untilState('failed');
  assert.match(await guest.notice(), /the server answered 404/);
  await guest.until(() => window.bootlink.screen().every((line) => line === ''));
});

test('a machine that is there before the terminal loses no output', async (t) => {
  let opened;
  let release;
  const page = await new Promise((seen) => {
    ({ opened, release } = openHeld(t, /xterm\.js$/, { seen }));
  });
  await page.waitForFunction(() => document.getElementById('bar')?.dataset.state === 'idle');
  release();
  const guest = await opened;
  await guest.untilShell();
  await untilSeen(guest, 'Welcome');
});

/** How many of the machine's files its worker has fetched whose names match. */
function fetched(guest, pattern) {
  const [worker] = guest.page.workers();
  return worker.evaluate((source) => performance.getEntriesByType('resource').map(({ name }) => name)
    .filter((name) => new RegExp(source).test(name)).length, pattern.source);
}

test('the kernel is fetched when the machine reboots, and the session with that replays verified', async () => {
  const guest = await open();
  await guest.untilShell();
  assert.equal(await fetched(guest, IMAGES), 0);
  await guest.run('echo lost > /tmp/file');
  await guest.page.evaluate(() => { window.transcript = ''; });
  await guest.send('reboot -f\r');
  await guest.untilOutput('Welcome');
  await guest.untilShell();
  assert.equal(await fetched(guest, IMAGES), 3);
  assert.equal(await guest.run('ls /tmp/file 2> /dev/null | wc -l'), '0');
  await guest.page.evaluate(async () => window.bootlink.replay(await window.bootlink.recording()));
  const { divergence, verified } = await replayed(guest);
  assert.equal(divergence, null);
  assert.ok(verified > 0);
});

test('a reset tells how far its images are until they are here', async (t) => {
  const { opened, release } = openHeld(t, /\.Image$/);
  const guest = await opened;
  await guest.untilShell();
  assert.equal(await guest.notice(), '');
  await guest.page.evaluate(() => { window.transcript = ''; });
  await guest.click('[data-part=reset]');
  await guest.until(() => document.getElementById('notice').checkVisibility());
  assert.equal(await guest.state(), 'fetching');
  await guest.until(() => /^[0-9]\.[0-9] of [0-9]+\.[0-9] MiB$/.test(
    document.querySelector('#notice [data-part=text]').textContent));
  const { value, max } = await guest.page.$eval('#notice progress', (bar) => ({ value: bar.value, max: bar.max }));
  assert.ok(value < max, `${value} of ${max}`);
  await guest.click('[data-part=pause]');
  await guest.untilState('paused');
  assert.match(await guest.notice(), /boots from/);
  await guest.picture('reset-fetches');
  await guest.click('[data-part=pause]');
  await guest.untilState('fetching');
  release();
  await guest.untilState('booting');
  await guest.untilOutput('Welcome');
  assert.equal(await guest.notice(), '');
  await guest.untilShell();
  guest.assertQuiet();
});

test('the bar says that a guest’s own reboot fetches, and then that it boots', async (t) => {
  const { opened, release } = openHeld(t, /\.Image$/);
  const guest = await opened;
  await guest.untilShell();
  const bar = () => guest.page.$eval('#bar [data-part=state]', (element) => element.textContent);
  await guest.send('reboot -f\r');
  await guest.untilState('fetching');
  assert.equal(await bar(), 'fetching');
  await guest.until(() => document.getElementById('notice').checkVisibility());
  await guest.picture('reboot-fetches');
  release();
  await guest.untilState('booting');
  assert.equal(await bar(), 'booting');
  await guest.untilShell();
});

const EARLY = 'echo early; echo 0123456789-0123456789-0123456789-0123456789-0123456789-$((40 + 2))';
const EARLY_SAYS = 'early\n0123456789-0123456789-0123456789-0123456789-0123456789-42';

/** Once the guest has read it, the command is echoed and what it says follows. */
async function assertEarlyRan(guest) {
  await guest.untilOutput('0123456789-42\r\n');
  const transcript = (await guest.page.evaluate(() => window.transcript)).replaceAll('\r', '');
  assert.ok(transcript.includes(`\n${EARLY_SAYS}\n`), transcript);
}

for (const [when, begin] of [
  ['a reset fetches', (guest) => guest.page.evaluate(() => window.bootlink.reset())],
  ['the guest reboots', (guest) => guest.send('reboot -f\r')],
]) {
  test(`what is typed while ${when} and boots is at the prompt, whole, and replays verified`, async (t) => {
    const { opened, release } = openHeld(t, /\.Image$/);
    const guest = await opened;
    await guest.untilShell();
    await guest.page.evaluate(() => { window.transcript = ''; });
    await begin(guest);
    await guest.untilState('fetching');
    await guest.send(EARLY);
    release();
    await guest.untilState('booting');
    await guest.send('\r');
    await assertEarlyRan(guest);
    await guest.page.evaluate(async () => window.bootlink.replay(await window.bootlink.recording()));
    assert.equal((await replayed(guest)).divergence, null);
  });
}

test('what is typed while a machine boots cold is at the prompt, whole', async (t) => {
  const guest = await open('?boot=cold');
  t.after(() => guest.close());
  await guest.untilState('booting');
  await guest.send(`${EARLY}\r`);
  await assertEarlyRan(guest);
});

test('a link that begins at a snapshot that the site has replaced is replayed all the same', async (t) => {
  const author = await open();
  await author.untilShell();
  await author.run('echo mine > /tmp/file');
  const link = await sharedLink(author);
  const catalogue = await (await fetch(new URL('images.json', url()))).json();
  catalogue.machines.forEach((machine) => { delete machine.snapshot; });
  const proxy = await startProxy(url(), (path) =>
    path.endsWith('/images.json') && { status: 200, body: JSON.stringify(catalogue) });
  t.after(() => proxy.stop());
  const reader = await open(proxy.url + query(link));
  await reader.press('Go to its end');
  const { divergence, verified } = await replayed(reader);
  assert.equal(divergence, null);
  assert.ok(verified > 0);
  await untilSeen(reader, 'Welcome');
  await reader.press('Take over');
  assert.equal(await reader.run('cat /tmp/file'), 'mine');
  const refusal = await reader.page.evaluate(async () => {
    await window.bootlink.restore(await window.bootlink.snapshot());
    const recording = await window.bootlink.recording();
    return window.bootlink.replay(recording).catch((error) => error.message);
  });
  assert.match(refusal, /begins at a snapshot that is not there\. None in the server’s list .* has the SHA-256/);
  assert.equal(await reader.run('cat /tmp/file'), 'mine');
});

test('a machine goes on where the tab was closed, be it soon after the first command', async () => {
  const first = await open('', undefined, { shared: true });
  await first.untilShell();
  await first.run('echo kept > /tmp/file; cd /usr');
  await first.until(() => localStorage.getItem('bootlink-resumable') !== null);
  assert.equal(await fetched(first, SNAPSHOT), 1);
  await first.close();
  const again = await open('', undefined, { shared: true });
  assert.match(await again.toast(), /goes on where you left it/);
  await again.untilShell();
  assert.equal(await fetched(again, SNAPSHOT), 0, 'the shipped snapshot was fetched for nothing');
  assert.equal(await again.run('cat /tmp/file; pwd'), 'kept\n/usr');
  const other = await open('', undefined, { shared: true });
  assert.match(await other.toast(), /open in another tab/);
  await other.untilShell();
  assert.equal(await other.run('ls /tmp/file 2> /dev/null | wc -l'), '0');
  await other.close();
  await again.close();
  const last = await open('', undefined, { shared: true });
  await last.until(() => {
    const afresh = document.querySelector('.toast button');
    afresh?.click();
    return afresh !== null;
  });
  await last.until(() => !window.bootlink.screen().join().includes('/usr'));
  await last.untilShell();
  assert.equal(await last.run('ls /tmp/file 2> /dev/null | wc -l'), '0');
  await last.close();
});

test('“Start afresh” holds when the page is left at once', async (t) => {
  const guest = await open();
  t.after(() => guest.close());
  await guest.untilShell();
  await guest.run('echo kept > /tmp/file');
  await guest.until(() => localStorage.getItem('bootlink-resumable') !== null);
  await guest.page.reload();
  assert.match(await guest.toast(), /goes on where you left it/);
  await Promise.all([guest.page.waitForNavigation(), guest.page.evaluate(() => {
    document.querySelector('.toast button').click();
    location.reload();
  })]);
  await guest.untilShell();
  assert.equal(await guest.run('ls /tmp/file 2> /dev/null | wc -l'), '0');
});

test('a browser that has lost its machine without notice begins with a fresh one', async () => {
  const guest = await open('', (page) =>
    page.evaluateOnNewDocument(() => localStorage.setItem('bootlink-resumable', 'yes')));
  await guest.untilShell();
  assert.equal(await fetched(guest, SNAPSHOT), 1);
  guest.assertQuiet();
});
