// SPDX-License-Identifier: Apache-2.0
/** Files that a disk's changes are kept in, as BlockFile.java asks for them: they throw where it says false. */

/** So much is read at once of what is read in order, and kept: each call takes as long as copying that. */
const AHEAD_BYTES = 128 << 10;

/** In the browser's private file system. */
export class KeptFile {
  #handle;
  /** What the file has from #aheadStart on, #aheadLength bytes. */
  #ahead = new Uint8Array(AHEAD_BYTES);
  #aheadStart = 0;
  #aheadLength = 0;
  /** Where the last read ended. */
  #end = -1;

  static async open(folder, name) {
    const file = await folder.getFileHandle(name, { create: true });
    return new KeptFile(await file.createSyncAccessHandle());
  }

  constructor(handle) {
    this.#handle = handle;
  }

  size() {
    return this.#handle.getSize();
  }

  read(position, target) {
    const inOrder = position === this.#end;
    this.#end = position + target.length;
    if (!this.#isAhead(position) && inOrder && target.length < AHEAD_BYTES) {
      this.#aheadStart = position;
      this.#aheadLength = this.#handle.read(this.#ahead, { at: position });
    }
    if (this.#isAhead(position)) {
      const start = position - this.#aheadStart;
      target.set(this.#ahead.subarray(start, start + target.length));
    } else if (this.#handle.read(target, { at: position }) !== target.length) {
      throw new Error('The file with the disk’s changes has become shorter.');
    }
  }

  /** Whether all from `position` to #end is ahead. */
  #isAhead(position) {
    return position >= this.#aheadStart && this.#end <= this.#aheadStart + this.#aheadLength;
  }

  write(position, source) {
    this.#aheadLength = 0;
    if (this.#handle.write(source, { at: position }) !== source.length) {
      throw new Error('There is no more room for the disk’s changes.');
    }
  }

  truncate(size) {
    this.#aheadLength = 0;
    if (this.#handle.getSize() > size) {
      this.#handle.truncate(size);
    }
  }

  flush() {
    this.#handle.flush();
  }

  close() {
    this.#handle.close();
  }
}
