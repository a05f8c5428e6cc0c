// SPDX-License-Identifier: Apache-2.0
/** Reads a disk image in a file of the user's from its beginning to its end: raw, raw in gzip, or packed. */

import { openDisk } from './open-disk.js';
import { BadDiskError, HEADER_BYTES, hasMagic } from './packed.js';

const PIECE_BYTES = 64 << 10;
const SECTOR_BYTES = 512;
/** More is taken for a mistake, such as a file that unpacks without end. */
const MAX_DISK_BYTES = 64 * 2 ** 30;

/**
 * @param name of the file, for messages
 * @param gzip whether the file is a gzip
 * @return {sizeBytes, pieces()}: pieces gives the content in order, each but the last of 64 KiB
 */
export async function readImage(name, blob, gzip) {
  if (hasMagic(await firstBytes(content(blob, gzip), HEADER_BYTES).catch(damaged(name)))) {
    const file = gzip ? await new Response(content(blob, gzip)).blob().catch(damaged(name)) : blob;
    return readPacked(name, file);
  }
  const sizeBytes = gzip ? await countBytes(name, content(blob, gzip)) : blob.size;
  if (sizeBytes === 0 || sizeBytes % SECTOR_BYTES !== 0 || sizeBytes > MAX_DISK_BYTES) {
    throw new BadDiskError(sizeBytes > MAX_DISK_BYTES ? `${name} holds more than ${MAX_DISK_BYTES >> 30} GiB.`
      : `${name} is no disk: it holds ${sizeBytes} bytes, and a disk has a multiple of ${SECTOR_BYTES}.`);
  }
  return { sizeBytes, pieces: () => cut(content(blob, gzip)) };
}

function content(blob, gzip) {
  return gzip ? blob.stream().pipeThrough(new DecompressionStream('gzip')) : blob.stream();
}

function damaged(name) {
  return (error) => {
    throw new BadDiskError(`${name} is damaged: its gzip compression can’t be undone (${error.message}).`);
  };
}

async function firstBytes(stream, length) {
  const reader = stream.getReader();
  const bytes = new Uint8Array(length);
  let count = 0;
  while (count < length) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    bytes.set(value.subarray(0, length - count), count);
    count += Math.min(value.length, length - count);
  }
  await reader.cancel().catch(() => {});
  return bytes.subarray(0, count);
}

async function countBytes(name, stream) {
  const reader = stream.getReader();
  for (let count = 0; ;) {
    const { done, value } = await reader.read().catch(damaged(name));
    if (done) {
      return count;
    }
    count += value.length;
    if (count > MAX_DISK_BYTES) {
      await reader.cancel().catch(() => {});
      return count;
    }
  }
}

async function* cut(stream) {
  const reader = stream.getReader();
  let piece = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    for (let at = 0; at < value.length;) {
      const part = value.subarray(at, at + PIECE_BYTES - filled);
      piece.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === PIECE_BYTES) {
        yield piece;
        piece = new Uint8Array(PIECE_BYTES);
        filled = 0;
      }
    }
  }
  if (filled > 0) {
    yield piece.subarray(0, filled);
  }
}

async function readPacked(name, blob) {
  let arrived = () => {};
  const disk = await openDisk({ name, blob }, () => arrived(), () => arrived());
  const { sizeBytes } = disk;
  if (sizeBytes > MAX_DISK_BYTES) {
    throw new BadDiskError(`${name} holds more than ${MAX_DISK_BYTES >> 30} GiB.`);
  }
  async function* pieces() {
    for (let position = 0; position < sizeBytes; position += PIECE_BYTES) {
      const piece = new Uint8Array(Math.min(PIECE_BYTES, sizeBytes - position));
      for (;;) {
        const arrival = new Promise((resolve) => { arrived = resolve; });
        if (disk.read(position, piece)) {
          break;
        }
        await arrival;
        if (disk.trouble) {
          throw new BadDiskError(`${name} can’t be used: ${disk.trouble}.`);
        }
      }
      yield piece;
    }
    disk.close();
  }
  return { sizeBytes, pieces };
}
