// SPDX-License-Identifier: Apache-2.0
/** Snapshots in the browser's own storage. */

import { inStore } from '../../keep/database.js';
import { SessionError } from '../share/session-error.js';

/** Keeps a snapshot under a title. */
export async function keep(title, bytes) {
  const item = { title, saved: Date.now(), sizeBytes: bytes.length, bytes };
  await inShelf('readwrite', (store) => store.add(item));
}

/** What is kept, the latest first: id, title, saved (milliseconds since 1970), sizeBytes. */
export async function kept() {
  const items = [];
  await inShelf('readonly', (store) => {
    const request = store.openCursor(null, 'prev');
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor) {
        const { bytes, ...item } = cursor.value;
        items.push({ id: cursor.primaryKey, ...item });
        cursor.continue();
      }
    };
    return request;
  });
  return items;
}

/** The bytes of a kept snapshot. */
export async function keptBytes(id) {
  const item = await inShelf('readonly', (store) => store.get(id));
  if (!item) {
    throw new SessionError('The snapshot is no longer in this browser’s storage.');
  }
  return item.bytes;
}

export async function forget(id) {
  await inShelf('readwrite', (store) => store.delete(id));
}

/** Does `work` with the snapshots in one transaction; gives its request's result once all is written. */
async function inShelf(mode, work) {
  try {
    return await inStore('snapshots', mode, work);
  } catch (error) {
    throw new SessionError(error?.name === 'QuotaExceededError'
      ? 'This browser’s storage is full. Delete a snapshot, or save to a file.'
      : `This browser’s storage can’t be used (${error?.message ?? 'it gives no reason'}). Save to a file.`);
  }
}
