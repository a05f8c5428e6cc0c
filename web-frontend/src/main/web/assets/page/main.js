// SPDX-License-Identifier: Apache-2.0
/** The page: begins to load at once, and puts the terminal around it while that is on its way. */

import { makeApi } from './api.js';
import { connectChooser } from './images/chooser.js';
import { connectEngine } from './engine.js';
import { connectDiskStatus } from './disk-status.js';
import { becomeKeeper, resume } from './keep/resume.js';
import { connectKeyRow } from './key-row.js';
import { connectKeptList } from './machines/kept-list.js';
import { connectNotice } from './notice.js';
import { fromUrl } from './parameters.js';
import { Player, tellRefusal } from './replay/player.js';
import { Session } from './session.js';
import { connectSessions } from './share/connect.js';
import { connectStatus } from './status.js';
import { TerminalFeed } from './terminal-feed.js';
import { TerminalView } from './terminal.js';
import { showToast } from './toast.js';

const element = (id) => document.getElementById(id);
const session = new Session();
connectStatus(element('bar'), session);
connectNotice(element('notice'), session);
connectChooser(element('images'), element('choose'),
  connectKeptList(element('images').querySelector('[data-part=kept]'), element('images'), bootChosen), bootChosen);
connectEngine(element('engine-panel'), element('engine'), session);
connectDiskStatus(element('disk'), element('disk-notice'), session);
const player = new Player(session);
const feed = new TerminalFeed(session);

const booted = start();
booted.catch(() => {});
// This module runs before the terminal's own script, so that downloads need not wait for it.
document.addEventListener('DOMContentLoaded', () => showTerminal());

/** Opens the session that the address is of, if a person agrees; else boots what it asks for. */
async function start() {
  try {
    if (await player.openLink(location.hash)) {
      return;
    }
  } catch (error) {
    if (session.state === 'failed') {
      throw error;
    }
    tellRefusal(error);
  }
  if (location.search === '') {
    if (await becomeKeeper()) {
      session.keepMachine();
      if (await resume(session)) {
        return;
      }
    } else if (navigator.locks) {
      showToast('Your machine is open in another tab. This one is fresh and will not be kept.');
    }
  }
  await bootFromUrl();
}

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
  address.search = options.machine !== undefined ? new URLSearchParams({ machine: options.machine })
    : options.image === undefined ? '' : new URLSearchParams({ image: options.image });
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
  feed.connect(terminal);
  connectKeyRow(element('keys'), terminal);
  connectSessions(session, player, terminal);
  connectScreenReader(element('reader'), terminal);
  terminal.focus();
  element('bar').addEventListener('click', ({ detail: clicks, target }) => {
    // Whoever got to a button by the keyboard stays there.
    if (clicks > 0 && target.closest('[data-part=pause], [data-part=reset]')) {
      terminal.focus();
    }
  });
  window.bootlink = makeApi(session, terminal, booted, player);
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
