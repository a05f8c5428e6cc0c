// SPDX-License-Identifier: Apache-2.0
/** The way of someone who opens a link: Linux boots, a command runs, its output is on the screen. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startChromium } from './support/browser.mjs';
import { serverAndBrowser } from './support/fixture.mjs';

const { open } = serverAndBrowser(startChromium);

test('boots to a shell that runs what is typed at the keyboard', async () => {
  const guest = await open();
  await guest.untilShell();
  await guest.page.keyboard.type('echo $((6 * 7)) is the answer; uname -m\n');
  await guest.untilOutput('\n42 is the answer\r\nriscv64\r\n');
  await guest.until(() => window.bootlink.screen().includes('42 is the answer'));
  await guest.picture('light');
  guest.assertQuiet();
});

test('shows the machine in the status line', async () => {
  const guest = await open('?memory=128');
  await guest.untilShell();
  await guest.untilState('idle');
  const status = await guest.page.$eval('#bar', (bar) => bar.innerText);
  assert.match(status, /idle/);
  assert.match(status, /128 MiB/);
  const { steps, virtualSeconds, memoryMiB, harts } = await guest.counters();
  assert.ok(steps > 1e6 && virtualSeconds > 0, `${steps} steps, ${virtualSeconds} s`);
  assert.deepEqual([memoryMiB, harts], [128, 1]);
});

test('starts as many harts and as much memory as the parameters say', async () => {
  const guest = await open('?harts=4&memory=96&append=bootlink.test=yes');
  await guest.untilShell();
  assert.equal(await guest.run('grep -c ^processor /proc/cpuinfo'), '4');
  const kibibytes = Number(await guest.run("awk '/MemTotal/ {print $2}' /proc/meminfo"));
  assert.ok(kibibytes > 60 * 1024 && kibibytes < 96 * 1024, `${kibibytes} KiB`);
  assert.match(await guest.run('cat /proc/cmdline'), /bootlink\.test=yes/);
});

test('fetches each file of the machine once', async () => {
  for (const [query, part] of [['', '.snapshot'], ['?boot=cold', '.Image']]) {
    const guest = await open(query);
    await guest.untilShell();
    const [worker] = guest.page.workers();
    const names = await worker.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    assert.ok(names.some((name) => name.endsWith(part)), `${names}`);
    assert.deepEqual(names, [...new Set(names)]);
  }
});

test('boots in the dark', async () => {
  const guest = await open('', (page) =>
    page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]));
  await guest.untilShell();
  await guest.run('ls --color=always -l /');
  await guest.picture('dark');
});
