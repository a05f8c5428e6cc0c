// SPDX-License-Identifier: Apache-2.0
/**
 * The worker that makes a file the disk of a kept machine, for page/machines/import-kept.js. From the page:
 * {module, keep, number, source, fileName, gzip}. To the page: {share} now and then, at last {result}, the disk's
 * size, or {error}.
 *
 * The disk becomes a blank one with all that is not zero in the file as its changes, so zeros take no room.
 */

import { Disks } from './disks/disks.js';
import { readImage } from './disks/image-reader.js';
import { folderOf } from './disks/kept.js';
import { Machine } from './machine.js';

const BLOCK_BYTES = 4096;
const SHARE_EVERY_BYTES = 4 << 20;

self.onmessage = async ({ data: { module, keep, number, source, fileName, gzip } }) => {
  let disks = null;
  try {
    const image = await readImage(fileName, source, gzip);
    // Disks before it keep their numbers, and nothing else.
    const others = Array.from({ length: number }, () => ({ blankMiB: 1, readOnly: true }));
    disks = await Disks.open([...others, { blankBytes: image.sizeBytes }], await folderOf(keep, true),
      () => {}, () => {});
    const machine = await Machine.load(module, () => {}, disks);
    machine.attachDisks();
    let position = 0;
    for await (const piece of image.pieces()) {
      if (!writeBlocks(machine, number, position, piece)) {
        throw new Error('The browser has no room for this disk.');
      }
      position += piece.length;
      if (position % SHARE_EVERY_BYTES === 0) {
        self.postMessage({ share: position / image.sizeBytes });
      }
    }
    if (position !== image.sizeBytes) {
      throw new Error(`${fileName} has changed while it was read.`);
    }
    if (!machine.flushDisk(number)) {
      throw new Error('The browser has no room for this disk.');
    }
    disks.close();
    self.postMessage({ result: image.sizeBytes });
  } catch (error) {
    disks?.close();
    self.postMessage({ error: error.name === 'QuotaExceededError'
      ? 'The browser has no room for this disk.' : error.message });
  }
};

/** Writes those blocks that are not all zeros; whether that was possible. */
function writeBlocks(machine, number, position, piece) {
  for (let at = 0; at < piece.length; at += BLOCK_BYTES) {
    const block = piece.subarray(at, at + BLOCK_BYTES);
    if (!isZero(block) && !machine.writeDisk(number, position + at, block)) {
      return false;
    }
  }
  return true;
}

/** @param bytes a multiple of 8 of them, at such an offset */
function isZero(bytes) {
  const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  for (let i = 0; i < words.length; i++) {
    if (words[i] !== 0n) {
      return false;
    }
  }
  return true;
}
