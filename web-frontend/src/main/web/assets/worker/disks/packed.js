// SPDX-License-Identifier: Apache-2.0
/** Header and index of packed disk images; docs/disk-format.md describes them. */

import { equalBytes, sha256, sha256Hex } from './hash.js';

export const HEADER_BYTES = 96;
const MAGIC = new TextEncoder().encode('BOOTDISK');
const VERSION = 1;
const SECTOR_BYTES = 512;
const MIN_CHUNK_BYTES = 4096;
const MAX_CHUNK_BYTES = 1 << 20;
const ENTRY_BYTES = 36;
const HASH_BYTES = 32;
const MAX_INDEX_BYTES = 64 << 20;

/** A disk that can't be used; the message is for people. */
export class BadDiskError extends Error {
  /** @param retry whether it may work later as it is */
  constructor(message, retry = false) {
    super(message);
    this.retry = retry;
  }
}

export function hasMagic(bytes) {
  return bytes.length >= HEADER_BYTES && equalBytes(bytes.subarray(0, MAGIC.length), MAGIC);
}

/** @return chunkBytes, sizeBytes, diskChunks, storedChunks, tracedChunks, indexBytes, indexSha256, identity */
export async function parseHeader(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const header = {
    chunkBytes: view.getUint32(12, true),
    sizeBytes: Number(view.getBigUint64(16, true)),
    storedChunks: view.getUint32(24, true),
    tracedChunks: view.getUint32(28, true),
    indexSha256: bytes.slice(32, 32 + HASH_BYTES),
    identity: await sha256Hex(bytes.subarray(0, HEADER_BYTES)),
  };
  const { chunkBytes, sizeBytes, storedChunks, tracedChunks } = header;
  if (view.getUint32(8, true) !== VERSION) {
    throw new BadDiskError(`it has version ${view.getUint32(8, true)}; this page knows version ${VERSION}`);
  }
  if (chunkBytes < MIN_CHUNK_BYTES || chunkBytes > MAX_CHUNK_BYTES || (chunkBytes & (chunkBytes - 1)) !== 0) {
    throw new BadDiskError(`it has chunks of ${chunkBytes} bytes`);
  }
  if (sizeBytes === 0 || sizeBytes % SECTOR_BYTES !== 0 || sizeBytes / chunkBytes > MAX_INDEX_BYTES / 4) {
    throw new BadDiskError(`it holds a disk of ${sizeBytes} bytes`);
  }
  header.diskChunks = Math.ceil(sizeBytes / chunkBytes);
  header.indexBytes = 4 * header.diskChunks + ENTRY_BYTES * storedChunks;
  if (storedChunks > header.diskChunks || tracedChunks > storedChunks || header.indexBytes > MAX_INDEX_BYTES) {
    throw new BadDiskError('its header contradicts itself');
  }
  return header;
}

/**
 * @param bytes the index, which follows the header
 * @return {stored, position, sha256}: per chunk of the disk the number of its stored chunk, or -1 for zeros; per
 *     stored chunk where it begins in the file (and one more entry for the end); a function from a stored chunk's
 *     number to its hash
 */
export async function parseIndex(header, bytes) {
  const digest = await sha256(bytes);
  if (digest && !equalBytes(digest, header.indexSha256)) {
    throw new BadDiskError('its index is damaged');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, header.indexBytes);
  const stored = new Int32Array(header.diskChunks);
  for (let i = 0; i < stored.length; i++) {
    stored[i] = view.getUint32(4 * i, true) - 1;
    if (stored[i] < -1 || stored[i] >= header.storedChunks) {
      throw new BadDiskError('its index names a chunk that is not there');
    }
  }
  const entries = 4 * header.diskChunks;
  const position = new Float64Array(header.storedChunks + 1);
  position[0] = HEADER_BYTES + header.indexBytes;
  for (let i = 0; i < header.storedChunks; i++) {
    const length = view.getUint32(entries + ENTRY_BYTES * i, true);
    if (length < 1 || length > header.chunkBytes) {
      throw new BadDiskError(`it has a chunk of ${length} bytes`);
    }
    position[i + 1] = position[i] + length;
  }
  const hashes = bytes.subarray(entries);
  const hashOf = (chunk) => hashes.subarray(ENTRY_BYTES * chunk + 4, ENTRY_BYTES * (chunk + 1));
  return { stored, position, sha256: hashOf };
}
