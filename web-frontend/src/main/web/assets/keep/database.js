// SPDX-License-Identifier: Apache-2.0
/** This site's database in the browser (IndexedDB): transactions are all or nothing. */

const NAME = 'bootlink-sessions';
const VERSION = 1;

/**
 * Does `work` with a store in one transaction.
 *
 * @param work given the store; returns the request whose result is wanted
 * @return promise of that result, once all is written
 */
export async function inStore(name, mode, work) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const request = work(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('it was interrupted'));
    });
  } finally {
    database.close();
  }
}

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('snapshots', { autoIncrement: true });
      request.result.createObjectStore('resumable');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
