// SPDX-License-Identifier: Apache-2.0
/** Files that a disk's changes are kept in, as BlockFile.java asks for them: they throw where it says false. */

const PIECE_BYTES = 1 << 20;
/** What a machine that isn't kept may change. */
const MAX_MEMORY_BYTES = 1 << 30;

/** In memory, gone with the tab. */
export class MemoryFile {
  #pieces = [];
  #size = 0;

  size() {
    return this.#size;
  }

  read(position, target) {
    this.#eachPiece(position, target.length, (piece, from, to, at) =>
      target.set(piece.subarray(from, to), at));
  }

  write(position, source) {
    const end = position + source.length;
    if (end > MAX_MEMORY_BYTES) {
      throw new Error('There is no more room in memory for the disk’s changes.');
    }
    while (this.#pieces.length * PIECE_BYTES < end) {
      this.#pieces.push(new Uint8Array(PIECE_BYTES));
    }
    this.#eachPiece(position, source.length, (piece, from, to, at) =>
      piece.set(source.subarray(at, at + to - from), from));
    this.#size = Math.max(this.#size, end);
  }

  truncate(size) {
    this.#size = Math.min(this.#size, size);
    this.#pieces.length = Math.ceil(this.#size / PIECE_BYTES);
  }

  flush() {}

  close() {}

  #eachPiece(position, length, action) {
    for (let at = 0; at < length;) {
      const from = (position + at) % PIECE_BYTES;
      const to = Math.min(PIECE_BYTES, from + length - at);
      action(this.#pieces[Math.floor((position + at) / PIECE_BYTES)], from, to, at);
      at += to - from;
    }
  }
}

/** In the browser's private file system. */
export class KeptFile {
  #handle;

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
    if (this.#handle.read(target, { at: position }) !== target.length) {
      throw new Error('The file with the disk’s changes has become shorter.');
    }
  }

  write(position, source) {
    if (this.#handle.write(source, { at: position }) !== source.length) {
      throw new Error('There is no more room for the disk’s changes.');
    }
  }

  truncate(size) {
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
