// SPDX-License-Identifier: Apache-2.0
/** Small screens, keyboards only, screen readers. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startChromium } from './support/browser.mjs';
import { serverAndBrowser } from './support/fixture.mjs';

const { open } = serverAndBrowser(startChromium);

const PHONE = { width: 390, height: 740, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

function tap(guest, label) {
  return guest.page.evaluate((wanted) => {
    const buttons = [...document.querySelectorAll('#keys button')];
    buttons.find((button) => (button.ariaLabel ?? button.textContent) === wanted).click();
  }, label);
}

test('a phone has a row of the keys that its keyboard lacks', async () => {
  const guest = await open('', (page) => page.setViewport(PHONE));
  await guest.untilShell();
  await guest.picture('phone');
  const { fits, visible } = await guest.page.evaluate(() => ({
    fits: document.documentElement.scrollWidth <= window.innerWidth,
    visible: document.getElementById('keys').getBoundingClientRect().bottom <= window.innerHeight,
  }));
  assert.ok(fits && visible, `fits ${fits}, visible ${visible}`);

  await guest.send('sleep 1000\r');
  await guest.untilOutput('sleep 1000');
  await tap(guest, 'Ctrl');
  await guest.page.keyboard.press('c');
  assert.equal(await guest.run('echo back'), 'back');

  await guest.send('echo $((6 * 7))');
  await tap(guest, 'Left');
  await tap(guest, 'Left');
  await guest.page.keyboard.type('0\n');
  await guest.untilOutput('\n420\r\n');
});

test('the buttons stay in one row on a narrow window', async () => {
  const guest = await open('', (page) => page.setViewport({ width: 800, height: 600 }));
  await guest.untilShell();
  await guest.picture('narrow');
  const tops = await guest.page.$$eval('#bar .buttons button', (buttons) => buttons
    .filter((button) => button.offsetWidth > 1).map((button) => button.getBoundingClientRect().top));
  assert.equal(new Set(tops).size, 1, tops.join(', '));
});

test('every control is reached by the Tab key and shows its focus', async () => {
  const guest = await open();
  await guest.untilShell();
  await guest.page.focus('#reader');
  const seen = [];
  for (let i = 0; i < 5; i++) {
    seen.push(await guest.page.evaluate(() =>
      `${document.activeElement.textContent} ${getComputedStyle(document.activeElement).outlineStyle}`));
    await guest.page.keyboard.press('Tab');
  }
  assert.deepEqual(seen.map((entry) => entry.split(' ')[0]), ['Screen', 'Share', 'Save', 'Pause', 'Reset']);
  assert.ok(seen.slice(1).every((entry) => entry.endsWith('solid')), seen.join(', '));
});

test('a screen reader finds the terminal’s lines and the state', async () => {
  const guest = await open('?screenreader=1');
  await guest.untilShell();
  await guest.run('echo spoken');
  await guest.until(() => document.querySelector('#terminal .xterm-accessibility')?.textContent
    .includes('spoken'));
  assert.equal(await guest.page.$eval('[data-part=state]', (part) => part.getAttribute('role')), 'status');
  assert.equal(await guest.page.$eval('#reader', (button) => button.ariaPressed), 'true');
});
