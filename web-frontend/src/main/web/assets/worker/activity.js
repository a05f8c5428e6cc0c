// SPDX-License-Identifier: Apache-2.0
/**
 * Says in one word what a live machine does, from how it ran and slept.
 *
 * - booting: until it first sleeps SETTLED_MS or longer at a time, that is, waits for someone to type
 * - running: it used a tenth of the last quarter of a second or more
 * - idle: it used less, or has gone to sleep for long
 */

const SETTLED_MS = 40;
const LONG_SLEEP_MS = 100;
const WINDOW_MS = 250;
const IDLE_SHARE = 0.1;

export class Activity {
  #settled = false;
  #word = 'booting';
  #windowStart = 0;
  #busyMillis = 0;

  get word() {
    return this.#settled ? this.#word : 'booting';
  }

  restart() {
    this.#settled = false;
  }

  /**
   * The machine ran from `start` to `end` (milliseconds) and then wants to sleep.
   *
   * @return whether it is time to tell the page
   */
  ran(start, end, sleepMillis) {
    const before = this.word;
    this.#busyMillis += end - start;
    const span = end - this.#windowStart;
    const windowOver = span >= WINDOW_MS;
    if (windowOver) {
      this.#word = this.#busyMillis < IDLE_SHARE * span ? 'idle' : 'running';
      this.#windowStart = end;
      this.#busyMillis = 0;
    }
    if (sleepMillis >= LONG_SLEEP_MS) {
      this.#word = 'idle';
    }
    this.#settled ||= sleepMillis >= SETTLED_MS;
    return windowOver || this.word !== before;
  }
}
