// SPDX-License-Identifier: Apache-2.0
/** The disks of one machine: what the module's Java asks for (Host.java), and what the page may show of them. */

import { KeptFile } from './change-files.js';
import { openDisk } from './open-disk.js';

/** As Host.java numbers them. */
const DONE = 0;
const AWAY = 1;
const FAILED = 2;

const TELL_EVERY_MS = 100;

export class Disks {
  #disks = [];
  #files = [];
  #memory = null;
  #tell;
  #told = 0;
  #timer = null;
  #away = false;
  #failure = null;

  /**
   * @param disks see open-disk.js; also readOnly
   * @param folder of the browser's private file system that keeps the changes; null: they end with the machine
   * @param onArrival called when data has come that the machine may wait for
   * @param tell called with {waiting, loading, receivedBytes, trouble, failure}
   */
  static async open(disks, folder, onArrival, tell) {
    const all = new Disks(tell);
    const arrived = () => {
      all.#away = false;
      onArrival();
    };
    const opened = await Promise.all(disks.map((disk) => openDisk(disk, arrived, () => all.#changed())));
    for (const [i, disk] of opened.entries()) {
      const kept = folder !== null && !disks[i].readOnly;
      all.#disks.push({ disk, readOnly: Boolean(disks[i].readOnly), kept, content: contentOf(disks[i], disk) });
      for (const half of ['a', 'b']) {
        all.#files.push(kept ? await KeptFile.open(folder, `disk${i}.${half}`) : null);
      }
    }
    return all;
  }

  constructor(tell) {
    this.#tell = tell;
  }

  /**
   * {sizeBytes, readOnly, kept, identity} of each. What is kept belongs to an identity; of the others it names
   * the content, as sessions do (docs/session-format.md), or is '' if nothing does.
   */
  get list() {
    return this.#disks.map(({ disk, readOnly, kept, content }) =>
      ({ sizeBytes: disk.sizeBytes, identity: kept ? disk.identity : content, readOnly, kept }));
  }

  /** Whether the machine asked for data that is still away. */
  get away() {
    return this.#away;
  }

  /** Imports of the module. */
  host(memory) {
    this.#memory = memory;
    const safely = (action) => {
      try {
        action();
        return 1;
      } catch (error) {
        this.#fail(error);
        return 0;
      }
    };
    return {
      diskRead: (disk, position, address, length) => this.#read(disk, position, address, length),
      diskExpect: (disk, position, length) => { this.#disks[disk].disk.expect(position, length); },
      fileSize: (file) => this.#files[file].size(),
      fileRead: (file, position, address, length) =>
        safely(() => this.#files[file].read(position, this.#bytes(address, length))),
      fileWrite: (file, position, address, length) =>
        safely(() => this.#files[file].write(position, this.#bytes(address, length))),
      fileTruncate: (file, size) => safely(() => this.#files[file].truncate(size)),
      fileFlush: (file) => safely(() => this.#files[file].flush()),
    };
  }

  close() {
    this.#disks.forEach(({ disk }) => disk.close());
    this.#files.forEach((file) => file?.close());
  }

  #read(disk, position, address, length) {
    try {
      if (this.#disks[disk].disk.read(position, this.#bytes(address, length))) {
        return DONE;
      }
    } catch (error) {
      this.#fail(error);
      return FAILED;
    }
    this.#away = true;
    this.#changed();
    return AWAY;
  }

  #bytes(address, length) {
    return new Uint8Array(this.#memory.buffer, address >>> 0, length);
  }

  #fail(error) {
    this.#failure = error.name === 'QuotaExceededError'
      ? 'The browser has no more room for this machine’s disk.' : error.message;
    this.#changed();
  }

  #changed() {
    this.#timer ??= setTimeout(() => this.#tellNow(), Math.max(0, this.#told + TELL_EVERY_MS - performance.now()));
  }

  #tellNow() {
    this.#timer = null;
    this.#told = performance.now();
    const disks = this.#disks.map(({ disk }) => disk);
    this.#tell({
      waiting: this.#away,
      loading: disks.some((disk) => disk.busy),
      receivedBytes: disks.reduce((sum, disk) => sum + disk.receivedBytes, 0),
      trouble: disks.find((disk) => disk.trouble)?.trouble ?? null,
      failure: this.#failure,
    });
    this.#failure = null;
  }
}

/** A blank disk is named by its size; a packed one by its header; a raw one by a hash that somebody else knows. */
function contentOf({ blankMiB, sha256 }, disk) {
  if (blankMiB) {
    return disk.sizeBytes.toString(16).padStart(64, '0');
  }
  return disk.packed ? disk.identity : sha256 ?? '';
}
