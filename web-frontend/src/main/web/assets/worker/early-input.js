// SPDX-License-Identifier: Apache-2.0
/**
 * Lets what is typed wait until the guest listens at its serial line. One that boots does not: its driver throws
 * away what it finds there when it opens the line.
 */

/** Of the machine's time. A guest that listens in a way that isn't seen gets its input then. */
const LONGEST_WAIT_SECONDS = 30;

export class EarlyInput {
  #machine;
  #waiting = [];
  /** When the guest was first seen not to listen, in seconds of the machine's time; null while it does. */
  #deafSince = null;

  constructor(machine) {
    this.#machine = machine;
  }

  /** Typed, or a terminal's answer. */
  input(bytes) {
    if (this.#mustWait()) {
      this.#waiting.push(bytes);
    } else {
      this.#machine.input(bytes);
    }
  }

  /** The machine has run. Returns whether it has been given something. */
  ran() {
    if (this.#mustWait() || this.#waiting.length === 0) {
      return false;
    }
    this.#waiting.forEach((bytes) => this.#machine.input(bytes));
    this.clear();
    return true;
  }

  /** What waits is for nobody any more. */
  clear() {
    this.#waiting = [];
  }

  #mustWait() {
    if (this.#machine.listens()) {
      this.#deafSince = null;
      return false;
    }
    const { seconds } = this.#machine.sessions;
    this.#deafSince ??= seconds;
    return seconds - this.#deafSince < LONGEST_WAIT_SECONDS;
  }
}
