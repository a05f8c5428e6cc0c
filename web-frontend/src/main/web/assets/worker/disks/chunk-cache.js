// SPDX-License-Identifier: Apache-2.0
/**
 * Chunks of one disk kept in the browser's private file system, for the next visit. One file: a table of
 * {u32 chunk number plus 1, u32 check} for each slot, then the slots. An entry is written after its slot, and
 * believed only if the check is right, so that a tab may end at any moment.
 */

import { quickCheck } from './hash.js';

const FOLDER = 'disk-cache';
/** Of all disks together. */
const LIMIT_BYTES = 512 << 20;
const ENTRY_BYTES = 8;

export class ChunkCache {
  #handle;
  #chunkBytes;
  #table;
  #slotOf = new Map();
  #nextSlot = 0;

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
    return this.#slotOf.has(chunk);
  }

  /** The chunk's content, or undefined. */
  get(chunk) {
    const slot = this.#slotOf.get(chunk);
    if (slot === undefined) {
      return undefined;
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

  put(chunk, bytes) {
    if (this.#slotOf.has(chunk)) {
      return;
    }
    const slot = this.#nextSlot;
    this.#slotOf.delete(this.#table[2 * slot] - 1);
    try {
      this.#setEntry(slot, 0, 0);
      this.#handle.write(bytes, { at: this.#position(slot) });
      this.#setEntry(slot, chunk + 1, quickCheck(bytes));
    } catch {
      // No room: the next visit will fetch it again.
      return;
    }
    this.#slotOf.set(chunk, slot);
    this.#nextSlot = (slot + 1) % (this.#table.length / 2);
  }

  close() {
    this.#handle.close();
  }

  #position(slot) {
    return this.#table.byteLength + slot * this.#chunkBytes;
  }

  #setEntry(slot, number, check) {
    this.#table.set([number, check], 2 * slot);
    this.#handle.write(this.#table.subarray(2 * slot, 2 * slot + 2), { at: ENTRY_BYTES * slot });
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
