// SPDX-License-Identifier: Apache-2.0
/**
 * The worker that one machine lives in. From the page: boot, input, resize, pause, resume, reset, shown.
 * To the page: output, status, disks (see disks/disks.js), and stopped with the reason when no further status
 * will come.
 */

import { Activity } from './activity.js';
import { Disks } from './disks/disks.js';
import { folderOf } from './disks/kept.js';
import { BadDiskError } from './disks/packed.js';
import { Machine, MachineError } from './machine.js';
import { Slices } from './slices.js';

/** With so many bytes of output that the page hasn't shown yet, the machine waits. */
const MAX_UNSHOWN_BYTES = 1 << 19;

const activity = new Activity();
const slices = new Slices(runSlice);
let machine = null;
let disks = null;
let paused = false;
let over = false;
let unshownBytes = 0;

const handlers = {
  async boot({ module, ...configuration }) {
    disks = await Disks.open(configuration.disks ?? [], await folderOf(configuration.keep),
      () => machine && slices.wake(), (state) => self.postMessage({ type: 'disks', state }));
    const made = await Machine.load(module, sendOutput, disks);
    made.boot(configuration);
    machine = made;
    sendStatus();
    slices.wake();
  },
  input({ bytes }) {
    machine.input(bytes);
    slices.wake();
  },
  resize({ columns, rows }) {
    machine.resize(columns, rows);
    slices.wake();
  },
  pause() {
    paused = true;
    machine.pause();
    sendStatus();
  },
  resume() {
    paused = false;
    machine.resume();
    sendStatus();
    slices.wake();
  },
  reset() {
    paused = false;
    activity.restart();
    machine.resume();
    machine.reset();
    sendStatus();
    slices.wake();
  },
  shown({ bytes }) {
    unshownBytes -= bytes;
    slices.hold(unshownBytes > MAX_UNSHOWN_BYTES);
  },
};

self.onmessage = async ({ data }) => {
  if (over || (!machine && data.type !== 'boot')) {
    return;
  }
  try {
    await handlers[data.type](data);
  } catch (error) {
    stop(error);
  }
};

function runSlice(millis) {
  if (over || paused || disks.away) {
    return Infinity;
  }
  try {
    const start = performance.now();
    const sleep = machine.run(millis);
    slices.hold(unshownBytes > MAX_UNSHOWN_BYTES);
    const state = machine.state();
    const ended = state === 'off' || state === 'failed';
    if (activity.ran(start, performance.now(), disks.away ? 0 : sleep) || ended) {
      sendStatus();
    }
    return ended || disks.away ? Infinity : sleep;
  } catch (error) {
    stop(error);
    return Infinity;
  }
}

function sendOutput(bytes) {
  unshownBytes += bytes.length;
  self.postMessage({ type: 'output', bytes }, [bytes.buffer]);
}

function sendStatus() {
  const state = machine.state();
  self.postMessage({
    type: 'status',
    state: state === 'off' || state === 'failed' ? state : paused ? 'paused' : activity.word,
    reason: state === 'failed' ? machine.message() : '',
    counters: machine.counters(),
  });
}

/** A machine that could not be made, or a bug in the emulator: either way nothing more will run. */
function stop(error) {
  over = true;
  const expected = error instanceof MachineError || error instanceof BadDiskError;
  self.postMessage({
    type: 'stopped',
    expected,
    message: expected ? error.message : `${error.name}: ${error.message}`,
  });
}
