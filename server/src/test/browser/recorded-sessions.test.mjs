// SPDX-License-Identifier: Apache-2.0
/**
 * The same recorded sessions in Chromium, in Firefox and on the JVM, with translated code and without: each has
 * to find every recorded digest, the last one of all RAM.
 */

import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startChromium, startFirefox } from './support/browser.mjs';
import { Guest } from './support/guest.mjs';
import { runJar, startServer } from './support/server.mjs';

const GOLDEN = fileURLToPath(new URL(
  '../resources/org/bootlink/server/determinism/golden/engine-1/', import.meta.url));
/** How code is executed; all of it translated at once takes too long for Linux. */
const modes = (session) => (session.startsWith('golden') ? ['on', 'off', 'force'] : ['on', 'off']);

let folder;
let server;
const sessions = new Map();

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bootlink-recorded-'));
  copyFileSync(join(GOLDEN, 'kernel'), join(folder, 'golden-kernel'));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({
    images: [{ file: 'golden-kernel', kind: 'kernel', name: 'Kernel of the golden sessions' }], machines: [],
  }));
  server = await startServer('--images', folder, '--data', join(folder, 'data'));
  const stored = await fetch(new URL('s/', server.url), { method: 'POST',
    headers: { 'content-type': 'application/octet-stream' }, body: readFileSync(join(GOLDEN, 'snapshot')) });
  assert.equal(stored.status, 201);
  for (const name of ['recording', 'later']) {
    sessions.set(`golden ${name}`, readFileSync(join(GOLDEN, name)));
  }
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const open = (browser, query = '') => Guest.open(browser, new URL(query, server.url).href);

async function recorded(guest) {
  return Buffer.from(await guest.page.evaluate(async () => Array.from(await window.bootlink.recording())));
}

test('sessions are recorded in Chromium: at a prompt, and from a cold start with two harts', async (t) => {
  const browser = await startChromium();
  t.after(() => browser.close());
  const typist = await open(browser);
  await typist.untilShell();
  await typist.page.keyboard.type('cat > /tmp/file\nhello, word', { delay: 15 });
  await typist.page.keyboard.press('Backspace');
  await typist.page.keyboard.type('ld\n');
  await typist.send('\x04');
  await typist.run('cat /tmp/file; seq 1 2000 | md5sum; sleep 0.3; dd if=/dev/urandom bs=1k count=64 | sha256sum; '
    + "awk 'BEGIN { for (i = 1; i < 3000; i++) s += sin(i) / i; print s }'");
  sessions.set('typed', await recorded(typist));
  await typist.close();
  const cold = await open(browser, '?boot=cold&harts=2&memory=64');
  await cold.untilShell();
  await cold.run('for i in 1 2 3 4; do (seq 1 500 | sort -n | md5sum) & done; wait');
  sessions.set('cold, two harts', await recorded(cold));
});

for (const [name, start] of [['Chromium', startChromium], ['Firefox', startFirefox]]) {
  test(`${name} finds every digest of every session, however it executes code`, async (t) => {
    const browser = await start();
    t.after(() => browser.close());
    const guest = await open(browser);
    await guest.untilState('running', 'idle');
    for (const [session, bytes] of sessions) {
      for (const jit of modes(session)) {
        await guest.page.evaluate((file, mode) => window.bootlink.replay(file, { jit: mode }), [...bytes], jit);
        await guest.until(() => window.bootlink.replayed?.ended || window.bootlink.replayed?.divergence);
        const end = await guest.page.evaluate(() => window.bootlink.replayed);
        assert.equal(end.divergence, null, `${session}, ${jit}`);
        assert.ok(end.verified >= 1, `${session}, ${jit}`);
      }
    }
  });
}

test('the JVM finds every digest of every session, however it executes code', () => {
  for (const [session, bytes] of sessions) {
    const file = join(folder, 'session');
    writeFileSync(file, bytes);
    for (const jit of modes(session)) {
      runJar(['replay', '--quiet', '--jit', jit, '--images', folder, '--start', join(GOLDEN, 'snapshot'), file]);
    }
  }
});
