// SPDX-License-Identifier: Apache-2.0
/** Connects what is shared and saved to the page: buttons, the address, files dropped on it. */

import { saveFile } from '../dom.js';
import { showSaveDialog } from '../keep/save-dialog.js';
import { tellRefusal } from '../replay/player.js';
import { takeDroppedFiles } from './dropped-files.js';
import { fileName, showShareDialog } from './share-dialog.js';

export function connectSessions(session, player, terminal) {
  const share = document.getElementById('share');
  const save = document.getElementById('save');
  const open = (bytes) => player.open(bytes);
  share.addEventListener('click', () => showShareDialog(
    (about) => session.recording(about),
    (title) => saveFile(fileName(title, 'session', 'cast'), session.cast.cast(terminal.size, title)),
  ).catch(tellRefusal));
  save.addEventListener('click', () => showSaveDialog(session, open).catch(tellRefusal));
  session.addEventListener('state', ({ detail: { state } }) => {
    share.disabled = !session.live && state !== 'replaying' && state !== 'off';
    save.disabled = state === 'loading';
  });
  window.addEventListener('hashchange', () => player.openLink(location.hash).catch(tellRefusal));
  takeDroppedFiles(open, tellRefusal);
}
