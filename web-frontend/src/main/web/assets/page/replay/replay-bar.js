// SPDX-License-Identifier: Apache-2.0
/** The bar below the terminal while a session is replayed: its timeline, its speed, whether it is verified. */

import { button, make } from '../dom.js';

/** By name: how many times as fast as it was; 0 is as fast as it goes. */
const SPEEDS = [['1×', 1], ['2×', 2], ['8×', 8], ['Full speed', 0]];

/** Between two places that are gone to while the timeline is dragged. */
const SCRUB_MS = 120;

/**
 * @param on functions seek(seconds), speed(factor), pause(), resume(), takeOver()
 * @return {element, update({seconds, endSeconds, playing, speed, marks, verdict}), remove()}
 */
export function makeReplayBar(on) {
  let dragging = false;
  let playing = true;
  let shownMarks = null;
  const play = button('Pause', () => (playing ? on.pause() : on.resume()), { className: 'play' });
  const speed = make('select', { 'aria-label': 'Speed' },
    SPEEDS.map(([text, value]) => make('option', { value }, text)));
  speed.addEventListener('change', () => on.speed(Number(speed.value)));
  const marks = make('datalist', { id: 'replay-marks' });
  const ticks = make('div', { className: 'ticks', 'aria-hidden': 'true' });
  const line = make('input', { type: 'range', min: 0, max: 1, step: 'any', value: 0, 'aria-label': 'Timeline' });
  let scrub = null;
  line.addEventListener('input', () => {
    dragging = true;
    scrub ??= setTimeout(() => {
      scrub = null;
      on.seek(line.valueAsNumber);
    }, SCRUB_MS);
  });
  line.addEventListener('change', () => {
    clearTimeout(scrub);
    scrub = null;
    dragging = false;
    on.seek(line.valueAsNumber);
  });
  const time = make('output', { className: 'time' });
  const verdict = make('span', { className: 'verdict', role: 'status' });
  const takeOver = button('Take over', () => on.takeOver(), { className: 'main' });
  const element = make('section', { id: 'replay', 'aria-label': 'Replay' },
    play, speed, make('div', { className: 'timeline' }, ticks, line, marks), time, verdict, takeOver);

  return {
    element,
    update(state) {
      playing = state.playing;
      setText(play, playing ? 'Pause' : 'Play');
      play.disabled = state.seconds >= state.endSeconds && !playing;
      if (document.activeElement !== speed) {
        speed.value = String(state.speed);
      }
      line.max = state.endSeconds || 1;
      if (!dragging) {
        line.value = state.seconds;
      }
      if (state.marks !== shownMarks) {
        shownMarks = state.marks;
        ticks.replaceChildren(...tickMarks(state.marks, state.endSeconds));
      }
      line.setAttribute('aria-valuetext', `${clock(state.seconds)} of ${clock(state.endSeconds)}`);
      setText(time, `${clock(state.seconds)} / ${clock(state.endSeconds)}`);
      verdict.dataset.verdict = state.verdict.kind;
      verdict.title = state.verdict.detail ?? '';
      setText(verdict, state.verdict.text);
    },
    remove: () => element.remove(),
  };
}

/** At most as many as there are pixels for. */
function tickMarks(seconds, end) {
  const places = new Set(seconds.map((at) => Math.round(at / (end || 1) * 500) / 5));
  return Array.from(places, (percent) => {
    const tick = make('i');
    tick.style.left = `${percent}%`;
    return tick;
  });
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** 0:07, 12:34, 1:02:03 */
function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (value) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
