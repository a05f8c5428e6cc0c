// SPDX-License-Identifier: Apache-2.0
/** Keeps the terminal's output with its virtual time, for an asciicast (version 2) of the session. */

/** The beginning of longer outputs is dropped. */
const MAX_BYTES = 16 << 20;

export class CastLog {
  #chunks = [];
  #bytes = 0;

  clear() {
    this.#chunks = [];
    this.#bytes = 0;
  }

  add(seconds, bytes) {
    this.#chunks.push({ seconds, bytes });
    this.#bytes += bytes.length;
    while (this.#bytes > MAX_BYTES) {
      this.#bytes -= this.#chunks.shift().bytes.length;
    }
  }

  /** The asciicast so far, for a terminal of that size, as a text. */
  cast({ columns, rows }, title) {
    const header = { version: 2, width: columns, height: rows, timestamp: Math.floor(Date.now() / 1000) };
    const lines = [JSON.stringify(title ? { ...header, title } : header)];
    const decoder = new TextDecoder();
    const start = this.#chunks[0]?.seconds ?? 0;
    for (const { seconds, bytes } of this.#chunks) {
      const text = decoder.decode(bytes, { stream: true });
      if (text !== '') {
        lines.push(JSON.stringify([Number(Math.max(0, seconds - start).toFixed(6)), 'o', text]));
      }
    }
    return lines.join('\n') + '\n';
  }
}
