// SPDX-License-Identifier: Apache-2.0
/** Opens sessions that come from elsewhere: asks, replays them with a bar below the terminal, hands them over. */

import { fetchManifest } from '../../loading/manifest.js';
import { showToast } from '../toast.js';
import { missingParts } from '../share/opening.js';
import { fetchStored } from '../share/store.js';
import { sessionIn } from '../share/link.js';
import { describe } from '../share/session-file.js';
import { askToOpen } from './open-dialog.js';
import { makeReplayBar } from './replay-bar.js';

export class Player {
  #session;
  #recording = null;
  #bar = null;
  #marks = [];

  constructor(session) {
    this.#session = session;
    session.addEventListener('state', ({ detail: { state } }) => this.#show(state));
  }

  /**
   * Opens the session in a fragment, if there is one.
   *
   * @return whether it was opened; a person may have declined
   * @throws SessionError if it can't be
   */
  async openLink(fragment) {
    const found = await sessionIn(fragment);
    return found !== null && this.open(found.bytes ?? await fetchStored(found.stored));
  }

  /** Opens a recording or snapshot after asking. The machine that is there stays until someone agrees. */
  async open(bytes) {
    const described = describe(bytes);
    const catalogue = await fetchManifest();
    const how = await askToOpen(described, () => missingParts(described, catalogue));
    if (how === null) {
      return false;
    }
    if (described.kind === 'snapshot') {
      await this.#session.restore(bytes);
    } else {
      await this.replay(bytes, { speed: how === 'end' ? 0 : 1 });
    }
    return true;
  }

  replay(recording, how) {
    this.#recording = recording;
    this.#marks = [];
    return this.#session.replay(recording, how);
  }

  /** Goes to a moment of the replay, {seconds} or {steps}. */
  seek(target, paused) {
    return this.#session.seek(this.#recording, target, paused);
  }

  #show(state) {
    const progress = this.#session.replayed;
    if (state === 'loading' && this.#bar) {
      return;
    }
    if (state !== 'replaying') {
      this.#bar?.remove();
      this.#bar = null;
      return;
    }
    if (!this.#bar) {
      this.#bar = makeReplayBar({
        seek: (seconds) => this.seek({ seconds }).catch(() => {}),
        speed: (speed) => this.#session.replaySpeed(speed),
        pause: () => this.#session.pause(),
        resume: () => this.#session.resume(),
        takeOver: () => {
          this.#session.takeOver();
          document.querySelector('#terminal textarea')?.focus();
        },
      });
      document.querySelector('main').after(this.#bar.element);
    }
    if (progress.marks) {
      this.#marks = progress.marks;
    }
    const endSeconds = Math.max(progress.endSeconds, progress.seconds);
    this.#bar.update({ ...progress, endSeconds, marks: this.#marks, verdict: verdict(progress) });
  }
}

function verdict({ divergence, ended, verified }) {
  if (divergence) {
    const detail = `The machine is not the one that was recorded: ${divergence}.`;
    return { kind: 'bad', text: 'differs', detail };
  }
  if (verified > 0) {
    const detail = `${verified} digests of the whole machine are the recorded ones so far.`;
    return { kind: 'good', text: ended ? 'verified to the end' : 'verified', detail };
  }
  return { kind: 'none', text: ended ? 'not verified' : 'replaying' };
}

/** Tells why a session can't be opened, and leaves everything as it is. */
export function tellRefusal(error) {
  showToast(error.message, [], true);
}
