// SPDX-License-Identifier: Apache-2.0
/** The worker's side of machines that are kept: the folder with the changes of one's disks, and its lock. */

import { BadDiskError } from './packed.js';

/** Folder of all kept machines; page/machines/kept-machines.js looks after it. */
const FOLDER = 'machines';
const LOCK_MILLIS = 3000;

/**
 * The folder of the kept machine `id`, which nobody else can then open until this worker ends; null for no id.
 *
 * @param create whether to make a folder that isn't there
 */
export async function folderOf(id, create = false) {
  if (!id) {
    return null;
  }
  if (!await lock(`bootlink machine ${id}`)) {
    throw new BadDiskError('This machine is open in another tab or window, and its disk can be written by one '
      + 'alone. Close it there, then try again.', true);
  }
  try {
    const root = await navigator.storage.getDirectory();
    return await (await root.getDirectoryHandle(FOLDER, { create })).getDirectoryHandle(id, { create });
  } catch {
    throw new BadDiskError('There is no such kept machine in this browser.');
  }
}

/**
 * Takes a lock for as long as this worker lives; false if somebody else has it and keeps it. A page that was
 * closed or loaded anew just now gives it up in a moment.
 */
function lock(name) {
  return new Promise((resolve) => {
    navigator.locks.request(name, { signal: AbortSignal.timeout(LOCK_MILLIS) }, () => {
      resolve(true);
      return new Promise(() => {});
    }).catch(() => resolve(false));
  });
}
