// SPDX-License-Identifier: Apache-2.0
/** A session is shared by link, opened, verified, taken over, and shared again; a machine is saved and goes on. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startChromium } from './support/browser.mjs';
import { serverAndBrowser } from './support/fixture.mjs';
import { query, replayed, sharedLink } from './support/sharing.mjs';

const { open } = serverAndBrowser(startChromium);

test('a link holds a short session, which is verified, taken over, and shared again', async () => {
  const author = await open();
  await author.untilShell();
  await author.page.keyboard.type('echo $((6 * 7)) > /tmp/answer\n');
  await author.run('cat /tmp/answer');
  const link = await sharedLink(author);
  assert.ok(link.length < 2000, `${link.length} characters`);
  const typed = await author.page.$eval('dialog[open] .typed', (element) => element.innerText);
  assert.match(typed, /echo .* > \/tmp\/answer/);
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

test('what is typed in the same moment as a session is taken over reaches its machine', async () => {
  const author = await open();
  await author.untilShell();
  await author.run('echo before');
  const reader = await open(query(await sharedLink(author)));
  await reader.press('Go to its end');
  assert.equal((await replayed(reader)).divergence, null);
  await reader.page.evaluate(() => {
    [...document.querySelectorAll('button')].find((button) => button.textContent === 'Take over').click();
    window.bootlink.send('echo $((40 + 2))\r');
  });
  await reader.untilOutput('\n42\r\n');
});

test('what is typed, and a new size, while a replay loads and goes do not reach its machine', async () => {
  const guest = await open();
  await guest.untilShell();
  await guest.run('seq 1 300');
  await guest.page.evaluate(async () => {
    const recording = await window.bootlink.recording();
    window.bootlink.replay(recording);
    window.bootlink.send('typed while it loads\r');
  });
  await guest.page.setViewport({ width: 700, height: 420 });
  await guest.untilState('replaying');
  await guest.send('typed while it goes\r');
  const { divergence, verified } = await replayed(guest);
  assert.equal(divergence, null);
  assert.ok(verified > 0);
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

/** Goes to a step of a replay; gives the SHA-256 of the whole machine there, and what the terminal shows. */
async function at(guest, steps) {
  await guest.page.evaluate((to) => window.bootlink.seek(to), steps);
  await guest.until((to) => window.bootlink.counters().steps === to, steps);
  return guest.page.evaluate(async () => {
    const hash = await crypto.subtle.digest('SHA-256', await window.bootlink.snapshot());
    // Two frames: the terminal has shown what came until now.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))));
    return { hash: new Uint8Array(hash).join(), screen: window.bootlink.screen().join('\n') };
  });
}

test('the timeline goes back and forth to the step, screen and all, and is taken over in the middle', async () => {
  const guest = await open();
  await guest.untilShell();
  await guest.run('echo first > /tmp/first; i=0; while [ $i -lt 10000 ]; do i=$((i+1)); done');
  await guest.run('echo second > /tmp/second; seq 1 100 | tail -n 3');
  const recording = await guest.page.evaluate(async () => Array.from(await window.bootlink.recording()));
  const { steps } = await guest.countersNow();
  const start = await guest.page.evaluate((bytes) => window.bootlink.describe(bytes).start.step, recording);
  const places = [0.9, 0.2, 0.55].map((part) => Math.floor(start + (steps - start) * part));

  const replay = (page) => page.evaluate((bytes) => window.bootlink.replay(bytes), recording);
  const fresh = await open();
  await fresh.untilShell();
  await replay(fresh.page);
  const seen = new Map();
  for (const place of [...places].sort((a, b) => a - b)) {
    seen.set(place, await at(fresh, place));
  }
  await replay(guest.page);
  assert.equal((await replayed(guest)).divergence, null);
  await guest.page.evaluate(() => {
    window.states = new Set();
    window.bootlink.onState(({ state }) => window.states.add(state));
  });
  for (const place of [...places, places[0] + 1, places[0]]) {
    const now = await at(guest, place);
    assert.deepEqual(now, seen.get(place) ?? now, `step ${place}`);
  }
  assert.deepEqual(await guest.page.evaluate(() => [...window.states]), ['replaying']);
  await guest.page.evaluate(() => window.bootlink.resume());
  const end = await replayed(guest);
  assert.equal(end.divergence, null);
  assert.ok(end.verified >= 1);

  await at(guest, places[2]);
  await guest.picture('timeline');
  await guest.press('Take over');
  await guest.untilState('running', 'idle');
  assert.equal(await guest.run('ls /tmp/first /tmp/second 2>&1 | grep -c "^/tmp"'), '1');
  const other = await guest.page.evaluate(async () => Array.from(await window.bootlink.recording()));
  await fresh.page.evaluate((bytes) => window.bootlink.replay(bytes), other);
  assert.equal((await replayed(fresh)).divergence, null);
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
  await guest.until(() => window.bootlink.screen().some((line) => line.includes('kept')));
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
