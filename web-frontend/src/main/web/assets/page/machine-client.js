// SPDX-License-Identifier: Apache-2.0
/** The page's end of the wire to a worker with a machine in it. */

import { takeWorker, withWholeUrl } from './begun.js';

export class MachineClient {
  #worker;
  #on;
  /** What was asked and is not answered yet: [resolve, reject] by number. */
  #asked = new Map();
  #lastAsked = 0;
  /** Of the machine: {memoryMiB, harts}, once it is known. */
  shape = {};

  /**
   * Starts a worker; the machine comes with `boot`.
   *
   * @param on functions output(bytes), status({state, reason, counters}), moved({outputBytes}), disks({state}),
   *     progress({loaded, total}), kept({there}), stopped({expected, message})
   */
  constructor(on) {
    this.#on = on;
    const { worker, failure } = takeWorker();
    this.#worker = worker;
    this.#worker.onmessage = ({ data: { type, ...data } }) =>
      (type === 'answer' ? this.#answer(data) : this.#on[type](data));
    const fail = (event) => {
      event.preventDefault();
      const message = event.message ?? 'its program could not be loaded';
      this.#on.stopped({ expected: false, message });
    };
    this.#worker.onerror = fail;
    if (failure) {
      queueMicrotask(() => fail(failure));
    }
  }

  /** Fetches what the machine is made of, see worker/contents.js, and makes it. */
  boot(configuration) {
    const images = Object.fromEntries(
      Object.entries(configuration.images).map(([kind, image]) => [kind, withWholeUrl(image)]));
    const snapshot = configuration.snapshot && withWholeUrl(configuration.snapshot);
    const disks = configuration.disks.map(withWholeUrl);
    const there = [...Object.values(images), snapshot].map((file) => file?.bytes).filter(Boolean);
    this.#worker.postMessage({ type: 'boot', ...configuration, images, snapshot, disks }, there);
  }

  /** Resolves with the worker's answer to one of its questions. */
  ask(what, about = {}) {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastAsked;
      this.#asked.set(id, [resolve, reject]);
      this.#worker.postMessage({ type: 'ask', id, what, about });
    });
  }

  #answer({ id, value, error }) {
    const [resolve, reject] = this.#asked.get(id);
    this.#asked.delete(id);
    error === undefined ? resolve(value) : reject(new Error(error));
  }

  /** Goes to that moment of a replay, {seconds} or {steps}. */
  seek(target, paused) {
    this.#worker.postMessage({ type: 'seek', target, paused });
  }

  /** The page may go away: what is to be kept is kept now. */
  keep() {
    this.#worker.postMessage({ type: 'keep' });
  }

  speed(speed) {
    this.#worker.postMessage({ type: 'speed', speed });
  }

  takeOver(columns, rows) {
    this.#worker.postMessage({ type: 'takeOver', columns, rows });
  }

  input(bytes) {
    this.#worker.postMessage({ type: 'input', bytes });
  }

  resize(columns, rows) {
    this.#worker.postMessage({ type: 'resize', columns, rows });
  }

  /** So many bytes of output are on the screen now. */
  shown(bytes) {
    this.#worker.postMessage({ type: 'shown', bytes });
  }

  pause() {
    this.#worker.postMessage({ type: 'pause' });
  }

  resume() {
    this.#worker.postMessage({ type: 'resume' });
  }

  reset() {
    this.#worker.postMessage({ type: 'reset' });
  }

  /** Ends the machine and its worker; nothing is told any more. */
  terminate() {
    this.#on = { output() {}, status() {}, moved() {}, progress() {}, disks() {}, kept() {}, stopped() {} };
    this.#worker.terminate();
    this.#asked.forEach(([, reject]) => reject(new Error('The machine was ended in the meantime.')));
    this.#asked.clear();
  }
}
