// SPDX-License-Identifier: Apache-2.0
/** Pause, resume, reset, power, and the interface for embedding pages. */

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChromium } from './support/browser.mjs';
import { serverAndBrowser } from './support/fixture.mjs';

const { open, url } = serverAndBrowser(startChromium);

function press(guest, name) {
  return guest.page.evaluate((wanted) => {
    const buttons = [...document.querySelectorAll('#bar button')];
    buttons.find((button) => button.textContent === wanted).click();
  }, name);
}

test('a paused machine takes no step, and goes on where it was', async () => {
  const guest = await open();
  await guest.untilShell();
  await press(guest, 'Pause');
  await guest.untilState('paused');
  const { steps } = await guest.counters();
  await guest.send('echo typed while $((1 + 1)) paused\r');
  await sleep(700);
  assert.equal((await guest.counters()).steps, steps);
  assert.ok(!(await guest.page.evaluate(() => window.transcript)).includes('typed while 2 paused'));
  await press(guest, 'Resume');
  await guest.untilOutput('typed while 2 paused');
  assert.ok((await guest.counters()).steps >= steps);
});

test('after a click on Pause and Resume the keyboard is the terminal’s again', async () => {
  const guest = await open();
  await guest.untilShell();
  await guest.click('#bar [data-part=pause]');
  await guest.untilState('paused');
  await guest.click('#bar [data-part=pause]');
  await guest.page.keyboard.type('echo typed-$((40 + 2))\n');
  await guest.untilOutput('\ntyped-42');
});

test('reset boots again with nothing left in memory', async () => {
  const guest = await open();
  await guest.untilShell();
  await guest.run('echo kept > /tmp/kept');
  await press(guest, 'Reset');
  await guest.untilState('booting');
  await guest.untilShell();
  assert.equal(await guest.run('ls /tmp/kept 2> /dev/null | wc -l'), '0');
});

test('poweroff leaves a machine that is off and can be switched on', async () => {
  const guest = await open();
  await guest.untilShell();
  await guest.send('poweroff\r');
  await guest.untilState('off');
  assert.match(await guest.notice(), /The machine is off/);
  await guest.picture('off');
  await press(guest, 'Power on');
  await guest.untilState('booting');
  await guest.untilShell();
});

test('reboot comes back to the shell', async () => {
  const guest = await open();
  await guest.untilShell();
  await guest.run('touch /tmp/before');
  await guest.page.evaluate(() => { window.transcript = ''; });
  await guest.send('reboot\r');
  await guest.untilOutput('built-in shell');
  await guest.untilShell();
  assert.equal(await guest.run('ls /tmp/before 2> /dev/null | wc -l'), '0');
});

test('boot() replaces the machine by another', async () => {
  const guest = await open();
  await guest.untilShell();
  await guest.page.evaluate(() => window.bootlink.boot({ memory: 64, harts: 2 }));
  await guest.untilShell();
  assert.equal(await guest.run('grep -c ^processor /proc/cpuinfo'), '2');
  const refused = await guest.page.evaluate(() =>
    window.bootlink.boot({ speed: 11 }).catch((error) => error.message));
  assert.match(refused, /no option “speed”/);
});

test('works inside the frame of another site’s page', async () => {
  const embedding = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!DOCTYPE html><iframe src="${url()}" width="900" height="600"></iframe>`);
  });
  await new Promise((resolve) => embedding.listen(0, '127.0.0.1', resolve));
  try {
    const guest = await open(`http://127.0.0.1:${embedding.address().port}/`, undefined, { bare: true });
    const frame = await guest.page.waitForFrame((candidate) => candidate.parentFrame() !== null);
    await frame.waitForFunction(() => ['running', 'idle'].includes(window.bootlink?.state), { timeout: 60_000 });
    await frame.evaluate(() => window.bootlink.send('echo framed-$((1 + 1))\r'));
    await frame.waitForFunction(() => window.transcript.includes('framed-2'), { timeout: 60_000 });
  } finally {
    embedding.closeAllConnections();
    embedding.close();
  }
});
