// SPDX-License-Identifier: Apache-2.0
/**
 * Says which of the stored chunks that a boot reads, the first of a packed image, in the boot's order, are to be
 * fetched ahead: some way in front of the guest and not all, as what a boot reads late a guest may never read.
 */

/** In front of the guest is at least half of this, in the file: as much as a quick line brings in a moment. */
const WINDOW_BYTES = 1 << 20;

export class TraceFollower {
  #chunks;
  #position;
  #want;
  /** The chunk after the last one that the guest has read, in the order of the trace, and that was asked for. */
  #read = 0;
  #asked = 0;

  /**
   * @param chunks how many chunks the trace has
   * @param position function from a chunk's number to where it begins; also for the number after the last
   * @param want has these chunks fetched
   */
  constructor(chunks, position, want) {
    this.#chunks = chunks;
    this.#position = position;
    this.#want = want;
    this.#goOn();
  }

  /** The guest reads a stored chunk; whether it is one of the trace. */
  follow(chunk) {
    if (chunk < 0 || chunk >= this.#chunks) {
      return false;
    }
    if (chunk >= this.#read) {
      this.#read = chunk + 1;
      this.#asked = Math.max(this.#asked, this.#read);
      if (this.#bytesAhead(this.#asked) < WINDOW_BYTES / 2) {
        this.#goOn();
      }
    }
    return true;
  }

  #goOn() {
    const wanted = [];
    while (this.#asked < this.#chunks && this.#bytesAhead(this.#asked + 1) <= WINDOW_BYTES) {
      wanted.push(this.#asked++);
    }
    this.#want(wanted);
  }

  #bytesAhead(chunk) {
    return this.#position(chunk) - this.#position(this.#read);
  }
}
