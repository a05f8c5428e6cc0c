// SPDX-License-Identifier: Apache-2.0
/** The page: begins to load at once, and puts the terminal around it while that is on its way. */

import { makeApi } from './api.js';
import { connectChooser } from './images/chooser.js';
import { connectEngine } from './engine.js';
import { connectDiskStatus } from './disk-status.js';
import { connectKeyRow } from './key-row.js';
import { connectNotice } from './notice.js';
import { fromUrl } from './parameters.js';
import { Session } from './session.js';
import { connectStatus } from './status.js';
import { TerminalView } from './terminal.js';

const element = (id) => document.getElementById(id);
const session = new Session();
connectStatus(element('bar'), session);
connectNotice(element('notice'), session);
connectChooser(element('images'), element('choose'), session, bootChosen);
connectEngine(element('engine-panel'), element('engine'), session);
connectDiskStatus(element('disk'), element('disk-notice'), session);

const booted = bootFromUrl();
booted.catch(() => {});
// This module runs before the terminal's own script, so that downloads need not wait for it.
document.addEventListener('DOMContentLoaded', () => showTerminal());

function bootFromUrl() {
  try {
    return session.boot(fromUrl(location.search));
  } catch (error) {
    return session.refuse(error);
  }
}

/** Another machine by hand; the address names it, so that a reload boots it too. */
function bootChosen(options) {
  const address = new URL(location.href);
  address.search = options.image === undefined ? '' : new URLSearchParams({ image: options.image });
  address.hash = '';
  history.pushState(null, '', address);
  window.bootlink.boot(options).catch(() => {});
}

function showTerminal() {
  const terminal = new TerminalView(element('terminal'), {
    input: (bytes) => session.send(bytes),
    resize: (columns, rows) => session.resize(columns, rows),
    shown: (bytes) => session.shown(bytes),
  });
  session.resize(terminal.size.columns, terminal.size.rows);
  session.addEventListener('output', ({ detail }) => terminal.write(detail));
  session.addEventListener('state', ({ detail: { state } }) => state === 'loading' && terminal.clear());
  connectKeyRow(element('keys'), terminal);
  connectScreenReader(element('reader'), terminal);
  terminal.focus();
  window.bootlink = makeApi(session, terminal, booted);
  window.dispatchEvent(new Event('bootlink'));
}

function connectScreenReader(button, terminal) {
  const set = (enabled) => {
    button.setAttribute('aria-pressed', enabled);
    terminal.screenReader = enabled;
  };
  button.addEventListener('click', () => set(button.getAttribute('aria-pressed') !== 'true'));
  set(new URLSearchParams(location.search).get('screenreader') === '1');
}
