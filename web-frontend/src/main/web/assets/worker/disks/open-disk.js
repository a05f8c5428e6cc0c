// SPDX-License-Identifier: Apache-2.0
/** Opens disks: on a web server, packed or raw; in a file of the user's; or blank. */

import { isNamedRaw, packing } from '../../page/images/formats.js';
import { ChunkCache } from './chunk-cache.js';
import { HttpSource, LastingError } from './http-source.js';
import { BadDiskError, HEADER_BYTES, hasMagic, parseHeader, parseIndex } from './packed.js';
import { StreamedDisk } from './streamed-disk.js';
import { sha256Hex } from './hash.js';

const RAW_CHUNK_BYTES = 128 << 10;
/** Enough for the index of most disks, so that one request opens them. */
const FIRST_BYTES = 64 << 10;
const SECTOR_BYTES = 512;
const RETRY_DELAYS_MS = [400, 1200, 3000];

/**
 * @param disk {url} with a name and perhaps an identity that it must have, {blob}, {blankMiB} or {blankBytes}
 * @return {sizeBytes, identity, read(position, target), expect(position, length), close()}
 */
export async function openDisk(disk, onArrival, tell) {
  const blankBytes = disk.blankBytes ?? (disk.blankMiB ?? 0) * (1 << 20);
  if (blankBytes > 0) {
    return new BlankDisk(blankBytes);
  }
  const packed = disk.blob && hasMagic(new Uint8Array(await disk.blob.slice(0, HEADER_BYTES).arrayBuffer()));
  if (disk.blob && !packed) {
    return new BlobDisk(disk.blob);
  }
  try {
    const source = packed ? new BlobSource(disk.blob) : new HttpSource(disk.url);
    return await openStreamed(disk, source, onArrival, tell);
  } catch (error) {
    const name = disk.name ?? disk.file ?? disk.url;
    if (error instanceof BadDiskError) {
      throw new BadDiskError(`The disk ${name} can’t be used: ${error.message}.`);
    }
    const { message } = error;
    const reason = error instanceof LastingError ? message : `the server can’t be reached (${message})`;
    throw new BadDiskError(`The disk ${name} can’t be read: ${reason}.`, true);
  }
}

async function openStreamed({ url, identity }, source, onArrival, tell) {
  const start = await retrying(() => source.readAll(0, FIRST_BYTES));
  if (!hasMagic(start)) {
    requireNotCompressed(start, url);
    return openRaw(source, url, onArrival, tell);
  }
  const header = await parseHeader(start);
  if (identity && header.identity && identity !== header.identity) {
    throw new BadDiskError('it is not the one that the list of machines names');
  }
  const end = HEADER_BYTES + header.indexBytes;
  const index = end <= start.length
    ? start.slice(HEADER_BYTES, end)
    : await retrying(() => source.readAll(HEADER_BYTES, header.indexBytes));
  if (index.length < header.indexBytes) {
    throw new BadDiskError('it is truncated');
  }
  const { stored, position, sha256 } = await parseIndex(header, index);
  const cache = source instanceof BlobSource ? null
    : await ChunkCache.open(header.identity, header.chunkBytes, header.storedChunks);
  const lastStored = stored.at(-1);
  const lastBytes = header.sizeBytes - (header.diskChunks - 1) * header.chunkBytes;
  const layout = {
    ...header,
    stored: (chunk) => stored[chunk],
    position: (chunk) => position[chunk],
    // Equal chunks are as long, so only the last one's can be shorter.
    contentBytes: (chunk) => (chunk === lastStored ? lastBytes : header.chunkBytes),
    sha256,
  };
  return new StreamedDisk(source, layout, cache, onArrival, tell);
}

async function openRaw(source, url, onArrival, tell) {
  const sizeBytes = await retrying(() => source.askSize());
  if (!Number.isSafeInteger(sizeBytes)) {
    throw new BadDiskError('the server does not tell its size');
  }
  requireSectors(sizeBytes);
  const layout = {
    sizeBytes,
    chunkBytes: RAW_CHUNK_BYTES,
    identity: await sha256Hex(new TextEncoder().encode(`${new URL(url, self.location.href).href} ${sizeBytes}`)),
    tracedChunks: 0,
    stored: (chunk) => chunk,
    position: (chunk) => Math.min(sizeBytes, chunk * RAW_CHUNK_BYTES),
    contentBytes: (chunk) => Math.min(RAW_CHUNK_BYTES, sizeBytes - chunk * RAW_CHUNK_BYTES),
    sha256: null,
  };
  return new StreamedDisk(source, layout, null, onArrival, tell);
}

/** No part of a compressed disk can be had without all that is in front of it. */
function requireNotCompressed(start, url) {
  const { pathname } = new URL(url, self.location.href);
  const kind = isNamedRaw(pathname) ? null : packing(start);
  if (kind !== null && kind !== 'zboot') {
    throw new BadDiskError(`it is compressed with ${kind}; only what has a name that ends in .gz or .zst is`
      + ' unpacked (and one that ends in .raw is taken as it is)');
  }
}

function requireSectors(sizeBytes) {
  if (sizeBytes === 0 || sizeBytes % SECTOR_BYTES !== 0) {
    const size = sizeBytes === 0 ? 'it is empty' : `it has ${sizeBytes} byte${sizeBytes === 1 ? '' : 's'}`;
    throw new BadDiskError(`${size}, and a disk has a multiple of ${SECTOR_BYTES} bytes`);
  }
}

async function retrying(attempt) {
  for (const delay of RETRY_DELAYS_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof LastingError) {
        throw error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
  return attempt();
}

/** A packed image in a file that the user has chosen, read like one on a server. */
class BlobSource {
  #blob;

  constructor(blob) {
    this.#blob = blob;
  }

  async read(start, length, onBytes) {
    onBytes(await this.readAll(start, length));
  }

  async readAll(start, length) {
    return new Uint8Array(await this.#blob.slice(start, start + length).arrayBuffer());
  }
}

/** What every kind of disk that is here all the time has. */
class PresentDisk {
  busy = false;
  trouble = null;
  receivedBytes = 0;

  expect() {
    return true;
  }

  close() {}
}

class BlankDisk extends PresentDisk {
  identity = '0'.repeat(64);

  constructor(sizeBytes) {
    super();
    this.sizeBytes = sizeBytes;
  }

  read(position, target) {
    target.fill(0);
    return true;
  }
}

/** A raw image in a file that the user has chosen. */
class BlobDisk extends PresentDisk {
  identity = '';
  #blob;
  #reader = new FileReaderSync();

  constructor(blob) {
    super();
    try {
      requireSectors(blob.size);
    } catch (error) {
      throw new BadDiskError(`The disk ${blob.name ?? ''} can’t be used: ${error.message}.`);
    }
    this.#blob = blob;
    this.sizeBytes = blob.size;
  }

  read(position, target) {
    target.set(new Uint8Array(this.#reader.readAsArrayBuffer(
      this.#blob.slice(position, position + target.length))));
    return true;
  }
}
