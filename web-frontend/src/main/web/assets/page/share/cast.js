// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the terminal's output with its virtual time, for an asciicast (version 2) of the session. In a replay it
 * goes back and forth with the machine: what comes again is not kept a second time.
 */

import { withoutQuestions } from '../../worker/questions.js';

/** The beginning of longer outputs is dropped. */
const MAX_BYTES = 16 << 20;
/** For a terminal, to show again. */
const MAX_TAIL_BYTES = 1 << 20;

export class CastLog {
  /** {seconds, start, bytes} in order; start counts the bytes of all output before. */
  #chunks = [];
  #end = 0;
  /** Where the machine is, in bytes of output. */
  #position = 0;

  clear() {
    this.#chunks = [];
    this.#end = 0;
    this.#position = 0;
  }

  add(seconds, bytes) {
    const fresh = bytes.subarray(Math.min(bytes.length, this.#end - this.#position));
    this.#position += bytes.length;
    if (fresh.length === 0) {
      return;
    }
    this.#chunks.push({ seconds, start: this.#end, bytes: fresh });
    this.#end += fresh.length;
    while (this.#end - this.#chunks[0].start > MAX_BYTES) {
      this.#chunks.shift();
    }
  }

  /** The machine went to where so many bytes had been put out. */
  moveTo(position) {
    this.#position = Math.min(position, this.#end);
  }

  /** What came after this moment in a replay is not going to come now. */
  endHere() {
    this.#chunks = this.#past();
    this.#end = this.#position;
  }

  /** The last of the output until now, without what a terminal would answer. */
  tail(maxBytes = MAX_TAIL_BYTES) {
    const first = Math.max(this.#chunks[0]?.start ?? 0, this.#position - maxBytes);
    const tail = new Uint8Array(Math.max(0, this.#position - first));
    for (const { start, bytes } of this.#past()) {
      const skipped = Math.max(0, first - start);
      if (skipped < bytes.length) {
        tail.set(bytes.subarray(skipped), start + skipped - first);
      }
    }
    return withoutQuestions(tail);
  }

  #past() {
    return this.#chunks.filter(({ start }) => start < this.#position).map(({ seconds, start, bytes }) =>
      ({ seconds, start, bytes: bytes.subarray(0, this.#position - start) }));
  }

  /** The asciicast so far, for a terminal of that size, as a text. */
  cast({ columns, rows }, title) {
    const header = { version: 2, width: columns, height: rows, timestamp: Math.floor(Date.now() / 1000) };
    const lines = [JSON.stringify(title ? { ...header, title } : header)];
    const decoder = new TextDecoder();
    const start = this.#chunks[0]?.seconds ?? 0;
    for (const { seconds, bytes } of this.#past()) {
      const text = decoder.decode(bytes, { stream: true });
      if (text !== '') {
        lines.push(JSON.stringify([Number(Math.max(0, seconds - start).toFixed(6)), 'o', text]));
      }
    }
    return lines.join('\n') + '\n';
  }
}
