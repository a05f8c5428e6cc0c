// SPDX-License-Identifier: Apache-2.0
/** Asks before a session that came from elsewhere types by itself. */

import { button, make, showDialog, size } from '../dom.js';
import { typedText } from '../share/typed-text.js';

/**
 * @param session as describe() gives it
 * @return promise of how to open it: 'end' (at full speed), 'watch' (in its rhythm) or null (not at all)
 */
export function askToOpen(session) {
  return new Promise((resolve) => {
    let answer = null;
    const choose = (value) => () => {
      answer = value;
      dialog.close();
    };
    const { title, note, typed, kind } = session;
    const recording = kind === 'recording';
    const dialog = showDialog(title || (recording ? 'A shared session' : 'A saved machine'),
      note ? make('p', { className: 'note' }, note) : null,
      make('p', {}, recording
        ? 'This session types by itself, on a machine in your browser; it can’t reach anything else of yours. '
          + 'You can take over at any point.'
        : 'This machine goes on in your browser where it was saved. It can’t reach anything else of yours.'),
      facts(session),
      recording ? make('details', {}, make('summary', {}, `What it types (${count(typed.length, 'input')})`),
        make('pre', { className: 'typed', tabIndex: 0 }, typedText(typed) || 'Nothing.')) : null,
      make('div', { className: 'buttons' },
        recording ? [
          button('Go to its end', choose('end'), { className: 'main', autofocus: true }),
          button('Watch it', choose('watch')),
        ] : button('Go on with it', choose('end'), { className: 'main', autofocus: true }),
        button('Don’t open', () => dialog.close())));
    dialog.addEventListener('close', () => resolve(answer));
  });
}

function facts({ memoryMiB, harts, made, sizeBytes, disks }) {
  const list = [
    `${memoryMiB} MiB, ${count(harts, 'hart')}${disks ? `, ${count(disks, 'disk')}` : ''}`,
    made && `made ${made.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}`,
    size(sizeBytes),
  ];
  return make('p', { className: 'quiet' }, list.filter(Boolean).join(' · '));
}

function count(number, word) {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
