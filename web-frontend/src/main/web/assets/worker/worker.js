// SPDX-License-Identifier: Apache-2.0
/**
 * The worker that one machine lives in. From the page: prefetch, boot, input, resize, pause, resume, reset,
 * shown; for a replay seek, speed and takeOver; ask, which is answered by its number. To the page: progress,
 * output, status, answer, moved (a replay: how much output there is at the moment it went to), disks (see
 * disks/disks.js), kept (whether the machine is in the browser's storage now), and stopped with the reason when no
 * further status will come.
 */

import { DownloadError, downloadModule } from '../loading/download.js';
import { fetchOrder } from '../loading/fetch-order.js';
import { Activity } from './activity.js';
import { contentsOf, prefetch } from './contents.js';
import { Disks } from './disks/disks.js';
import { folderOf } from './disks/kept.js';
import { BadDiskError } from './disks/packed.js';
import { EarlyInput } from './early-input.js';
import { Keeper } from './keeper.js';
import { LaterImages } from './later-images.js';
import { Machine, MachineError } from './machine.js';
import { Questions, withoutQuestions } from './questions.js';
import { ReplayPlayer } from './replay-player.js';
import { Slices } from './slices.js';

/** With so many bytes of output that the page hasn't shown yet, the machine waits. */
const MAX_UNSHOWN_BYTES = 1 << 19;

/** What the page may send when there is no machine yet; all else is too early. */
const BEFORE_MACHINE = ['prefetch', 'boot'];
/** What would change a machine that is to go the way it was recorded. */
const LIVE_ONLY = ['input', 'resize', 'reset', 'keep'];

/** What was downloaded is verified when the machine has begun: that takes as long as half of an instant boot. */
const VERIFY_AFTER_MILLIS = 1000;

/** The machine's program: on its way before anyone says what machine it is to be. */
const module = downloadModule();
module.catch(() => {});
const activity = new Activity();
const slices = new Slices(runSlice);
const questions = new Questions((bytes) => {
  earlyInput.input(bytes);
  slices.wake();
});
let machine = null;
let earlyInput = null;
let disks = null;
let player = null;
let keeper = null;
let paused = false;
let over = false;
let laterImages = null;
let unshownBytes = 0;
/** Output of the time before the session. */
let earlierBytes = 0;

const handlers = {
  prefetch: ({ files }) => prefetch(files),
  async boot(options) {
    const tell = (progress) => self.postMessage({ type: 'progress', ...progress });
    const { atOnce, later } = fetchOrder(options);
    const contents = contentsOf({ ...options, images: atOnce }, tell);
    const configuration = { ...options, ...contents, later };
    laterImages = new LaterImages(() => contentsOf({ images: later }, tell).images);
    disks = await Disks.open(configuration.disks ?? [], await folderOf(configuration.keep),
      () => machine && slices.wake(), (state) => self.postMessage({ type: 'disks', state }));
    const made = await Machine.load(await module, sendOutput, disks);
    try {
      await (configuration.snapshot || configuration.recording
        ? made.bootSession(configuration) : made.boot(configuration));
    } catch (error) {
      await made.verifyFiles();
      throw error;
    }
    machine = made;
    earlyInput = new EarlyInput(machine);
    setTimeout(() => made.verifyFiles().catch(stop), VERIFY_AFTER_MILLIS);
    if (configuration.resumable && disks.list.length === 0) {
      keeper = new Keeper(machine, (there) => self.postMessage({ type: 'kept', there }));
    }
    if (configuration.replay) {
      player = new ReplayPlayer(machine, configuration.replay);
    }
    sendStatus();
    const shown = configuration.output ?? made.sessions.screen();
    if (shown.length > 0) {
      const earlier = withoutQuestions(shown);
      earlierBytes = earlier.length;
      sendOutput(earlier);
    }
    slices.wake();
  },
  input({ bytes }) {
    keeper?.noteInput();
    questions.input(bytes);
  },
  resize({ columns, rows }) {
    machine.resize(columns, rows);
    slices.wake();
  },
  seek({ target, paused }) {
    const outputBytes = player?.seek(target, paused) ?? -1;
    if (outputBytes >= 0) {
      self.postMessage({ type: 'moved', outputBytes: earlierBytes + outputBytes });
    }
    slices.wake();
  },
  speed({ speed }) {
    if (player) {
      player.speed = speed;
      slices.wake();
    }
  },
  takeOver({ columns, rows }) {
    if (player) {
      player = null;
      machine.sessions.takeOver();
      machine.resize(columns, rows);
      sendStatus();
      slices.wake();
    }
  },
  /** The page may go away. */
  keep() {
    if (!laterImages.away) {
      keeper?.save();
    }
  },
  ask({ id, what, about }) {
    try {
      self.postMessage({ type: 'answer', id, value: answers[what](about) });
    } catch (error) {
      self.postMessage({ type: 'answer', id, error: error.message });
    }
  },
  pause() {
    if (player) {
      player.pause();
      sendStatus();
      return;
    }
    paused = true;
    machine.pause();
    sendStatus();
  },
  resume() {
    player?.resume();
    paused = false;
    machine.resume();
    sendStatus();
    slices.wake();
  },
  reset() {
    paused = false;
    machine.resume();
    if (laterImages.away) {
      // It is being reset already.
      laterImages.failure ? bringImages() : sendStatus();
      return;
    }
    activity.restart();
    earlyInput.clear();
    machine.reset();
    sendStatus();
    slices.wake();
  },
  shown({ bytes }) {
    unshownBytes -= bytes;
    questions.shown(bytes);
    slices.hold(unshownBytes > MAX_UNSHOWN_BYTES);
  },
};

