// SPDX-License-Identifier: Apache-2.0
/** What goes through the terminal arrives whole, both ways. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChromium } from './support/browser.mjs';
import { serverAndBrowser } from './support/fixture.mjs';

const { open } = serverAndBrowser(startChromium);

function paste(guest, text) {
  return guest.page.evaluate((data) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', data);
    document.querySelector('#terminal textarea')
      .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** Has the guest read into a file what comes; before that its shell reads, which takes no lines. */
async function readInto(guest, file) {
  await guest.send(`cat > ${file}\r`);
  await guest.untilOutput(`cat > ${file}\r\n`);
}

test('the guest learns the size of the window, and its new one', async () => {
  const guest = await open();
  await guest.untilShell();
  const fitted = () => guest.page.evaluate(() => {
    const { columns, rows } = window.bootlink.size;
    return `${rows} ${columns}`;
  });
  const before = await fitted();
  assert.equal(await guest.run('stty size'), before);
  await guest.page.setViewport({ width: 700, height: 420 });
  await guest.until((old) => `${window.bootlink.size.rows} ${window.bootlink.size.columns}` !== old, before);
  assert.equal(await guest.run('sleep 0.2; stty size'), await fitted());
});

test('a paste of 100 KB arrives whole', async () => {
  const guest = await open();
  await guest.untilShell();
  const line = (number) => `${String(number).padStart(7, '0')} ${'the quick brown fox jumps over the lazy dog. '
    .repeat(2).slice(0, 71)}\n`;
  const text = Array.from({ length: 1280 }, (_, number) => line(number)).join('');
  assert.equal(text.length, 102_400);
  await readInto(guest, '/tmp/pasted');
  await paste(guest, text);
  await guest.send('\x04');
  assert.equal(await guest.run('wc -c < /tmp/pasted'), '102400');
  const expected = createHash('md5').update(text).digest('hex');
  assert.equal((await guest.run('md5sum /tmp/pasted')).split(' ')[0], expected);
});

test('what is typed before the terminal has answered a question comes after the answer', async () => {
  const slowTerminal = (page) => page.evaluateOnNewDocument(() => {
    const soon = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) => setTimeout(() => soon(callback), 300);
  });
  const guest = await open('', slowTerminal);
  await guest.untilShell();
  for (let i = 1; i <= 3; i++) {
    await guest.until(() => window.transcript.endsWith('\x1b[6n'));
    await guest.send(`sleep 0.5; echo command $((40 + ${i}))\r`);
    await guest.untilOutput(`command ${40 + i}`);
  }
  assert.doesNotMatch(await guest.page.evaluate(() => window.transcript), /\^\[|\dR/);
});

test('text beyond ASCII goes both ways, and wide characters take two cells', async () => {
  const guest = await open();
  await guest.untilShell();
  const text = 'Grüße, 日本語, Ελλάδα, 🐧';
  await readInto(guest, '/tmp/text');
  await paste(guest, `${text}\n`);
  await guest.send('\x04');
  assert.equal(await guest.run('cat /tmp/text'), text);
  assert.equal(await guest.run('wc -c < /tmp/text'), String(Buffer.byteLength(text) + 1));
  await guest.run("clear; i=0; while [ $i -lt 100 ]; do printf 日; i=$((i + 1)); done; echo");
  await guest.until(() => window.bootlink.screen()
    .includes('日'.repeat(Math.floor(window.bootlink.size.columns / 2))));
});

test('much output at once is shown to its end while keys still get through', async () => {
  const guest = await open();
  await guest.untilShell();
  assert.equal((await guest.run('seq 1 20000')).split('\n').length, 20_000);
  await guest.send('yes\r');
  await guest.untilOutput('y\r\ny\r\ny\r\n');
  await guest.send('\x03');
  assert.equal(await guest.run('echo interrupted'), 'interrupted');
});

test('full-screen programs fill the window', async () => {
  const guest = await open();
  await guest.untilShell();
  await guest.send('vi /tmp/note\r');
  await guest.until(() => window.bootlink.screen().filter((line) => line === '~').length
    === window.bootlink.size.rows - 2);
  await guest.picture('vi');
  await guest.send('ihello from vi');
  await guest.until(() => window.bootlink.screen()[0] === 'hello from vi');
  await guest.send('\x1b');
  // Sooner than this the next key would be part of an escape sequence.
  await sleep(500);
  await guest.send(':wq\r');
  assert.equal(await guest.run('cat /tmp/note'), 'hello from vi');
});
