// SPDX-License-Identifier: Apache-2.0
/**
 * One machine on the page, from the downloads to its end, and whatever comes after it in the same place.
 *
 * Its state is one of loading, booting, running, idle, paused, fetching (a machine that is reset fetches what it
 * boots from), waiting (for a reset, since that could not be fetched), replaying, off, failed. Listeners are told
 * of every change; the views (status line, notice, terminal) and the JavaScript API are all such listeners. A
 * machine that goes on from a snapshot is shown before it is there: what its screen has on it is known sooner
 * (`foreseen`).
 */

import { DownloadError, sha256Hex } from '../loading/download.js';
import { takeCatalogue } from './begun.js';
import { hasOwnFiles, loadOwnFiles, withOwnFiles } from './images/own-files.js';
import { expectResumable } from './keep/resumable-hint.js';
import { MachineClient } from './machine-client.js';
import { disksOf, openKept } from './machines/kept-machines.js';
import { chooseMachine, fetchManifest } from '../loading/manifest.js';
import { ParameterError, checked } from './parameters.js';
import { CastLog } from './share/cast.js';
import { partsOf, shippedSnapshot, storedSnapshot } from './share/opening.js';
import { SessionError } from './share/session-error.js';
import { describe } from './share/session-file.js';
import { missingFeature } from './support.js';
import { withoutQuestions } from '../worker/questions.js';

const NO_COUNTERS = { steps: 0, mips: 0, virtualSeconds: 0, memoryMiB: 0, harts: 0 };

const SNAPSHOT_OUTPUT_BYTES = 64 << 10;

export class Session extends EventTarget {
  #client = null;
  /** Makes the same machine again. */
  #again = () => Promise.resolve();
  #size = { columns: 80, rows: 24 };
  #madeSize = null;
  #early = [];
  /** A replay was taken over; that the machine is live will be heard soon. */
  #takenOver = false;
  #keeps = false;
  #state = 'loading';
  /** The output so far, with its times. */
  cast = new CastLog();
  /** The first output of the machine that is being made, as far as it is known; else null. */
  #foreseen = null;
  /** How a replay goes, see worker/replay-player.js; null without one. */
  replayed = null;
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
    return ['booting', 'running', 'idle', 'paused', 'fetching', 'waiting'].includes(this.#state);
  }

  /**
   * Ends the machine, if there is one, and boots another.
   *
   * @param options see parameters.js
   * @return resolves when the new machine has been made; rejects, after 'failed', if it can't be
   */
  boot(options) {
    const plan = async () => bootPlan(await withKept(checked(options)));
    return this.#make(() => this.boot(options), plan, false);
  }

