// SPDX-License-Identifier: Apache-2.0
/** The same page in Firefox. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFirefox } from './support/browser.mjs';
import { serverAndBrowser } from './support/fixture.mjs';
import { query, replayed, sharedLink } from './support/sharing.mjs';

const { open } = serverAndBrowser(startFirefox);

test('boots to a shell that runs a command', async () => {
  const guest = await open();
  await guest.untilShell();
  assert.equal(await guest.run('uname -m'), 'riscv64');
  await guest.picture('firefox');
});

test('a shared session starts at the snapshot, is verified, and taken over', async () => {
  const author = await open();
  await author.untilShell();
  await author.run('echo $((6 * 7)) > /tmp/answer');
  const start = await author.page.evaluate(async () =>
    window.bootlink.describe(await window.bootlink.recording()).start);
  assert.ok(start.step > 1e6, 'a plain visit does not boot from power-on');

  const reader = await open(query(await sharedLink(author)));
  await reader.press('Go to its end');
  const end = await replayed(reader);
  assert.equal(end.divergence, null);
  assert.ok(end.verified >= 1, 'a digest of the whole machine was equal');
  await reader.press('Take over');
  assert.equal(await reader.run('cat /tmp/answer'), '42');
});

test('Debian boots from its streamed disk, and a kept one has its files again', async () => {
  const page = await open('?image=none', undefined, { shared: true });
  const id = await page.page.evaluate(() => window.bootlink.machines.make('Debian', { image: 'debian' }));
  await page.close();
  const guest = await open(`?machine=${id}`, undefined, { shared: true });
  await guest.untilShell();
  assert.match(await guest.run('cat /etc/debian_version'), /^13\./);
  assert.equal(
    await guest.run('grep -c . /run/changes/upper/etc/mine; echo mine > /etc/mine; sync; cat /etc/mine'),
    'grep: /run/changes/upper/etc/mine: No such file or directory\nmine');
  await guest.picture('firefox-debian');
  await guest.close();

  const again = await open(`?machine=${id}`, undefined, { shared: true });
  await again.untilShell();
  assert.equal(await again.run('cat /etc/mine; dmesg | grep -ci "i/o error"'), 'mine\n0');
  await again.close();
});
