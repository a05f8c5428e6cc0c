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
