// SPDX-License-Identifier: Apache-2.0
/**
 * One machine on the page, from the downloads to its end, and whatever comes after it in the same place.
 *
 * Its state is one of loading, booting, running, idle, paused, off, failed. Listeners are told of every
 * change; the views (status line, notice, terminal) and the JavaScript API are all such listeners.
 */

import { downloadImage, downloadModule } from './download.js';
import { hasOwnFiles, loadOwnFiles, withOwnFiles } from './images/own-files.js';
import { MachineClient } from './machine-client.js';
import { openKept } from './machines/kept-machines.js';
import { chooseMachine, fetchManifest } from './manifest.js';
import { ParameterError, checked } from './parameters.js';
import { missingFeature } from './support.js';

const NO_COUNTERS = { steps: 0, mips: 0, virtualSeconds: 0, memoryMiB: 0, harts: 0 };

export class Session extends EventTarget {
  #client = null;
  #options = {};
  #size = { columns: 80, rows: 24 };
  #madeSize = null;
  #early = [];
  #state = 'loading';
  #counters = NO_COUNTERS;
  /** Counts the boots, so that what an earlier one still awaits is dropped when it comes. */
  #boot = 0;

  get state() {
    return this.#state;
  }

  get counters() {
    return this.#counters;
  }

  /** There is a machine that takes input: it has been made and has not stopped. */
  get live() {
    return ['booting', 'running', 'idle', 'paused'].includes(this.#state);
  }

  /**
   * Ends the machine, if there is one, and boots another.
   *
   * @param options see parameters.js
   * @return resolves when the new machine has been made; rejects, after 'failed', if it can't be
   */
  async boot(options) {
    const boot = ++this.#boot;
    this.#client?.terminate();
    this.#client = null;
    this.#early = [];
    this.#options = options;
    this.#counters = NO_COUNTERS;
    this.#enter('loading');
    try {
      await this.#load(boot, await withKept(checked(options)));
    } catch (error) {
      if (boot === this.#boot) {
        this.#fail(error);
      }
      throw error;
    }
  }

  /** There is nothing to boot: the page was asked for something impossible. */
  refuse(error) {
    this.#fail(error);
    return Promise.reject(error);
  }

  /** Boots the same again from the start. */
  bootAgain() {
    return this.boot(this.#options);
  }

  async #load(boot, options) {
    const missing = missingFeature();
    if (missing) {
      throw new ParameterError(missing);
    }
    const made = new Promise((resolve, reject) => this.#startWorker(boot, resolve, reject));
    made.catch(() => {});
    const client = this.#client;
    const module = downloadModule();
    module.catch(() => {});
    const own = hasOwnFiles(options) ? loadOwnFiles(options) : null;
    own?.catch(() => {});
    const chosen = chooseMachine(await fetchManifest(), options);
    const machine = own ? withOwnFiles(chosen, await own) : chosen;
    const images = await this.#downloadImages(boot, machine.images);
    const compiled = await module;
    if (boot !== this.#boot) {
      throw new Error('Another machine was booted in the meantime.');
    }
    const { memoryMiB, harts, commandLine, jit } = machine;
    const disks = machine.disks.map((disk) =>
      (disk.url ? { ...disk, url: new URL(disk.url, document.baseURI).href } : disk));
    this.#counters = { ...NO_COUNTERS, memoryMiB, harts };
    client.boot({ module: compiled, memoryMiB, harts, commandLine, jit, images, disks, keep: options.machine, ...this.#size });
    this.#madeSize = this.#size;
    return made;
  }

  async #downloadImages(boot, images) {
    const kinds = Object.keys(images);
    const total = kinds.reduce((sum, kind) => sum + images[kind].sizeBytes, 0);
    const arrived = {};
    const progress = (kind, bytes) => {
      arrived[kind] = bytes;
      if (boot === this.#boot && this.#state === 'loading') {
        const loaded = Object.values(arrived).reduce((sum, count) => sum + count, 0);
        this.#tell('progress', { loaded, total });
      }
    };
    const contents = await Promise.all(
      kinds.map((kind) => images[kind].bytes
        ?? downloadImage(images[kind], (bytes) => progress(kind, bytes))));
    return Object.fromEntries(kinds.map((kind, i) => [kind, contents[i]]));
  }

  #startWorker(boot, resolve, reject) {
    this.#client = new MachineClient({
      output: ({ bytes }) => this.#tell('output', bytes),
      status: ({ state, reason, counters }) => {
        const first = this.#state === 'loading';
        this.#counters = { ...this.#counters, ...counters };
        this.#enter(state, reason && `The machine stopped: ${reason}`);
        if (first) {
          this.#sendEarlyInput();
          resolve();
        }
      },
      disks: ({ state }) => this.#tell('disks', state),
      stopped: ({ expected, message }) => {
        const error = expected
          ? new ParameterError(message)
          : new Error(`The emulator broke down, which is a bug in it, not in the guest: ${message}`);
        reject(error);
        if (boot === this.#boot && this.#state !== 'loading') {
          this.#fail(error);
        }
      },
    });
  }

  #sendEarlyInput() {
    if (this.#size !== this.#madeSize) {
      this.#client.resize(this.#size.columns, this.#size.rows);
    }
    this.#early.forEach((bytes) => this.#client.input(bytes));
    this.#early = [];
  }

  /** What is typed while the machine still loads is kept for it. */
  send(bytes) {
    if (this.live) {
      this.#client.input(bytes);
    } else if (this.#state === 'loading') {
      this.#early.push(bytes);
    }
  }

  resize(columns, rows) {
    this.#size = { columns, rows };
    if (this.live) {
      this.#client.resize(columns, rows);
    }
  }

  shown(bytes) {
    this.#client?.shown(bytes);
  }

  pause() {
    if (this.live) {
      this.#client.pause();
    }
  }

  resume() {
    if (this.live) {
      this.#client.resume();
    }
  }

  /** The reset button; for a machine that is off the power button, for one that failed a new machine. */
  reset() {
    if (this.live || this.#state === 'off') {
      this.#client.reset();
    } else if (this.#state === 'failed') {
      this.bootAgain().catch(() => {});
    }
  }

  #enter(state, reason = '') {
    this.#state = state;
    this.#tell('state', { state, reason, retry: true, counters: this.#counters });
  }

  #fail(error) {
    this.#client?.terminate();
    this.#client = null;
    this.#state = 'failed';
    const reason = error.message;
    const retry = !(error instanceof ParameterError);
    this.#tell('state', { state: 'failed', reason, retry, counters: this.#counters });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** The options that a kept machine boots with, if they name one, and what is said beside it. */
async function withKept(options) {
  if (options.machine === undefined) {
    return options;
  }
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...checked((await openKept(options.machine)).options), ...given };
}
