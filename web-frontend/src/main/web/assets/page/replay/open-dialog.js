// SPDX-License-Identifier: Apache-2.0
/** Asks before a session that came from elsewhere types by itself. */

import { button, make, showDialog, size } from '../dom.js';
import { rememberFile } from '../share/own-parts.js';
import { typedText } from '../share/typed-text.js';

/**
 * @param session as describe() gives it
 * @param missing function that gives what its machine needs and nobody has, see missingParts()
 * @return promise of how to open it: 'end' (at full speed), 'watch' (in its rhythm) or null (not at all)
 */
export function askToOpen(session, missing = () => []) {
  return new Promise((resolve) => {
    let answer = null;
    const choose = (value) => () => {
      answer = value;
      dialog.close();
    };
    const { title, note, typed, kind } = session;
    const recording = kind === 'recording';
    const openers = recording ? [
      button('Go to its end', choose('end'), { className: 'main', autofocus: true }),
      button('Watch it', choose('watch')),
    ] : [button('Go on with it', choose('end'), { className: 'main', autofocus: true })];
    const dialog = showDialog(title || (recording ? 'A shared session' : 'A saved machine'),
      note ? make('p', { className: 'note' }, note) : null,
      make('p', {}, recording
        ? 'This session types by itself, on a machine in your browser; it can’t reach anything else of yours. '
          + 'You can take over at any point.'
        : 'This machine goes on in your browser where it was saved. It can’t reach anything else of yours.'),
      facts(session),
      recording ? make('details', {}, make('summary', {}, `What it types (${count(typed.length, 'input')})`),
        make('pre', { className: 'typed', tabIndex: 0 }, typedText(typed) || 'Nothing.')) : null,
      missing().length > 0 ? askForFiles(missing, openers) : null,
      make('div', { className: 'buttons' }, openers,
        button('Don’t open', () => dialog.close())));
    dialog.addEventListener('close', () => resolve(answer));
  });
}

/** Asks for the files that are missing; until all are there, none of `openers` can be pressed. */
function askForFiles(missing, openers) {
  const list = make('ul', { className: 'needs' });
  const picker = make('input', { type: 'file', multiple: true, 'aria-label': 'Files that it needs' });
  const show = () => {
    list.replaceChildren(...missing().map(({ name, sha256 }) =>
      make('li', {}, `a ${name} with the SHA-256 `, make('code', {}, sha256))));
    openers.forEach((opener) => { opener.disabled = missing().length > 0; });
  };
  const problem = make('p', { role: 'alert', className: 'warning' });
  picker.addEventListener('change', async () => {
    const before = missing().length;
    try {
      for (const file of picker.files) {
        await rememberFile(file);
      }
      problem.textContent = missing().length === before
        ? 'That is not what it needs: its hash is another one.' : '';
    } catch (error) {
      problem.textContent = error.message;
    }
    show();
  });
  show();
  return make('div', {},
    make('p', {}, 'It needs files that this server does not have. Get them from whoever gave you the session:'),
    list, picker, problem);
}

function facts({ memoryMiB, harts, made, sizeBytes, disks }) {
  const list = [
    `${memoryMiB} MiB, ${count(harts, 'hart')}${disks.length ? `, ${count(disks.length, 'disk')}` : ''}`,
    made && `made ${made.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}`,
    size(sizeBytes),
  ];
  return make('p', { className: 'quiet' }, list.filter(Boolean).join(' · '));
}

function count(number, word) {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
