// SPDX-License-Identifier: Apache-2.0
/** Keeps the machine in the browser's storage while nobody types, so that it goes on when the page comes back. */

import { forgetResumable, saveResumable } from '../keep/resumable.js';

const MIN_INTERVAL_MS = 8_000;
/** When nobody typed since: then only what the guest does by itself would be lost, and idle machines stay idle. */
const LAZY_INTERVAL_MS = 120_000;
/** After the last input; saving takes a moment in which nothing else is done. */
const REST_MS = 1_000;
const MAX_SNAPSHOT_BYTES = 160 << 20;
/** Of the terminal's output, to show it again. */
const MAX_OUTPUT_BYTES = 128 << 10;

export class Keeper {
  #machine;
  #output = [];
  #outputBytes = 0;
  #savedSteps = 0;
  /** So that the first save comes as soon as who typed first rests. */
  #savedAt = -MIN_INTERVAL_MS;
  #inputAt = -Infinity;
  #saving = false;
  #onKept;

  /** @param onKept told whether there is a machine in the storage, whenever that has been written */
  constructor(machine, onKept) {
    this.#machine = machine;
    this.#onKept = onKept;
  }

  noteOutput(bytes) {
    this.#output.push(bytes);
    this.#outputBytes += bytes.length;
    while (this.#outputBytes - this.#output[0].length > MAX_OUTPUT_BYTES) {
      this.#outputBytes -= this.#output.shift().length;
    }
  }

  noteInput() {
    this.#inputAt = performance.now();
  }

  /** Between two slices: saves if it is time to. */
  maySave() {
    const now = performance.now();
    const interval = this.#inputAt > this.#savedAt ? MIN_INTERVAL_MS : LAZY_INTERVAL_MS;
    if (now - this.#savedAt >= interval && now - this.#inputAt >= REST_MS) {
      this.save();
    }
  }

  /** Saves now, unless that is done already. */
  save() {
    const { steps } = this.#machine.counters();
    if (this.#saving || steps === this.#savedSteps) {
      return;
    }
    this.#savedSteps = steps;
    this.#savedAt = performance.now();
    const { sessions } = this.#machine;
    const snapshot = sessions.snapshot();
    if (snapshot.length > MAX_SNAPSHOT_BYTES) {
      return;
    }
    this.#saving = true;
    const state = {
      snapshot, recording: sessions.unfinished(), times: sessions.times(), output: this.#tail(), saved: Date.now(),
    };
    saveResumable(state).then(() => this.#onKept(true)).catch(() => {}).finally(() => { this.#saving = false; });
  }

  /** There is nothing to go on with. */
  forget() {
    this.#savedSteps = this.#machine.counters().steps;
    forgetResumable().then(() => this.#onKept(false)).catch(() => {});
  }

  #tail() {
    const tail = new Uint8Array(this.#outputBytes);
    this.#output.reduce((at, bytes) => (tail.set(bytes, at), at + bytes.length), 0);
    return tail;
  }
}
