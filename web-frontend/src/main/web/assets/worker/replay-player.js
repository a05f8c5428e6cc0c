// SPDX-License-Identifier: Apache-2.0
/** Plays a recorded session: at a speed, paused, or on its way to a moment that someone asked for. */

const TELL_MS = 100;

export class ReplayPlayer {
  #machine;
  #sessions;
  #speed;
  #playing = true;
  #target = null;
  #told = 0;
  #marked = false;

  /**
   * @param speed times the original one; 0 for as fast as it goes
   * @param target moment to go to at once, {seconds} or {steps}, then to go on or, if `paused`, to stay
   */
  constructor(machine, { speed, target, paused }) {
    this.#machine = machine;
    this.#sessions = machine.sessions;
    this.#speed = speed;
    if (target === undefined) {
      this.#sessions.play(speed);
    } else {
      this.seek(target, paused);
    }
  }

  /** @return milliseconds until it wants to go on, Infinity for not by itself */
  run(millis) {
    if (!this.#playing && this.#target === null) {
      return Infinity;
    }
    const sleep = this.#machine.run(millis);
    const { ended, divergence } = this.#sessions.progress();
    if (ended || divergence) {
      this.#playing = false;
      this.#target = null;
      return Infinity;
    }
    if (this.#target !== null && sleep === Infinity) {
      this.#target = null;
      this.#sessions.play(this.#speed);
      return this.#playing ? 0 : Infinity;
    }
    return sleep;
  }

  /** Whether it is time to tell the page how far it has come. */
  get due() {
    const now = performance.now();
    const due = now - this.#told >= TELL_MS || (!this.#playing && this.#target === null);
    if (due) {
      this.#told = now;
    }
    return due;
  }

  pause() {
    this.#playing = false;
  }

  resume() {
    this.#playing = true;
    if (this.#target === null) {
      this.#sessions.play(this.#speed);
    }
  }

  set speed(speed) {
    this.#speed = speed;
    if (this.#target === null) {
      this.#sessions.play(speed);
    }
  }

  /**
   * Goes to a moment, {seconds} or {steps}, as fast as it can.
   *
   * @return if it went to a keyframe for that, how many bytes of output had come until there; else -1
   */
  seek(target, paused = !this.#playing) {
    this.#playing = !paused;
    this.#target = target;
    return this.#sessions.play(0, target);
  }

  /** The first time with the moments at which things are typed. */
  status() {
    const marks = this.#marked ? undefined : this.#sessions.marks();
    this.#marked = true;
    return { ...this.#sessions.progress(), speed: this.#speed, playing: this.#playing, marks };
  }
}
