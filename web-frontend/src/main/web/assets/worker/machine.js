// SPDX-License-Identifier: Apache-2.0
/** The machine in its WebAssembly module: memory, images, and the module's exports with real types. */

import { fusesMultiplyAdd } from './fused.js';
import { Modules, SLOTS } from './modules.js';
import { Sessions } from './sessions.js';
import { link, ownPages } from './teavm.js';

const PAGE_BYTES = 65536;
/** The module is built for at most this much memory. */
const MAX_PAGES = 32768;

/** As WebMachine.image numbers them. */
const IMAGE_KINDS = ['firmware', 'kernel', 'initrd'];
const HASH_BYTES = 32;
/** As WebMachine.translationCounter numbers them. */
const JIT_COUNTERS = ['modules', 'bytes', 'regions', 'regionsDropped', 'instructions', 'entries', 'exposures',
  'steps', 'nanos', 'refused', 'tooDeep', 'slotsInUse', 'bytesInUse', 'flushes'];
/** As WebMachine.state numbers them. */
const STATES = ['running', 'idle', 'waiting for disk', 'off', 'failed', 'waiting for images'];

/** What the person who asked for a machine can do something about; the message is for them. */
export class MachineError extends Error {}

export class Machine {
  #exports;
  #memory;
  #modules;
  #input;
  #disks;
  /** What came from elsewhere into the memory and was not verified yet: {source, address}. */
  #unverified = [];
  /** Addresses, by kind, of images that may come later. */
  #later = {};
  /** What is recorded; see sessions.js. */
  sessions;

