// SPDX-License-Identifier: Apache-2.0
/** The dialog that saves the whole machine, and goes on with one that was saved. */

import { button, make, saveFile, showDialog, size } from '../dom.js';
import { readSession } from '../share/dropped-files.js';
import { fileName } from '../share/share-dialog.js';
import { offer, store, storedUrl } from '../share/store.js';
import { forget, keep, kept, keptBytes } from './shelf.js';

/** @param open opens the bytes of a snapshot or recording, after asking */
export async function showSaveDialog(session, open) {
  const live = session.live || session.state === 'replaying';
  const title = make('input', { id: 'save-title', maxLength: 100, placeholder: defaultTitle() });
  const list = make('ul', { 'aria-label': 'Snapshots in this browser' });
  const status = make('p', { className: 'quiet', role: 'status' });
  const file = make('input', { type: 'file', hidden: true, accept: '.bootlink' });
  const name = () => title.value.trim() || title.placeholder;
  const doing = (work) => async () => {
    status.textContent = 'Working…';
    try {
      status.textContent = await work() ?? '';
    } catch (error) {
      status.textContent = error.message;
    }
  };
  const storeButton = button('Store at this server', doing(async () => {
    const url = storedUrl(await store(await session.snapshot()));
    await navigator.clipboard?.writeText(url).catch(() => {});
    return `It is at ${url} now; the address was copied.`;
  }), { hidden: true });
  const dialog = showDialog('Save this machine',
    make('p', {}, 'A snapshot is the whole machine as it is now: what it runs, its memory, its files.'),
    live ? [
      make('label', { htmlFor: 'save-title' }, 'Title'), title,
      make('div', { className: 'buttons' },
        button('Save in this browser', doing(async () => {
          await keep(name(), await session.snapshot());
          await showKept();
          return 'Saved.';
        }), { className: 'main' }),
        button('Save to a file', doing(async () => {
          const bytes = await session.snapshot();
          saveFile(fileName(name(), 'machine'), bytes);
          return `Saved a file of ${size(bytes.length)}.`;
        })),
        storeButton),
    ] : [],
    status, list,
    make('div', { className: 'buttons' },
      button('Open a file', () => file.click()), button('Close', () => dialog.close())), file);
  const use = (bytes) => {
    dialog.close();
    return open(bytes);
  };
  file.addEventListener('change', doing(async () => {
    await use(await readSession(file.files[0]));
  }));

  async function showKept() {
    list.replaceChildren(...(await kept()).map(({ id, title: text, saved, sizeBytes }) => make('li', {},
      make('span', {}, text, make('br'),
        make('small', { className: 'quiet' }, `${date(saved)} · ${size(sizeBytes)}`)),
      button('Go on', doing(async () => {
        await session.restore(await keptBytes(id));
        dialog.close();
      })),
      button('Delete', doing(async () => {
        await forget(id);
        await showKept();
      })))));
  }
  await doing(showKept)();
  storeButton.hidden = await offer() === null;
}

function defaultTitle() {
  return `Machine of ${date(Date.now())}`;
}

function date(millis) {
  return new Date(millis).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}
