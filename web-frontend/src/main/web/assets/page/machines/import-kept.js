// SPDX-License-Identifier: Apache-2.0
/** A kept machine made of a file of the user's: a disk, raw or packed, as it is or compressed. */

import { HEAD_BYTES, isNamedRaw, packing, refusal } from '../images/formats.js';
import { unpack, unpackedHead } from '../images/unpack.js';
import { chooseMachine, fetchManifest } from '../../loading/manifest.js';
import { workOnDisks } from './disk-worker.js';
import { checkedName, describeNew, importPlace, removeRemains } from './kept-machines.js';

/**
 * Makes a kept machine whose disk is a copy of the file.
 *
 * @param image id of the machine in the manifest whose first disk that can be written the file replaces; if that
 *     has none, the file is one more disk
 * @param onProgress called with the share that is done, 0 to 1
 * @return the machine's id
 */
export async function importKept(name, image, file, onProgress) {
  checkedName(name);
  const fileName = file.name ?? 'The file';
  const { disks } = chooseMachine(await fetchManifest(), { image });
  const raw = isNamedRaw(fileName);
  const reason = file.size === 0 ? 'is empty'
    : raw ? null : refusal(await unpackedHead(fileName, file, HEAD_BYTES));
  if (reason !== null) {
    throw new Error(`${fileName} ${reason}.`);
  }
  // The worker undoes gzip by itself, however large the disk is.
  const packed = raw ? null : packing(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  const source = packed === null || packed === 'gzip' ? file : await unpack(fileName, file);
  const id = crypto.randomUUID();
  try {
    return await workOnDisks('import',
      { source, fileName, gzip: packed === 'gzip', keep: id, number: importPlace(disks) }, onProgress,
      (importedBytes) => describeNew(id, { name, options: { image }, importedBytes }));
  } catch (error) {
    await removeRemains(id, true);
    throw error;
  }
}
