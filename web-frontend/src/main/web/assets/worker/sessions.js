// SPDX-License-Identifier: Apache-2.0
/** The machine's session: recordings, snapshots and replays, by the exports of WebSession. */

const TICKS_PER_SECOND = 1e7;
/** As WebSession.replayState numbers them. */
/** As WebSession.recording takes it for the number of inputs. */
const UNFINISHED = -2;
const ENDED = 1;
const DIVERGED = 2;

export class Sessions {
  #exports;
  #put;
  #message;
  #file = new FileParts();

  /**
   * @param put puts bytes into the machine's input buffer and returns their number
   * @param message gives the text that a failed call has left
   */
  constructor(exports, put, message) {
    this.#exports = exports;
    this.#put = put;
    this.#message = message;
  }

  /** What the host's fileBytes does. */
  take(bytes) {
    this.#file.add(bytes);
  }

  /** Gives the machine a recording before it is made of it. */
  load(recording) {
    const capacity = this.#exports.inputCapacity();
    for (let start = 0; start < recording.length; start += capacity) {
      this.#exports.addBytes(this.#put(recording.subarray(start, start + capacity)));
    }
  }

  /**
   * The recording so far.
   *
   * @param inputs how many of the things typed to keep; all if undefined
   * @param made a recording made before, which only gets another title and note; else all up to now is recorded
   */
  recording({ title = '', note = '', inputs = -1, made, created = Date.now() }) {
    if (made) {
      this.load(made);
    }
    const encoder = new TextEncoder();
    const [titleBytes, noteBytes] = [encoder.encode(title), encoder.encode(note)];
    const words = new Uint8Array(titleBytes.length + noteBytes.length);
    words.set(titleBytes);
    words.set(noteBytes, titleBytes.length);
    this.#put(words);
    return this.#handedOver(() =>
      this.#exports.recording(titleBytes.length, noteBytes.length, inputs, created));
  }

  /** The recording so far, to go on with: without the digest of everything that ends others. */
  unfinished() {
    this.#put(new Uint8Array(0));
    return this.#handedOver(() => this.#exports.recording(0, 0, UNFINISHED, 0));
  }

  /** @param screen output to write to a terminal that goes on with the machine */
  snapshot(screen = new Uint8Array(0)) {
    this.load(screen);
    return this.#handedOver(() => this.#exports.saveSnapshot());
  }

  /** Such output of the snapshot that the machine was made from. */
  screen() {
    return this.#handedOver(() => this.#exports.snapshotScreen());
  }

  /** Steps and ticks of everything recorded, as 64-bit integers in turn: what a recording's file has not. */
  times() {
    const { entryCount, entrySteps, entryTicks } = this.#exports;
    const times = new BigInt64Array(2 * entryCount());
    for (let i = 0; i < times.length / 2; i++) {
      times[2 * i] = BigInt(entrySteps(i));
      times[2 * i + 1] = BigInt(entryTicks(i));
    }
    return new Uint8Array(times.buffer);
  }

  /**
   * Replays from here on, `speed` times as fast as it was (0: as fast as it goes), up to a moment, {seconds} or
   * {steps}, if one is given.
   *
   * @return if it had to go to another moment for that, how many bytes of output had come until there; else -1
   */
  play(speed, { seconds, steps = -1 } = {}) {
    return this.#exports.replayTo(speed, seconds === undefined ? -1 : seconds * TICKS_PER_SECOND, steps);
  }

  get seconds() {
    return this.#exports.ticks() / TICKS_PER_SECOND;
  }

  takeOver() {
    const seed = crypto.getRandomValues(new Int32Array(2));
    this.#exports.takeOver(Date.now(), seed[0], seed[1]);
  }

  /** How a replay goes: seconds, endSeconds, ended, verified (digests that were equal), divergence. */
  progress() {
    const state = this.#exports.replayState();
    return {
      seconds: this.seconds,
      endSeconds: this.#exports.replayEndTicks() / TICKS_PER_SECOND,
      ended: state === ENDED,
      verified: this.#exports.replayVerified(),
      divergence: state === DIVERGED ? this.#message() : null,
    };
  }

  /** When each thing is typed in the recording that is replayed, in seconds. */
  marks() {
    return Array.from({ length: this.#exports.markCount() }, (_, i) => this.#exports.mark(i) / TICKS_PER_SECOND);
  }

  #handedOver(call) {
    this.#file = new FileParts();
    if (call() !== 0) {
      throw new Error(this.#message());
    }
    const bytes = this.#file.bytes();
    this.#file = new FileParts();
    return bytes;
  }
}

class FileParts {
  #parts = [];

  add(bytes) {
    this.#parts.push(bytes);
  }

  bytes() {
    const all = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    this.#parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
    return all;
  }
}
