// SPDX-License-Identifier: Apache-2.0
/**
 * Fetches numbered chunks of a file: what is urgent first, neighbours in one request, several requests at a
 * time, each chunk once. It never gives up: after a failure it waits, longer each time, and tries again.
 */

import { LastingError } from './http-source.js';

const MAX_REQUESTS = 4;
const MAX_RUN_BYTES = 1 << 20;
/** An urgent chunk isn't kept waiting behind much else. */
const MAX_URGENT_RUN_BYTES = 256 << 10;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;
const STALL_MS = 20_000;

export class Fetcher {
  #source;
  #position;
  #deliver;
  #tell;
  /** Chunk numbers in the order in which they are wanted. */
  #urgent = new Set();
  #ahead = new Set();
  #coming = new Set();
  #requests = 0;
  #delay = 0;
  #timer = null;
  #damaged = new Set();
  /** Bytes received since the beginning. */
  receivedBytes = 0;
  /** What hinders, a clause for people; null while all goes well. */
  trouble = null;

  /**
   * @param position function from a chunk's number to where it begins; also for the number after the last
   * @param deliver takes a chunk's number and its bytes as they are in the file; a promise, rejected if they are
   *     damaged
   * @param tell called whenever something has changed
   */
  constructor(source, position, deliver, tell) {
    this.#source = source;
    this.#position = position;
    this.#deliver = deliver;
    this.#tell = tell;
    self.addEventListener('online', () => this.#resume());
  }

  get busy() {
    return this.#requests > 0 || this.#urgent.size > 0;
  }

  /** @param chunks that are asked for together where they are neighbours */
  want(chunks, urgent) {
    for (const chunk of chunks) {
      if (this.#coming.has(chunk)) {
        continue;
      }
      if (urgent) {
        this.#ahead.delete(chunk);
        this.#urgent.add(chunk);
      } else if (!this.#urgent.has(chunk)) {
        this.#ahead.add(chunk);
      }
    }
    this.#pump();
  }

  #pump() {
    while (this.#timer === null && this.#requests < MAX_REQUESTS) {
      const run = this.#nextRun();
      if (run === null) {
        return;
      }
      this.#requests++;
      this.#fetch(run);
    }
  }

  /** The next chunks to ask for, neighbours in the file; null if nothing is wanted. */
  #nextRun() {
    const urgent = this.#urgent.size > 0;
    const [first] = urgent ? this.#urgent : this.#ahead;
    if (first === undefined) {
      return null;
    }
    const limit = urgent ? MAX_URGENT_RUN_BYTES : MAX_RUN_BYTES;
    const run = [];
    for (let chunk = first; this.#urgent.has(chunk) || this.#ahead.has(chunk); chunk++) {
      if (run.length > 0 && this.#position(chunk + 1) - this.#position(first) > limit) {
        break;
      }
      run.push(chunk);
      this.#urgent.delete(chunk);
      this.#ahead.delete(chunk);
      this.#coming.add(chunk);
    }
    return run;
  }

  async #fetch(run) {
    const left = new Set(run);
    try {
      await this.#fetchInto(run, left);
      this.#delay = 0;
      this.trouble = null;
    } catch (error) {
      left.forEach((chunk) => {
        this.#coming.delete(chunk);
        this.#urgent.add(chunk);
      });
      this.#failed(error);
    }
    this.#requests--;
    this.#tell();
    this.#pump();
  }

  async #fetchInto(run, left) {
    const start = this.#position(run[0]);
    const bytes = new Uint8Array(this.#position(run.at(-1) + 1) - start);
    const fresh = run.some((chunk) => this.#damaged.has(chunk));
    const delivered = [];
    let arrived = 0;
    let next = 0;
    await unlessStalled((alive) => this.#source.read(start, bytes.length, (part) => {
      alive();
      bytes.set(part, arrived);
      arrived += part.length;
      this.receivedBytes += part.length;
      while (next < run.length && this.#position(run[next] + 1) - start <= arrived) {
        const chunk = run[next++];
        const own = bytes.slice(this.#position(chunk) - start, this.#position(chunk + 1) - start);
        const delivery = this.#deliverOne(chunk, own, left);
        // Looked at below, if the rest arrives.
        delivery.catch(() => {});
        delivered.push(delivery);
      }
      this.#tell();
    }, fresh));
    await Promise.all(delivered);
    if (arrived < bytes.length) {
      throw new LastingError('the disk image on the server is shorter than it says');
    }
  }

  async #deliverOne(chunk, bytes, left) {
    try {
      await this.#deliver(chunk, bytes);
    } catch (error) {
      this.#damaged.add(chunk);
      throw error;
    }
    left.delete(chunk);
    this.#coming.delete(chunk);
    this.#damaged.delete(chunk);
  }

  #failed(error) {
    this.trouble = error instanceof LastingError || error instanceof DamagedError
      ? error.message : 'the connection is lost';
    this.#delay = Math.min(MAX_DELAY_MS, Math.max(FIRST_DELAY_MS, 2 * this.#delay));
    this.#timer ??= setTimeout(() => this.#resume(), this.#delay);
  }

  #resume() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#pump();
  }
}

/** A chunk is not what it has to be. */
export class DamagedError extends Error {}

/** Awaits what `start` gives, which calls its argument while it gets on; rejects when it doesn't for long. */
function unlessStalled(start) {
  return new Promise((resolve, reject) => {
    let timer;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => reject(new Error('no answer')), STALL_MS);
    };
    alive();
    start(alive).then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