  /**
   * @param onOutput called with a Uint8Array of terminal output, its own copy
   * @param disks see disks/disks.js
   */
  static async load(module, onOutput, disks) {
    const machine = new Machine();
    machine.#disks = disks;
    const pages = ownPages(module);
    try {
      machine.#memory = new WebAssembly.Memory({ initial: pages, maximum: MAX_PAGES });
    } catch {
      throw new MachineError('The browser has no memory left for the machine. Close other pages, then try again.');
    }
    machine.#modules = new Modules(machine.#memory);
    const instance = await link(module, machine.#memory, {
      ...machine.#modules.host,
      ...disks.host(machine.#memory),
      now: () => performance.now(),
      output: (address, length) =>
        onOutput(new Uint8Array(machine.#memory.buffer.slice(address, address + length))),
      fileBytes: (address, length) => machine.sessions.take(
        new Uint8Array(machine.#memory.buffer.slice(address >>> 0, (address >>> 0) + length))),
    });
    machine.#exports = instance.exports;
    machine.#modules.offer(instance.exports);
    machine.sessions = new Sessions(
      instance.exports, (bytes) => machine.#put(bytes), () => machine.message());
    return machine;
  }

  /** Makes the machine and switches it on; throws a MachineError if that can't be. */
  async boot({ memoryMiB, harts, commandLine, images, columns, rows, jit }) {
    this.#checkRanges(memoryMiB, harts, commandLine);
    this.#attach(memoryMiB, harts, images);
    await this.#fillImages(images);
    const seed = crypto.getRandomValues(new Int32Array(2));
    const bytes = new Uint8Array(commandLine.length + IMAGE_KINDS.length * HASH_BYTES);
    new TextEncoder().encodeInto(commandLine, bytes);
    IMAGE_KINDS.forEach((kind, i) => {
      if (images[kind]) {
        bytes.set(fromHex(images[kind].sha256), commandLine.length + i * HASH_BYTES);
      }
    });
    this.#put(bytes);
    this.#checkMade(this.#exports.boot(
      memoryMiB, harts, commandLine.length, Date.now(), seed[0], seed[1], columns, rows));
    this.#translate(jit);
  }

  /**
   * Makes the machine that was saved in a snapshot, with today's date, or, with a recording, the machine that
   * is to be taken through it.
   *
   * @param later by kind, the sizes ({sizeBytes}) of images that are given to imagesHere() when they are needed
   * @param snapshot a source; undefined for a recording that begins at power-on, or if it was not found
   * @param lost where a snapshot was looked for in vain, a sentence
   * @param times with what was recorded until the snapshot: it is the machine's session so far, see sessions.js
   */
  async bootSession({
    memoryMiB, harts, images, later = {}, snapshot, lost, recording, times, columns, rows, jit,
  }) {
    this.#checkRanges(memoryMiB, harts, '');
    this.#attach(memoryMiB, harts, { ...images, ...later }, snapshot?.sizeBytes ?? 0);
    const imagesHere = Number(Object.keys(later).length === 0);
    for (const [kind, { sizeBytes }] of Object.entries(later)) {
      this.#later[kind] = this.#exports.image(IMAGE_KINDS.indexOf(kind), sizeBytes);
    }
    const saved = snapshot && this.#fill(this.#exports.snapshotFile(snapshot.sizeBytes), snapshot);
    await Promise.all([saved, this.#fillImages(images)]);
    if (recording) {
      this.sessions.load(recording);
    }
    const seed = crypto.getRandomValues(new Int32Array(2));
    if (times) {
      this.sessions.load(times);
      this.#checkMade(this.#exports.bootResumed(imagesHere, recording.length, Date.now(), seed[0], seed[1]));
    } else if (recording) {
      this.#checkMade(this.#exports.bootReplay(), lost);
    } else {
      this.#put(fromHex(snapshot.sha256));
      this.#checkMade(this.#exports.bootSnapshot(imagesHere, Date.now(), seed[0], seed[1]));
    }
    if (times || !recording) {
      this.resize(columns, rows);
    }
    this.#translate(jit);
  }

  /** Makes the machine and takes it through a script; gives each digest, a text, as it comes to it. */
  async *runScript({ memoryMiB, harts, commandLine, images, script, jit }) {
    this.#checkRanges(memoryMiB, harts, commandLine);
    this.#attach(memoryMiB, harts, images);
    await this.#fillImages(images);
    const bytes = new TextEncoder().encode(commandLine + script);
    if (bytes.length > this.#exports.inputCapacity()) {
      throw new MachineError(`The script has more than ${this.#exports.inputCapacity()} characters.`);
    }
    this.#put(bytes);
    this.#checkMade(this.#exports.bootScript(
      memoryMiB, harts, commandLine.length, bytes.length - commandLine.length));
    this.#translate(jit);
    for (let result; (result = this.#exports.nextCheckpoint()) !== 0;) {
      if (result < 0) {
        throw new Error(this.message());
      }
      yield this.message();
    }
  }

  #translate(jit) {
    if (jit === 'on' || jit === 'force') {
      this.#exports.translate(SLOTS, Number(jit === 'force'), Number(fusesMultiplyAdd()));
    }
  }

  /** @param more to say after why it could not be made */
  #checkMade(result, more) {
    if (result === 1) {
      throw new MachineError([sentence(this.message()), more].filter(Boolean).join(' '));
    }
    if (result !== 0) {
      throw new Error(this.message());
    }
  }

  #checkRanges(memoryMiB, harts, commandLine) {
    const { minMemoryMiB, maxMemoryMiB, maxHarts, maxCommandLine } = this.#exports;
    requireRange('memory', memoryMiB, minMemoryMiB(), maxMemoryMiB(), ' (MiB)');
    requireRange('harts', harts, 1, maxHarts(), '');
    if (commandLine.length > maxCommandLine()) {
      throw new MachineError(`The kernel command line has ${commandLine.length} characters; `
        + `at most ${maxCommandLine()} are allowed. Shorten the parameter “append” or “cmdline”.`);
    }
    const bad = /[^ -~]/u.exec(commandLine);
    if (bad) {
      throw new MachineError(`The kernel command line has “${bad[0]}” in it; only printable ASCII is `
        + 'allowed. Change the parameter “append” or “cmdline”.');
    }
  }

  /** The machine's memory follows the module's own; pages that nobody writes cost the browser nothing. */
  #attach(memoryMiB, harts, images, snapshotBytes = 0) {
    const base = this.#memory.buffer.byteLength;
    const disks = this.#disks.list;
    let bytes = this.#exports.requiredBytes(memoryMiB, harts) + snapshotBytes + 8
      + disks.length * this.#exports.bytesPerDisk();
    for (const image of Object.values(images)) {
      bytes += image.sizeBytes + 8;
    }
    const pages = Math.ceil(bytes / PAGE_BYTES);
    try {
      this.#memory.grow(pages);
    } catch {
      throw new MachineError(`The browser has no room for a machine with ${memoryMiB} MiB of memory. `
        + 'Close other pages, or ask for less with the parameter “memory”.');
    }
    this.#exports.attach(base, pages * PAGE_BYTES);
    this.#input = this.#exports.inputAddress();
    for (const { sizeBytes, readOnly, kept, identity } of disks) {
      this.#put(Uint8Array.from({ length: 32 }, (_, i) => parseInt(identity.slice(2 * i, 2 * i + 2), 16) || 0));
      this.#checkMade(this.#exports.disk(sizeBytes, Number(readOnly), Number(kept)));
    }
  }

