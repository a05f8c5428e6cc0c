// SPDX-License-Identifier: Apache-2.0
/** window.bootlink, the page's JavaScript interface; web-frontend/README.md describes it. */

import { imageOf } from './machines/export-kept.js';
import { importKept } from './machines/import-kept.js';
import { duplicateKept, keptMachines, makeKept, removeKept, renameKept } from './machines/kept-machines.js';
import { runScript } from './script.js';
import { describe } from './share/session-file.js';

function target({ seconds, steps }) {
  return seconds === undefined && steps === undefined ? undefined : { seconds, steps };
}

/**
 * @param booted promise of the machine that the page boots by itself
 * @param player of sessions that come from elsewhere
 */
export function makeApi(session, terminal, booted, player) {
  const encoder = new TextEncoder();
  const bytesOf = (data) => (typeof data === 'string' ? encoder.encode(data) : new Uint8Array(data));
  const subscribe = (type, listener, pick) => {
    const relay = ({ detail }) => listener(pick(detail));
    session.addEventListener(type, relay);
    return () => session.removeEventListener(type, relay);
  };
  let ready = booted;

  return Object.freeze({
    boot(options = {}) {
      ready = session.boot(options);
      ready.catch(() => {});
      return ready;
    },
    get ready() {
      return ready;
    },
    get state() {
      return session.state;
    },
    send: (data) => session.send(bytesOf(data)),
    onOutput: (listener) => subscribe('output', listener, (bytes) => bytes),
    onState: (listener) => subscribe('state', listener, ({ state, reason }) => ({ state, reason })),
    pause: () => session.pause(),
    resume: () => session.resume(),
    reset: () => session.reset(),
    recording: (about = {}) => session.recording(about),
    snapshot: () => session.snapshot(),
    describe: (file) => describe(bytesOf(file)),
    restore: (snapshot) => session.restore(bytesOf(snapshot)),
    replay: (recording, { speed = 0, seconds, steps, paused = false, jit } = {}) =>
      player.replay(bytesOf(recording), { speed, paused, jit, target: target({ seconds, steps }) }),
    seek: async (steps) => {
      if (session.replayed === null) {
        await player.replay(await session.recording({}), { speed: 1, paused: true, target: { steps } });
      } else {
        await player.seek({ steps }, true);
      }
    },
    get replayed() {
      return session.replayed;
    },
    takeOver: () => session.takeOver(),
    cast: (title = '') => session.cast.cast(terminal.size, title),
    runScript: (script, options = {}) => runScript(script, options),
    /** Machines that are kept in this browser, by their ids; boot({machine: id}) opens one. */
    machines: Object.freeze({
      list: keptMachines,
      make: makeKept,
      rename: renameKept,
      duplicate: duplicateKept,
      remove: removeKept,
      image: (id) => imageOf(id, () => {}),
      import: (name, image, file) => importKept(name, image, file, () => {}),
    }),
    counters: () => ({ ...session.counters }),
    get size() {
      return terminal.size;
    },
    screen: () => terminal.screen(),
  });
}
