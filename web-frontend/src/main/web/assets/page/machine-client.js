// SPDX-License-Identifier: Apache-2.0
/** The page's end of the wire to a worker with a machine in it. */

export class MachineClient {
  #worker;
  #on;

  /**
   * Starts a worker; the machine comes with `boot`.
   *
   * @param on functions output(bytes), status({state, reason, counters}), disks({state}),
   *     stopped({expected, message})
   */
  constructor(on) {
    this.#on = on;
    this.#worker = new Worker(new URL('../worker/worker.js', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data: { type, ...data } }) => this.#on[type](data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      const message = event.message ?? 'its program could not be loaded';
      this.#on.stopped({ expected: false, message });
    };
  }

  boot(configuration) {
    this.#worker.postMessage({ type: 'boot', ...configuration }, Object.values(configuration.images));
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
    this.#on = { output() {}, status() {}, disks() {}, stopped() {} };
    this.#worker.terminate();
  }
}