  #fillImages(images) {
    return Promise.all(IMAGE_KINDS.map((kind, number) =>
      images[kind] && this.#fill(this.#exports.image(number, images[kind].sizeBytes), images[kind])));
  }

  /** Has a source, see contents.js, come to an address. */
  async #fill(address, source) {
    await source.fill(() => this.#bytesAt(address, source));
    this.#unverified.push({ source, address });
  }

  /**
   * Takes the images, sources by kind, that bootSession() was told of as coming later. If one does not come as it
   * should, rejects; then all may be given once more.
   */
  async imagesHere(images) {
    const files = Object.entries(images).map(([kind, source]) => ({ source, address: this.#later[kind] }));
    try {
      await Promise.all(files.map(async ({ source, address }) => {
        await source.fill(() => this.#bytesAt(address, source));
        await source.verify(this.#bytesAt(address, source));
      }));
    } catch (error) {
      files.forEach(({ source }) => source.abandon());
      throw error;
    }
    this.#checkMade(this.#exports.imagesHere());
  }

  /** Rejects if something that came from elsewhere is not what it should be. */
  async verifyFiles() {
    for (let file; (file = this.#unverified.shift());) {
      await file.source.verify(this.#bytesAt(file.address, file.source));
    }
  }

  #bytesAt(address, { sizeBytes }) {
    return new Uint8Array(this.#memory.buffer, address >>> 0, sizeBytes);
  }

  /** Makes no machine, but its disks, for readDisk and writeDisk. */
  attachDisks() {
    this.#attach(this.#exports.minMemoryMiB(), 1, {});
  }

  /** A copy of some bytes of a disk as the guest sees it, from `position` on; null if they are still away. */
  readDisk(number, position, sizeBytes) {
    const length = Math.min(this.#exports.inputCapacity(), sizeBytes - position);
    const outcome = this.#exports.readDisk(number, position, length);
    if (outcome > 1) {
      throw new Error('The disk can’t be read.');
    }
    const start = this.#input >>> 0;
    return outcome === 0 ? new Uint8Array(this.#memory.buffer.slice(start, start + length)) : null;
  }

  /** Writes to a disk as the guest would; whether that was possible. */
  writeDisk(number, position, bytes) {
    return this.#exports.writeDisk(number, position, this.#put(bytes)) === 0;
  }

  /** Makes durable what was written to a disk; whether that was possible. */
  flushDisk(number) {
    return this.#exports.flushDisk(number) === 0;
  }

  /** Runs for about so long; returns how many milliseconds later it wants to go on. */
  run(millis) {
    const sleep = this.#exports.run(millis);
    if (sleep < 0) {
      throw new Error(this.message());
    }
    return sleep;
  }

  input(bytes) {
    const capacity = this.#exports.inputCapacity();
    for (let start = 0; start < bytes.length; start += capacity) {
      this.#exports.input(this.#put(bytes.subarray(start, start + capacity)));
    }
  }

  /** Whether the guest looks for input, as far as can be seen. */
  listens() {
    return this.#exports.listens() !== 0;
  }

  resize(columns, rows) {
    this.#exports.resize(columns, rows);
  }

  reset() {
    this.#exports.reset();
  }

  pause() {
    this.#exports.pause();
  }

  resume() {
    this.#exports.resume();
  }

  state() {
    return STATES[this.#exports.state()];
  }

  /** Why the machine stopped, once its state is 'failed'. */
  message() {
    let text = '';
    for (let unit; (unit = this.#exports.messageCharacter(text.length)) >= 0;) {
      text += String.fromCharCode(unit);
    }
    return text;
  }

  counters() {
    const { steps, guestMips, virtualSeconds, translationCounter } = this.#exports;
    const jit = { milliseconds: this.#modules.milliseconds };
    JIT_COUNTERS.forEach((name, number) => { jit[name] = translationCounter(number); });
    jit.left = this.#reasons(0);
    jit.assisted = this.#reasons(1);
    return { steps: steps(), mips: guestMips(), virtualSeconds: virtualSeconds(), jit };
  }

  /** {reason: count}, as WebMachine.translationReasons gives them. */
  #reasons(assisted) {
    this.#exports.translationReasons(assisted);
    const lines = this.message().split('\n').filter(Boolean).map((line) => line.split('='));
    return Object.fromEntries(lines.map(([reason, count]) => [reason, Number(count)]));
  }

  #put(bytes) {
    new Uint8Array(this.#memory.buffer, this.#input >>> 0, bytes.length).set(bytes);
    return bytes.length;
  }
}

function requireRange(parameter, value, min, max, unit) {
  if (value < min || value > max) {
    throw new MachineError(
      `The parameter “${parameter}” is ${value}; it must be from ${min} to ${max}${unit}.`);
  }
}

function fromHex(text) {
  return Uint8Array.from(text.match(/../g), (digits) => parseInt(digits, 16));
}

/** The core's messages are clauses: without a capital and a full stop. */
function sentence(clause) {
  return clause.charAt(0).toUpperCase() + clause.slice(1) + (/[.!?]$/.test(clause) ? '' : '.');
}
