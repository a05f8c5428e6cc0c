// SPDX-License-Identifier: Apache-2.0
/** window.bootlink, the page's JavaScript interface; web-frontend/README.md describes it. */

import { runScript } from './script.js';

/** @param booted promise of the machine that the page boots by itself */
export function makeApi(session, terminal, booted) {
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
    runScript: (script, options = {}) => runScript(script, options),
    counters: () => ({ ...session.counters }),
    get size() {
      return terminal.size;
    },
    screen: () => terminal.screen(),
  });
}
