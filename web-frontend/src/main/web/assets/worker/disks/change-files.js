// SPDX-License-Identifier: Apache-2.0
/** Files that a disk's changes are kept in, as BlockFile.java asks for them: they throw where it says false. */

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
