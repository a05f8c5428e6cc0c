// SPDX-License-Identifier: Apache-2.0
/** Choosing a machine by hand, and booting files of one's own. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startChromium } from './support/browser.mjs';
import { serverAndBrowser } from './support/fixture.mjs';

const { open, url } = serverAndBrowser(startChromium);
const COURSE_PROMPT = 'course> ';

async function pathOf(image) {
  const { images } = await (await fetch(new URL('images.json', url()))).json();
  const { sha256, file } = images.find(({ file: name }) => name === image);
  return `images/${sha256.slice(0, 16)}/${file}`;
}

const coursePath = () => pathOf('course-rv64.elf');

async function courseKernel() {
  return Buffer.from(await (await fetch(new URL(await coursePath(), url()))).arrayBuffer());
}

/** A zstd frame of one raw block: RFC 8878, "Zstandard Frames". */
function storedAsZstd(bytes) {
  const header = Buffer.alloc(9);
  header.writeUInt32LE(0xfd2fb528, 0);
  header.writeUInt8(0xa0, 4);
  header.writeUInt32LE(bytes.length, 5);
  const block = Buffer.alloc(3);
  block.writeUIntLE(bytes.length * 8 + 1, 0, 3);
  return Buffer.concat([header, block, bytes]);
}

/** Lets files fall on the page as a person's drag would. */
function drop(guest, files) {
  return guest.page.evaluate((dropped) => {
    const dataTransfer = new DataTransfer();
    for (const { name, base64 } of dropped) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name));
    }
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.querySelector('main').dispatchEvent(
        new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, files.map(([name, bytes]) => ({ name, base64: bytes.toString('base64') })));
}

function clickIn(guest, selector, text) {
  return guest.page.evaluate((where, words) => [...document.querySelectorAll(where)]
    .find((button) => button.textContent.includes(words)).click(), selector, text);
}

test('the chooser lists the machines with sizes and licences and boots the one that is clicked', async () => {
  const guest = await open('');
  await guest.untilShell();
  await guest.click('#choose');
  await guest.until(() => document.querySelectorAll('#images .machine').length >= 2);
  const text = await guest.page.$eval('#images', (dialog) => dialog.textContent);
  assert.match(text, /BusyBox.*MB to load.*256 MiB of memory/s);
  assert.match(text, /GPL-2\.0-only/);
  await guest.picture('chooser');
  await clickIn(guest, '#images .machine', 'Course kernel');
  await guest.untilOutput(COURSE_PROMPT);
  assert.equal(new URL(guest.page.url()).search, '?image=course');
  await guest.close();
});

/** A frame that is to be skipped, which tells how long the next one is, as pzstd puts before each. */
function announced(frame) {
  const skippable = Buffer.from('502a4d180400000000000000', 'hex');
  skippable.writeUInt32LE(frame.length, 8);
  return Buffer.concat([skippable, frame]);
}

for (const [packing, pack] of [
  ['not at all', (bytes) => bytes], ['by gzip', gzipSync], ['by zstd', storedAsZstd],
  ['by pzstd', (bytes) => announced(storedAsZstd(bytes))]]) {
  test(`a kernel packed ${packing} that is dropped on the page boots without firmware`, async () => {
    const guest = await open('');
    await drop(guest, [['kernel', pack(await courseKernel())]]);
    await guest.until(() => document.querySelector('#images [data-part=own] select')?.value === 'kernel');
    await guest.until(() => document.activeElement.textContent === 'Boot these');
    await guest.picture('dropped');
    await guest.page.keyboard.press('Enter');
    await guest.untilOutput(COURSE_PROMPT);
    guest.assertQuiet?.();
    await guest.close();
  });
}

test('a course kernel and its disk that are named by URL run on three harts and use the disk', async () => {
  const guest = await open(`?kernel=${await coursePath()}&disk=${await pathOf('course.disk')}`
    + '&harts=3&memory=128&cmdline=');
  await guest.untilOutput(COURSE_PROMPT);
  for (const [command, answer] of [['harts', '3 harts'], ['count', '3 harts counted to 30000'],
    ['irq', 'the second sector, by interrupt'], ['write', '8 sectors written and read back, 0 errors'],
    ['map', 'unmapped: page fault'], ['user', 'the program ended with 42']]) {
    await guest.send(`${command}\r`);
    await guest.untilOutput(answer);
  }
  await guest.picture('course');
  await guest.send('off\r');
  await guest.untilState('off');
  await guest.close();
});

test('a dropped disk that is compressed is unpacked, but one named .raw stays as it is', async () => {
  const disk = Buffer.from(await (await fetch(new URL(await pathOf('course.disk'), url()))).arrayBuffer());
  const raw = Buffer.from(disk);
  raw.writeUInt16BE(0x1f8b, 0);
  for (const [name, bytes] of [['fs.img', gzipSync(disk)], ['fs.raw', raw]]) {
    const guest = await open('');
    await drop(guest, [['kernel', await courseKernel()], [name, bytes]]);
    await guest.until(() => document.querySelectorAll('#images [data-part=own] select').length === 2);
    await clickIn(guest, '#images button', 'Boot these');
    await guest.untilOutput(COURSE_PROMPT);
    await guest.send('irq\r');
    await guest.untilOutput('the second sector, by interrupt');
    await guest.close();
  }
});

test('a kernel named by its URL boots, and a missing one is told', async () => {
  const guest = await open(`?kernel=${await coursePath()}`);
  await guest.untilOutput(COURSE_PROMPT);
  await guest.close();
  const missing = await open('?kernel=no-such-kernel');
  await missing.untilState('failed');
  assert.match(await missing.notice(), /no-such-kernel could not be downloaded/);
  await missing.close();
});

test('files that no machine can use are told by name, and the machine goes on', async () => {
  const guest = await open('');
  await guest.untilShell();
  const elf = await courseKernel();
  const foreign = Buffer.from(elf);
  foreign.writeUInt16LE(62, 18);
  const cutOff = gzipSync(elf).subarray(0, 200);
  await drop(guest, [['x86.elf', foreign], ['picture.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['fs.img', Buffer.concat([Buffer.from('\xfd7zXZ\0', 'latin1'), Buffer.alloc(506)])],
    ['empty.img', Buffer.alloc(0)]]);
  await guest.until(() =>
    document.querySelector('#images [data-part=own] [role=alert]')?.textContent.includes('empty.img'));
  const problems = await guest.page.$eval('#images [data-part=own] [role=alert]', (alert) => alert.textContent);
  assert.match(problems, /x86\.elf is an ELF file for another processor/);
  assert.match(problems, /picture\.png is neither/);
  assert.match(problems, /fs\.img is compressed with xz; use unxz first/);
  assert.match(problems, /empty\.img is empty/);
  await guest.page.keyboard.press('Escape');
  assert.equal(await guest.run('echo still-$((1 + 1))'), 'still-2');
  await drop(guest, [['cut.gz', cutOff]]);
  await guest.until(() => document.querySelector('#images [data-part=own] select'));
  await clickIn(guest, '#images button', 'Boot these');
  await guest.untilState('failed');
  assert.match(await guest.notice(), /cut\.gz/);
  await guest.close();
});
