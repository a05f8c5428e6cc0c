// SPDX-License-Identifier: Apache-2.0
/**
 * A disk on a web server, of which what is read is fetched. Reading never waits: it answers that the data is
 * away, and `onArrival` says when to ask again.
 */

import { DamagedError, Fetcher } from './fetcher.js';
import { equalBytes, sha256 } from './hash.js';
import { TraceFollower } from './trace-follower.js';

const MEMORY_BYTES = 96 << 20;
const MAX_AHEAD_CHUNKS = 16;

export class StreamedDisk {
  sizeBytes;
  identity;
  #layout;
  #fetcher;
  #trace;
  #onArrival;
  /** Contents by stored chunk, the one used last at the end. */
  #memory = new Map();
  #cache;
  #nextChunk = -1;
  #aheadChunks = 0;

  /**
   * @param layout {sizeBytes, chunkBytes, identity, tracedChunks, stored(diskChunk), position(storedChunk),
   *     sha256(storedChunk) or null}
   * @param cache see chunk-cache.js; or null
   * @param onArrival called when a chunk has come
   * @param tell called whenever something changes that a person may see
   */
  constructor(source, layout, cache, onArrival, tell) {
    this.sizeBytes = layout.sizeBytes;
    this.identity = layout.identity;
    this.#layout = layout;
    this.#cache = cache;
    this.#onArrival = onArrival;
    this.#fetcher = new Fetcher(source, layout.position, (chunk, bytes) => this.#arrived(chunk, bytes), tell);
    this.#trace = new TraceFollower(layout.tracedChunks, layout.position, (chunks) => this.#wantAhead(chunks));
  }

  /** Whether its identity names its content. */
  get packed() {
    return this.#layout.sha256 !== null;
  }

  get busy() {
    return this.#fetcher.busy;
  }

  get trouble() {
    return this.#fetcher.trouble;
  }

  get receivedBytes() {
    return this.#fetcher.receivedBytes;
  }

  /** Fills `target` from `position` on; false if some of it is still away. */
  read(position, target) {
    const { chunkBytes, stored } = this.#layout;
    const first = Math.floor(position / chunkBytes);
    const last = Math.floor((position + target.length - 1) / chunkBytes);
    this.#readAhead(first, last);
    if (!this.expect(position, target.length)) {
      return false;
    }
    for (let chunk = first; chunk <= last; chunk++) {
      const begin = Math.max(0, position - chunk * chunkBytes);
      const at = chunk * chunkBytes + begin - position;
      const end = Math.min(chunkBytes, begin + target.length - at);
      const number = stored(chunk);
      if (number < 0) {
        target.fill(0, at, at + end - begin);
      } else {
        target.set(this.#content(number).subarray(begin, end), at);
      }
    }
    return true;
  }

  /** Has what is missing of a range fetched; whether nothing is missing. */
  expect(position, length) {
    const { chunkBytes, stored } = this.#layout;
    const missing = [];
    for (let chunk = Math.floor(position / chunkBytes); chunk * chunkBytes < position + length; chunk++) {
      const number = stored(chunk);
      if (number >= 0 && this.#content(number) === undefined) {
        missing.push(number);
      }
    }
    if (missing.length > 0) {
      this.#fetcher.want(missing, true);
    }
    return missing.length === 0;
  }

  close() {
    this.#cache?.close();
  }

  /** Whoever reads on gets what follows ahead, more and more of it; a boot what it reads next. */
  #readAhead(first, last) {
    const { stored, sizeBytes, chunkBytes } = this.#layout;
    let traced = true;
    for (let chunk = first; chunk <= last; chunk++) {
      traced = this.#trace.follow(stored(chunk)) && traced;
    }
    if (traced || first > this.#nextChunk || last < this.#nextChunk - 1) {
      this.#aheadChunks = 0;
    } else if (last >= this.#nextChunk) {
      this.#aheadChunks = Math.min(MAX_AHEAD_CHUNKS, 2 * this.#aheadChunks + 1);
    }
    this.#nextChunk = last + 1;
    const wanted = [];
    for (let chunk = last + 1; chunk <= last + this.#aheadChunks && chunk * chunkBytes < sizeBytes; chunk++) {
      wanted.push(stored(chunk));
    }
    if (wanted.length > 0) {
      this.#wantAhead(wanted.filter((number) => number >= 0));
    }
  }

  #wantAhead(numbers) {
    this.#fetcher.want(numbers.filter((number) => !this.#memory.has(number) && !this.#cache?.has(number)), false);
  }

  #content(number) {
    let bytes = this.#memory.get(number);
    if (bytes === undefined) {
      bytes = this.#cache?.get(number);
      if (bytes === undefined) {
        return undefined;
      }
    } else {
      this.#memory.delete(number);
    }
    this.#remember(number, bytes);
    return bytes;
  }

  #remember(number, bytes) {
    this.#memory.set(number, bytes);
    if (this.#memory.size * this.#layout.chunkBytes > MEMORY_BYTES) {
      this.#memory.delete(this.#memory.keys().next().value);
    }
  }

  async #arrived(number, bytes) {
    const { chunkBytes, contentBytes, sha256: hashOf } = this.#layout;
    const length = contentBytes(number);
    const content = bytes.length === length ? bytes : await inflated(bytes, length);
    const digest = hashOf && await sha256(content);
    if (digest && !equalBytes(digest, hashOf(number))) {
      throw new DamagedError('a part of the disk image arrived damaged');
    }
    this.#remember(number, content);
    this.#cache?.put(number, content.length === chunkBytes ? content : lengthened(content, chunkBytes));
    this.#onArrival();
  }
}

/** The disk's last chunk, as long as the others. */
function lengthened(content, length) {
  const bytes = new Uint8Array(length);
  bytes.set(content);
  return bytes;
}

/** What `bytes`, in zlib's format, hold; never more than `length` bytes of it in memory. */
async function inflated(bytes, length) {
  const content = new Uint8Array(length);
  let filled = 0;
  try {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
    for (let part; !(part = await reader.read()).done;) {
      content.set(part.value, filled);
      filled += part.value.length;
    }
  } catch {
    filled = -1;
  }
  if (filled !== length) {
    throw new DamagedError('a part of the disk image arrived damaged');
  }
  return content;
}
