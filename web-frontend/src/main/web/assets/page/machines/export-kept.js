// SPDX-License-Identifier: Apache-2.0
/** A kept machine's disk as a file for the user: a raw image, packed with gzip. */

import { chooseMachine, fetchManifest } from '../../loading/manifest.js';
import { checked } from '../parameters.js';
import { workOnDisks } from './disk-worker.js';
import { disksOf, openKept } from './kept-machines.js';

/**
 * Offers the machine's first disk that can be written as a download.
 *
 * @param onProgress called with the share that is done, 0 to 1
 */
export async function exportKept(id, name, onProgress) {
  const file = await imageOf(id, onProgress);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${name.replaceAll(/[^\w.-]+/g, '-')}.img.gz`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The file; it lies in the browser's private file system until the next export. */
export async function imageOf(id, onProgress) {
  const { options } = await openKept(id);
  const { disks } = chooseMachine(await fetchManifest(), checked(options));
  const absolute = (await disksOf(id, disks)).map((disk) =>
    (disk.url ? { ...disk, url: new URL(disk.url, document.baseURI).href } : disk));
  return workOnDisks('export', { disks: absolute, keep: id }, onProgress);
}
