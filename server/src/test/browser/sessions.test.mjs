// SPDX-License-Identifier: Apache-2.0
/** A session is shared by link, opened, verified, taken over, and shared again; a machine is saved and goes on. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startChromium } from './support/browser.mjs';
import { serverAndBrowser } from './support/fixture.mjs';

const { open } = serverAndBrowser(startChromium);

/** The link that the share dialog shows. */
async function sharedLink(guest) {
  await guest.press('Share');
  await guest.until(() => document.querySelector('#share-link')?.value);
  return guest.page.$eval('#share-link', (field) => field.value);
}

async function replayed(guest) {
  await guest.until(() => window.bootlink.replayed?.ended || window.bootlink.replayed?.divergence);
  return guest.page.evaluate(() => window.bootlink.replayed);
}

const query = (link) => new URL(link).hash;

test('a link holds a short session, which is verified, taken over, and shared again', async () => {
  const author = await open();
  await author.untilShell();
  await author.page.keyboard.type('echo $((6 * 7)) > /tmp/answer\n');
  await author.run('cat /tmp/answer');
  const link = await sharedLink(author);
  assert.ok(link.length < 2000, `${link.length} characters`);
  assert.match(await author.page.$eval('dialog[open] .typed', (typed) => typed.innerText), /echo .* > \/tmp\/answer/);
  await author.picture('share');
  author.assertQuiet();

  const reader = await open(query(link));
  await reader.page.waitForSelector('dialog[open]');
  assert.equal(await reader.state(), 'loading');
  await reader.picture('open');
  await reader.press('Go to its end');
  const end = await replayed(reader);
  assert.equal(end.divergence, null);
  assert.ok(end.verified >= 1, 'a digest of the whole machine was equal');
  await reader.picture('replayed');
  await reader.press('Take over');
  assert.equal(await reader.run('cat /tmp/answer'), '42');
  await reader.run('echo more > /tmp/more');
  const longer = await sharedLink(reader);

  const third = await open(query(longer));
  await third.press('Go to its end');
  assert.equal((await replayed(third)).divergence, null);
  await third.press('Take over');
  assert.equal(await third.run('cat /tmp/answer /tmp/more'), '42\nmore');
  third.assertQuiet();
});

test('a plain visit starts at the prompt, with today’s date; a cold boot is asked for', async () => {
  const guest = await open();
  await guest.untilShell();
  const today = await guest.run('date +%Y-%m-%d');
  assert.ok(Math.abs(new Date(today) - Date.now()) < 2 * 86_400_000, today);
  const start = (page) => page.evaluate(async () =>
    window.bootlink.describe(await window.bootlink.recording()).start);
  assert.ok((await start(guest.page)).step > 1e6);
  const cold = await open('?boot=cold');
  await cold.untilShell();
  assert.equal(await start(cold.page), null);
});

test('the end is cut off before what should stay secret', async () => {
  const guest = await open();
  await guest.untilShell();
  await guest.send('echo public\r');
  await guest.untilOutput('\npublic');
  await guest.send('echo secret\r');
  await guest.untilOutput('\nsecret');
  await sharedLink(guest);
  const whole = await guest.page.$eval('#share-link', (field) => field.value);
  await guest.page.$eval('#share-keep', (slider) => {
    slider.value = slider.max - 1;
    slider.dispatchEvent(new Event('input'));
  });
  await guest.until((before) => {
    const { value } = document.querySelector('#share-link');
    return value && value !== before;
  }, whole);
  const cut = await guest.page.$eval('#share-link', (field) => field.value);
  const reader = await open(query(cut));
  await reader.press('Go to its end');
  assert.equal((await replayed(reader)).divergence, null);
  await reader.press('Take over');
  await reader.untilOutput('\npublic');
  assert.doesNotMatch(await reader.page.evaluate(() => window.transcript), /secret/);
});

test('the timeline goes forth and back, to the step', async () => {
  const guest = await open();
  await guest.untilShell();
  const steps = await guest.page.evaluate(async () =>
    window.bootlink.describe(await window.bootlink.recording()).start.step + 200_000);
  await guest.page.evaluate((to) => window.bootlink.seek(to), steps);
  await guest.until((to) => window.bootlink.counters().steps === to, steps);
  await guest.page.evaluate((to) => window.bootlink.seek(to), steps + 1);
  await guest.until((to) => window.bootlink.counters().steps === to, steps + 1);
  await guest.page.evaluate((to) => window.bootlink.seek(to), steps - 1);
  await guest.until((to) => window.bootlink.counters().steps === to, steps - 1);
});

test('a snapshot goes on from the browser’s storage and from a file', async () => {
  const guest = await open();
  await guest.untilShell();
  await guest.run('echo kept > /tmp/kept');
  await guest.press('Save');
  await guest.press('Save in this browser');
  await guest.until(() => document.querySelectorAll('dialog[open] li').length === 1);
  await guest.picture('save');
  await guest.run('rm /tmp/kept');
  await guest.press('Go on');
  await guest.until(() => document.querySelector('dialog[open]') === null);
  assert.equal(await guest.run('cat /tmp/kept'), 'kept');
  await guest.page.evaluate(async () => {
    window.file = await window.bootlink.snapshot();
    await window.bootlink.boot();
  });
  await guest.untilShell();
  await guest.page.evaluate(() => window.bootlink.restore(window.file));
  assert.equal(await guest.run('cat /tmp/kept'), 'kept');
});

test('a damaged link is refused in words and the machine boots as ever', async () => {
  for (const [fragment, words] of [
    ['#session=1AAAA', /damaged/], ['#session=0!', /damaged/], ['#session=7x', /later version/],
    ['#session=0QkxSAg', /later version/], [`#session=s.${'0'.repeat(64)}`, /Nothing is stored/],
  ]) {
    const guest = await open(fragment);
    assert.match(await guest.toast(), words);
    await guest.untilState('booting', 'running', 'idle');
    await guest.close();
  }
});

test('hostile files leave the running machine alone', async () => {
  const guest = await open();
  await guest.untilShell();
  const messages = await guest.page.evaluate(async () => {
    const recording = await window.bootlink.recording();
    const refused = [];
    const tries = [new Uint8Array(0), new Uint8Array(100), recording.slice(0, 40)];
    for (const bytes of tries) {
      try {
        window.bootlink.describe(bytes);
      } catch (error) {
        refused.push(error.message);
      }
    }
    return refused;
  });
  assert.equal(messages.length, 3);
  assert.equal(await guest.run('echo alive'), 'alive');
});