const answers = {
  recording: (about) => machine.sessions.recording(about),
  snapshot: ({ screen }) => machine.sessions.snapshot(screen),
};

self.onmessage = async ({ data }) => {
  if (over || (!machine && !BEFORE_MACHINE.includes(data.type)) || (player && LIVE_ONLY.includes(data.type))) {
    return;
  }
  try {
    await handlers[data.type](data);
  } catch (error) {
    stop(error);
  }
};

function runSlice(millis) {
  if (over || paused || disks.away || laterImages.away) {
    return Infinity;
  }
  try {
    if (player) {
      return runReplay(millis);
    }
    const start = performance.now();
    const sleep = machine.run(millis);
    const typed = earlyInput.ran();
    slices.hold(unshownBytes > MAX_UNSHOWN_BYTES);
    const state = machine.state();
    if (state === 'waiting for images') {
      bringImages();
      return Infinity;
    }
    const ended = state === 'off' || state === 'failed';
    if (activity.ran(start, performance.now(), disks.away ? 0 : sleep) || ended) {
      sendStatus();
    }
    if (ended) {
      keeper?.forget();
    } else if (activity.word === 'idle') {
      keeper?.maySave();
    }
    return ended || disks.away ? Infinity : typed ? 0 : sleep;
  } catch (error) {
    stop(error);
    return Infinity;
  }
}

/** The machine is being reset, by a person or by the guest, and can't be without its images. */
async function bringImages() {
  activity.restart();
  const brought = laterImages.bring((images) => machine.imagesHere(images));
  sendStatus();
  try {
    await brought;
  } catch (error) {
    stop(error);
    return;
  }
  sendStatus();
  slices.wake();
}

function runReplay(millis) {
  const sleep = player.run(millis);
  slices.hold(unshownBytes > MAX_UNSHOWN_BYTES);
  if (player.due) {
    sendStatus();
  }
  return sleep;
}

function sendOutput(bytes) {
  unshownBytes += bytes.length;
  questions.output(bytes);
  keeper?.noteOutput(bytes.slice());
  self.postMessage({ type: 'output', bytes, seconds: machine?.sessions.seconds ?? 0 }, [bytes.buffer]);
}

function sendStatus() {
  if (player) {
    const replay = player.status();
    self.postMessage({ type: 'status', state: 'replaying', replay, reason: '', counters: machine.counters() });
    return;
  }
  const state = word();
  const reason = state === 'failed' ? machine.message() : laterImages.failure;
  self.postMessage({ type: 'status', state, reason, counters: machine.counters() });
}

/** What a live machine does. */
function word() {
  if (laterImages.failure) {
    return 'waiting';
  }
  const state = machine.state();
  if (state === 'off' || state === 'failed') {
    return state;
  }
  return paused ? 'paused' : laterImages.away ? 'fetching' : activity.word;
}

/** A machine that could not be made, or a bug in the emulator: either way nothing more will run. */
function stop(error) {
  over = true;
  const expected = [DownloadError, MachineError, BadDiskError].some((kind) => error instanceof kind);
  self.postMessage({
    type: 'stopped',
    expected,
    retry: error.retry === true,
    message: expected ? error.message : `${error.name}: ${error.message}`,
  });
}
