// SPDX-License-Identifier: Apache-2.0
/** The bar above the terminal: what the machine does, its counters, and its buttons. */

export function connectStatus(bar, session) {
  const part = (name) => bar.querySelector(`[data-part=${name}]`);
  const pause = part('pause');
  const reset = part('reset');

  pause.addEventListener('click', () =>
    session.state === 'paused' ? session.resume() : session.pause());
  reset.addEventListener('click', () => session.reset());

  session.addEventListener('state', ({ detail: { state, counters } }) => {
    bar.dataset.state = state;
    // A live region speaks whenever its text is set, changed or not.
    setText(part('state'), state);
    setText(part('mips'), state === 'running' || state === 'booting' ? mips(counters.mips) : '–');
    setText(part('time'), duration(counters.virtualSeconds));
    setText(part('memory'), counters.memoryMiB ? memory(counters) : '–');
    setText(pause, state === 'paused' ? 'Resume' : 'Pause');
    pause.disabled = !session.live || state === 'waiting';
    setText(reset, state === 'off' ? 'Power on' : 'Reset');
    reset.disabled = state === 'loading' || state === 'replaying';
  });
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function mips(value) {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1);
}

function memory({ memoryMiB, harts }) {
  return `${memoryMiB} MiB${harts > 1 ? ` · ${harts} harts` : ''}`;
}

/** 3.4 s below a minute, then 1:05, then 2:03:04. */
function duration(seconds) {
  if (seconds < 60) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.floor(seconds);
  const two = (value) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
