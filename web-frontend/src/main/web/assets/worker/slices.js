// SPDX-License-Identifier: Apache-2.0
/**
 * Runs a machine in slices short enough that messages from the page get in between.
 *
 * Between two slices of a busy machine the loop yields through a message channel: a timer would be held
 * back by 4 ms every time. An idle machine sleeps on a timer until its own next deadline or a `wake`.
 */

const SLICE_MS = 8;
/** Shorter sleeps than this aren't worth a timer. */
const MIN_TIMER_MS = 1;
const MAX_TIMER_MS = 1 << 30;

export class Slices {
  #run;
  #channel = new MessageChannel();
  #posted = false;
  #timer = null;
  #held = false;

  /** @param run runs for at most the given milliseconds; returns how long to sleep, Infinity to wait for wake */
  constructor(run) {
    this.#run = run;
    this.#channel.port1.onmessage = () => {
      this.#posted = false;
      this.#slice();
    };
  }

  /** Something happened that the machine may care about: runs it now if it sleeps. */
  wake() {
    if (!this.#posted) {
      this.#slice();
    }
  }

  /** While held no slice is run. */
  hold(held) {
    if (this.#held !== held) {
      this.#held = held;
      if (!held) {
        this.wake();
      }
    }
  }

  #slice() {
    clearTimeout(this.#timer);
    if (this.#held) {
      return;
    }
    const sleep = this.#run(SLICE_MS);
    if (sleep < MIN_TIMER_MS) {
      this.#posted = true;
      this.#channel.port2.postMessage(null);
    } else if (sleep < Infinity) {
      this.#timer = setTimeout(() => this.#slice(), Math.min(sleep, MAX_TIMER_MS));
    }
  }
}
