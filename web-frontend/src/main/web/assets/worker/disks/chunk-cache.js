// SPDX-License-Identifier: Apache-2.0
/**
 * Chunks of one disk kept in the browser's private file system, for the next visit. One file: a table of
 * {u32 chunk number plus 1, u32 check} for each slot, then the slots. An entry is believed only if the check is
 * right, so that a tab may end at any moment. Writing takes milliseconds each time, in which the machine stands
 * still, however little is written: so chunks wait for others.
 */

import { quickCheck } from './hash.js';

const FOLDER = 'disk-cache';
/** Of all disks together. */
const LIMIT_BYTES = 512 << 20;
const ENTRY_BYTES = 8;
const MAX_WAITING_BYTES = 8 << 20;
const MAX_WAIT_MS = 3000;

export class ChunkCache {
  #handle;
  #chunkBytes;
  #table;
  #slotOf = new Map();
  #nextSlot = 0;
  /** What is still to be written, by chunk. */
  #waiting = new Map();
  #timer = null;

  /** The cache of this disk; null where there is none, or while another tab has it. */
  static async open(identity, chunkBytes, chunks) {
    try {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle(FOLDER, { create: true });
      const slots = Math.min(chunks, Math.floor(LIMIT_BYTES / chunkBytes));
      if (!identity || slots < 1) {
        return null;
      }
      await makeRoom(folder, identity, LIMIT_BYTES - slots * (chunkBytes + ENTRY_BYTES));
      const file = await folder.getFileHandle(`${identity}-${chunkBytes}`, { create: true });
      return new ChunkCache(await file.createSyncAccessHandle(), chunkBytes, slots);
    } catch {
      return null;
    }
  }

  constructor(handle, chunkBytes, slots) {
    this.#handle = handle;
    this.#chunkBytes = chunkBytes;
    this.#table = new Uint32Array(2 * slots);
    handle.read(new Uint8Array(this.#table.buffer), { at: 0 });
    for (let slot = 0; slot < slots; slot++) {
      const chunk = this.#table[2 * slot] - 1;
      if (chunk >= 0) {
        this.#slotOf.set(chunk, slot);
        this.#nextSlot = (slot + 1) % slots;
      }
    }
  }

  has(chunk) {
    return this.#slotOf.has(chunk) || this.#waiting.has(chunk);
  }

  /** The chunk's content, or undefined. */
  get(chunk) {
    const slot = this.#slotOf.get(chunk);
    if (slot === undefined) {
      return this.#waiting.get(chunk);
    }
    const bytes = new Uint8Array(this.#chunkBytes);
    try {
      if (this.#handle.read(bytes, { at: this.#position(slot) }) === bytes.length
          && quickCheck(bytes) === this.#table[2 * slot + 1]) {
        return bytes;
      }
    } catch {
      // As if it weren't there.
    }
    this.#slotOf.delete(chunk);
    return undefined;
  }

  /** Keeps a chunk, whose bytes nobody changes any more. */
  put(chunk, bytes) {
    if (this.has(chunk)) {
      return;
    }
    this.#waiting.set(chunk, bytes);
    if (this.#waiting.size * this.#chunkBytes >= MAX_WAITING_BYTES) {
      this.#writeWaiting();
    } else {
      this.#timer ??= setTimeout(() => this.#writeWaiting(), MAX_WAIT_MS);
    }
  }

  close() {
    this.#writeWaiting();
    this.#handle.close();
  }

  #writeWaiting() {
    clearTimeout(this.#timer);
    this.#timer = null;
    const slots = this.#table.length / 2;
    const chunks = [...this.#waiting];
    this.#waiting.clear();
    while (chunks.length > 0) {
      this.#write(chunks.splice(0, slots - this.#nextSlot));
      this.#nextSlot %= slots;
    }
  }

  /** Writes [chunk, bytes] into as many slots from the next one on. */
  #write(chunks) {
    const first = this.#nextSlot;
    const content = new Uint8Array(chunks.length * this.#chunkBytes);
    chunks.forEach(([chunk, bytes], i) => {
      content.set(bytes, i * this.#chunkBytes);
      this.#slotOf.delete(this.#table[2 * (first + i)] - 1);
      this.#table.set([chunk + 1, quickCheck(bytes)], 2 * (first + i));
    });
    try {
      this.#handle.write(content, { at: this.#position(first) });
      const entries = this.#table.subarray(2 * first, 2 * (first + chunks.length));
      this.#handle.write(entries, { at: ENTRY_BYTES * first });
    } catch {
      // No room: the next visit will fetch them again.
      return;
    }
    chunks.forEach(([chunk], i) => this.#slotOf.set(chunk, first + i));
    this.#nextSlot = first + chunks.length;
  }

  #position(slot) {
    return this.#table.byteLength + slot * this.#chunkBytes;
  }
}

/** Removes caches of other disks, the oldest first, until no more than `bytes` are left of them. */
async function makeRoom(folder, identity, bytes) {
  const others = [];
  for await (const [name, handle] of folder.entries()) {
    if (!name.startsWith(identity)) {
      const file = await handle.getFile();
      others.push({ name, size: file.size, time: file.lastModified });
    }
  }
  others.sort((first, second) => second.time - first.time);
  let sum = 0;
  for (const { name, size } of others) {
    sum += size;
    if (sum > bytes) {
      await folder.removeEntry(name).catch(() => {});
    }
  }
}
