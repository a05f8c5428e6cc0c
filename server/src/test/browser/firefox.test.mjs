// SPDX-License-Identifier: Apache-2.0
/** The same page in Firefox. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFirefox } from './support/browser.mjs';
import { serverAndBrowser } from './support/fixture.mjs';

const { open } = serverAndBrowser(startFirefox);

test('boots to a shell that runs a command', async () => {
  const guest = await open();
  await guest.untilShell();
  assert.equal(await guest.run('uname -m'), 'riscv64');
  await guest.picture('firefox');
});