  /**
   * Ends the machine, if there is one, and replays a recording.
   *
   * @param replay speed: times the original one, 0 for as fast as it goes; target: a moment to go to at once
   *     ({seconds} or {steps}), and paused: to stay there; jit: as for boot
   */
  replay(recording, replay) {
    return this.#make(() => this.replay(recording, replay), async () =>
      ({ ...await this.#planOf(describe(recording)), recording, replay, jit: replay.jit ?? 'on' }), true);
  }

  /**
   * Ends the machine, if there is one, and goes on with a saved one.
   *
   * @param snapshot its file
   * @param past {recording, times} of its session so far and output, the end of its terminal's, if known
   */
  async restore(snapshot, { recording, times, output } = {}) {
    const described = describe(snapshot);
    if (!crypto.subtle) {
      throw new SessionError('Snapshots can only be opened on pages that come by https or from this computer.');
    }
    return this.#make(() => this.restore(snapshot, { recording, times, output }), async () => ({
      ...await this.#planOf(described),
      recording, times, output,
      snapshot: {
        sha256: await sha256Hex(snapshot), bytes: async () => snapshot.slice().buffer, whole: described.whole,
      },
    }), true);
  }

  async #planOf(described) {
    const { kind, memoryMiB, harts, start } = described;
    const catalogue = await takeCatalogue(fetchManifest);
    return {
      memoryMiB, harts, jit: 'on', ...await partsOf(described, catalogue),
      ...(kind === 'recording' && start ? await startAt(start.sha256, catalogue) : {}),
    };
  }

  /** @param careful whether a machine that is live stays until the new one is made, and if it can't be */
  async #make(again, plan, careful) {
    const boot = ++this.#boot;
    const keeps = careful && this.live;
    if (!keeps) {
      this.#leave(again);
    }
    try {
      await this.#load(boot, plan, () => keeps && this.#leave(again));
    } catch (error) {
      if (boot === this.#boot && !keeps) {
        this.#fail(error);
      }
      throw error;
    }
  }

  /** Ends the machine, if there is one. */
  #leave(again) {
    this.#client?.terminate();
    this.#client = null;
    this.#early = [];
    this.#again = again;
    this.#counters = NO_COUNTERS;
    this.replayed = null;
    this.#foreseen = null;
    this.cast.clear();
    this.#enter('loading');
  }

  /** There is nothing to boot: the page was asked for something impossible. */
  refuse(error) {
    this.#fail(error);
    return Promise.reject(error);
  }

  /** Boots the same again from the start. */
  bootAgain() {
    return this.#again();
  }

  /** @param onMade called as soon as there is the new machine */
  async #load(boot, plan, onMade) {
    const missing = missingFeature();
    if (missing) {
      throw new ParameterError(missing);
    }
    const { client, made } = this.#startWorker(boot, onMade);
    try {
      await this.#start(client, boot, plan);
      await made;
    } catch (error) {
      client.terminate();
      throw error;
    }
  }

  async #start(client, boot, plan) {
    const { images, snapshot, disks = [], ...machine } = await plan();
    const start = snapshot && { ...snapshot, bytes: await snapshot.bytes?.() };
    if (boot !== this.#boot) {
      throw new Error('Another machine was booted in the meantime.');
    }
    if (machine.output && !machine.replay && this.#state === 'loading') {
      this.#foreseen = withoutQuestions(machine.output);
      this.#tell('foreseen', this.#foreseen);
    }
    const { memoryMiB, harts } = machine;
    client.shape = { memoryMiB, harts };
    client.boot({
      ...machine,
      images,
      snapshot: start,
      disks,
      resumable: this.#keeps,
      ...this.#size,
    });
    this.#madeSize = this.#size;
  }

  #startWorker(boot, onMade) {
    let client;
    const made = new Promise((resolve, reject) => {
      client = new MachineClient({
        output: ({ bytes, seconds }) => {
          this.cast.add(seconds, bytes);
          this.#tell('output', bytes);
        },
        status: ({ state, reason, counters, replay = null }) => {
          const first = client !== this.#client;
          if (first && boot !== this.#boot) {
            reject(new Error('Another machine was booted in the meantime.'));
            return;
          }
          if (first) {
            onMade();
            this.#client = client;
            this.#foreseen = null;
          }
          if (this.replayed && !replay) {
            this.cast.endHere();
          }
          this.replayed = replay;
          this.#counters = { ...client.shape, ...counters };
          this.#enter(state, state === 'failed' ? `The machine stopped: ${reason}` : reason);
          if (first) {
            if (this.live) {
              this.#sendEarlyInput();
            }
            this.#early = [];
            resolve();
          }
        },
        moved: ({ outputBytes }) => {
          this.cast.moveTo(outputBytes);
          this.#tell('moved', this.cast.tail());
        },
        progress: (detail) => {
          if (client === this.#client || (boot === this.#boot && this.#state === 'loading')) {
            this.#tell('progress', detail);
          }
        },
        disks: ({ state }) => this.#tell('disks', state),
        kept: ({ there }) => expectResumable(there),
        stopped: ({ expected, retry, message }) => {
          const error = expected
            ? new (retry ? DownloadError : ParameterError)(message)
            : new Error(`The emulator broke down, which is a bug in it, not in the guest: ${message}`);
          reject(error);
          if (client === this.#client) {
            this.#fail(error);
          }
        },
      });
    });
    made.catch(() => {});
    return { client, made };
  }

  #sendEarlyInput() {
    if (this.#size !== this.#madeSize) {
      this.#client.resize(this.#size.columns, this.#size.rows);
    }
    this.#early.forEach((bytes) => this.#client.input(bytes));
  }

  /** What is typed while the machine still loads is kept for it. */
  send(bytes) {
    if (this.live || this.#takenOver) {
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

  /** The recording so far; see worker/sessions.js for `about`. */
  recording(about) {
    return this.#live().ask('recording', about);
  }

  /** A snapshot of the machine as it is, with the end of its output. */
  snapshot() {
    return this.#live().ask('snapshot', { screen: this.cast.tail(SNAPSHOT_OUTPUT_BYTES) });
  }

  #live() {
    if (!this.live && this.#state !== 'replaying' && this.#state !== 'off') {
      throw new SessionError('There is no machine to save.');
    }
    return this.#client;
  }

  /**
   * Goes to another moment of a replay; if that is over already, by replaying again.
   *
   * @param target {seconds} or {steps}
   * @param paused whether to stay there
   */
  async seek(recording, target, paused = !this.replayed?.playing) {
    if (this.#state === 'replaying') {
      this.#client.seek(target, paused);
    } else {
      await this.replay(recording, { speed: 1, target, paused });
    }
  }

  /** From now on the machine is kept in the browser's storage while it is live; see worker/keeper.js. */
  keepMachine() {
    this.#keeps = true;
    document.addEventListener('visibilitychange', () => document.hidden && this.#client?.keep());
    window.addEventListener('pagehide', () => this.#client?.keep());
  }

  replaySpeed(speed) {
    this.#client?.speed(speed);
  }

  /** The machine is live from here. */
  takeOver() {
    this.#takenOver = this.#client !== null;
    this.#client?.takeOver(this.#size.columns, this.#size.rows);
  }

  pause() {
    if (this.live || this.#state === 'replaying') {
      this.#client.pause();
    }
  }

  resume() {
    if (this.live || this.#state === 'replaying') {
      this.#client.resume();
    }
  }

  /**
   * The reset button; for a machine that is off the power button, for one that failed a new machine, and for one
   * that waits to be reset another attempt.
   */
  reset() {
    if (this.live || this.#state === 'off') {
      this.#client.reset();
    } else if (this.#state === 'failed') {
      this.bootAgain().catch(() => {});
    }
  }

  #enter(state, reason = '') {
    this.#takenOver &&= state === 'replaying';
    this.#state = state;
    this.#tell('state', { state, reason, retry: true, counters: this.#counters });
  }

  #fail(error) {
    this.#client?.terminate();
    this.#client = null;
    this.#state = 'failed';
    if (this.#foreseen) {
      this.#foreseen = null;
      this.#tell('moved', new Uint8Array(0));
    }
    const reason = error.message;
    const retry = !(error instanceof ParameterError || error instanceof SessionError);
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

/** Boots the machine that the options choose; from its snapshot, if it has one and nothing speaks against it. */
async function bootPlan(options) {
  const own = hasOwnFiles(options) ? loadOwnFiles(options) : null;
  own?.catch(() => {});
  const { snapshot, ...chosen } = chooseMachine(await takeCatalogue(fetchManifest), options);
  const kept = { ...chosen, disks: await disksOf(options.machine, chosen.disks) };
  const machine = own ? withOwnFiles(kept, await own) : kept;
  return { ...machine, keep: options.machine, ...(snapshot ? startFrom(snapshot) : {}) };
}

/** The part of a plan that begins at the snapshot of that hash, or says where that was looked for in vain. */
async function startAt(sha256, catalogue) {
  const shipped = shippedSnapshot(sha256, catalogue);
  if (shipped) {
    return startFrom(shipped);
  }
  try {
    const bytes = await storedSnapshot(sha256);
    return { snapshot: { sha256, bytes: async () => bytes } };
  } catch (error) {
    return { lost: error.message };
  }
}

function startFrom(shipped) {
  return {
    snapshot: shipped,
    output: new TextEncoder().encode(shipped.screen),
  };
}
