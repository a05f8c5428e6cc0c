// SPDX-License-Identifier: Apache-2.0
/** Sessions that are too large for a link: kept by the page's server, or saved to a file. */

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startChromium } from './support/browser.mjs';
import { Guest } from './support/guest.mjs';
import { startServer } from './support/server.mjs';

const LINE_BYTES = 1024;

let folder;
let keeping;
let plain;
let browser;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bootlink-store-'));
  [keeping, plain] = await Promise.all([
    startServer('--data', join(folder, 'data'), '--data-limit', '1'), startServer()]);
  browser = await startChromium();
});
after(async () => {
  await browser?.close();
  await Promise.all([keeping?.stop(), plain?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const open = (server, query = '') => Guest.open(browser, new URL(query, server.url).href);

/** Types so much that can't be compressed into a file of the guest's; gives its MD5. */
async function typeNoise(guest, lines) {
  await guest.untilShell();
  const text = Array.from({ length: lines }, () =>
    randomBytes(LINE_BYTES / 4 * 3).toString('base64').slice(0, LINE_BYTES - 1)).join('\n') + '\n';
  await guest.run('stty -echo');
  await guest.send(`cat > /tmp/noise\r${text.replaceAll('\n', '\r')}\x04`);
  const sum = createHash('md5').update(text).digest('hex');
  assert.equal(await guest.run('stty echo; md5sum < /tmp/noise'), `${sum}  -`);
  return sum;
}

const words = (guest) => guest.page.$eval('dialog[open] [role=status]', (element) => element.textContent);

async function shareWords(guest, pattern) {
  await guest.press('Share');
  await guest.until((source) => {
    const status = document.querySelector('dialog[open] [role=status]');
    return new RegExp(source, 'u').test(status?.textContent);
  }, pattern.source);
  return words(guest);
}

/** Has downloads go to a folder of their own; gives a function that waits for the one with that ending. */
async function downloads(guest) {
  const target = mkdtempSync(join(folder, 'downloads-'));
  const session = await guest.page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: target,
    browserContextId: guest.page.browserContext().id });
  return async (ending) => {
    for (;;) {
      const name = readdirSync(target).find((file) => file.endsWith(ending));
      if (name) {
        return join(target, name);
      }
      await new Promise((done) => setTimeout(done, 50));
    }
  };
}

async function dropFile(guest, path) {
  await guest.page.evaluate(({ base64, name }) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, { base64: readFileSync(path).toString('base64'), name: 'session.bootlink' });
}

async function replayed(guest) {
  await guest.press('Go to its end');
  await guest.until(() => window.bootlink.replayed?.ended || window.bootlink.replayed?.divergence);
  const end = await guest.page.evaluate(() => window.bootlink.replayed);
  assert.equal(end.divergence, null);
  assert.ok(end.verified >= 1);
  await guest.press('Take over');
  await guest.untilState('running', 'idle');
}

test('a session that is too large for a link is kept by the server, and its address opens it', async () => {
  const author = await open(keeping);
  const sum = await typeNoise(author, 24);
  assert.match(await shareWords(author, /too much for a link/), /This server can keep it/);
  await author.picture('store');
  await author.press('Store at this server');
  await author.until(() => document.querySelector('#share-link').value.includes('/s/'));
  const link = await author.page.$eval('#share-link', (field) => field.value);
  assert.match(link, /\/s\/[0-9a-f]{64}$/);
  author.assertQuiet();
  await author.close();

  const reader = await open(keeping, link);
  await replayed(reader);
  assert.equal(await reader.run('md5sum < /tmp/noise'), `${sum}  -`);
  await reader.close();
});

test('a server that keeps nothing says so; a file holds the session, which opens when it is dropped', async () => {
  const author = await open(plain);
  const sum = await typeNoise(author, 24);
  const download = await downloads(author);
  assert.match(await shareWords(author, /too much for a link/), /Save it to a file/);
  assert.ok(await author.page.evaluate(() => {
    const buttons = [...document.querySelectorAll('dialog[open] button')];
    return buttons.find(({ textContent }) => /Store/.test(textContent)).hidden;
  }));
  await author.press('Save to a file');
  const file = await download('.bootlink');
  await author.press('Export asciicast');
  const [header, ...events] = readFileSync(await download('.cast'), 'utf8').trim().split('\n').map(JSON.parse);
  assert.equal(header.version, 2);
  assert.ok(events.every(([seconds, kind, text], i) =>
    kind === 'o' && text.length > 0 && seconds >= (events[i - 1]?.[0] ?? 0)));
  assert.match(events.map(([, , text]) => text).join(''), /shell-42/);
  await author.close();

  const reader = await open(plain);
  await reader.untilShell();
  await dropFile(reader, file);
  await replayed(reader);
  assert.equal(await reader.run('md5sum < /tmp/noise'), `${sum}  -`);
  await reader.close();
});

test('what is more than the server keeps is not offered to it', async () => {
  const author = await open(keeping);
  await typeNoise(author, 1100);
  assert.match(await shareWords(author, /too much for a link/), /Save it to a file/);
  await author.close();
});

test('the address of what is not kept is answered in words', async () => {
  const response = await fetch(new URL(`s/${'0'.repeat(64)}`, keeping.url));
  assert.equal(response.status, 404);
  assert.match(await response.text(), /kept|stored/);
});
