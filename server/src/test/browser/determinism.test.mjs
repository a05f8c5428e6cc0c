// SPDX-License-Identifier: Apache-2.0
/** The machine is the same, to the last bit, in Chromium, in Firefox and on the JVM. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startChromium, startFirefox } from './support/browser.mjs';
import { startJar, startServer } from './support/server.mjs';

const LINUX = `
# Boot, a load like a build's, floating point, idle with timers and input, reset.
every 5000000 until 230000000 digest
at 1000 type lost\\n
at 60000000 type cd /tmp; for i in 1 2 3 4; do seq 1 200 | awk '{print $1 * 7 % 1009 / 3}' |
at 60000000 type  sed s/1/x/ | sort > f$i & done; wait; cat f? | gzip -9 | tee z | md5sum; wc -c z\\n
at 61234567 size 132 43
at 61234568 type bench mandel forkexec\\n
at 150000000 type sleep 3; date\\n
at 180000000 type (sleep 1; uptime) &\\n
at 180000001 rate 50000000
at 200000000 type \\x03dmesg | wc; stty size\\n
at 215000000 reset
`;

let server;
let folder;
before(async () => {
  server = await startServer();
  folder = mkdtempSync(join(tmpdir(), 'bootlink-'));
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

for (const [name, startBrowser] of [['Chromium', startChromium], ['Firefox', startFirefox]]) {
  for (const harts of [1, 4]) {
    test(`${name} agrees with the JVM, ${harts} harts`, async () => {
      const expected = await onJvm(LINUX, harts);
      const { checkpoints, output } = await inBrowser(startBrowser, LINUX, harts);
      assert.match(output, / z\r\n/);
      assert.match(output, /forkexec work=/);
      // One after the other: the first step and the parts that differ are what is of interest.
      expected.forEach((line, i) => assert.equal(checkpoints[i], line));
      assert.equal(checkpoints.length, expected.length);
      assert.ok(expected.length >= 46);
    });
  }
}

const jvmResults = new Map();

function onJvm(script, harts) {
  if (!jvmResults.has(harts)) {
    jvmResults.set(harts, runJar(script, harts));
  }
  return jvmResults.get(harts);
}

async function runJar(script, harts) {
  const file = join(folder, `script-${harts}`);
  writeFileSync(file, script);
  const child = startJar(['run', '--script', file, '--memory', '64', '--harts', String(harts)],
    { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  assert.equal(code, 0, output);
  return output.trim().split('\n');
}

async function inBrowser(startBrowser, script, harts) {
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    // No machine for the page itself: there is none of that name.
    await page.goto(new URL('?image=none', server.url).href);
    await page.waitForFunction(() => window.bootlink !== undefined);
    return await page.evaluate(
      (text, count) => window.bootlink.runScript(text, { memory: 64, harts: count }), script, harts);
  } finally {
    await browser.close();
  }
}
