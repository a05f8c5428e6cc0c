// SPDX-License-Identifier: Apache-2.0
/**
 * Machines that are kept in this browser: each a folder of its private file system with a description
 * (machine.json: name, the options it boots with, when it was made and last opened, and the size of its disk if
 * that was imported) and, from its first boot on, the files with the changes of its disks (worker/disks/kept.js).
 * A folder without a description is what an import has left that was broken off.
 */

import { ParameterError } from '../parameters.js';

const FOLDER = 'machines';
const DESCRIPTION = 'machine.json';
const NAME_CHARACTERS = 60;
/** A tab that was closed just now gives its machine up in a moment. */
const LOCK_MILLIS = 3000;
/** So does a worker that was ended, on a busy computer in some more. */
const ENDED_MILLIS = 15_000;

/** Whether this browser, on this page, can keep machines. */
export function canKeep() {
  return Boolean(navigator.storage?.getDirectory && navigator.locks);
}

/** {id, name, options, made, opened, bytes} of each, the one opened last first. */
export async function keptMachines() {
  const machines = [];
  for await (const [id, folder] of (await all()).entries()) {
    const machine = await describe(id, folder).catch((error) => {
      if (error.name === 'NotFoundError') {
        removeRemains(id);
      }
      return null;
    });
    if (machine) {
      machines.push(machine);
    }
  }
  return machines.sort((first, second) => second.opened - first.opened);
}

/** The machine, which is about to be opened. */
export async function openKept(id) {
  let machine;
  let folder;
  try {
    folder = await (await all()).getDirectoryHandle(id);
    machine = await describe(id, folder);
  } catch {
    throw new ParameterError('There is no such kept machine in this browser: '
      + 'the parameter “machine” names one that was deleted, or one of another browser.');
  }
  await write(folder, { ...machine, opened: Date.now() });
  navigator.storage.persist?.().catch(() => {});
  return machine;
}

/**
 * The disks of a machine.
 *
 * @param id of a kept machine, or undefined for one that isn't
 * @param disks as the machine's description has them; see ../manifest.js
 */
export async function disksOf(id, disks) {
  if (id === undefined) {
    return disks.filter(({ onlyKept }) => !onlyKept);
  }
  const { importedBytes } = await describe(id, await (await all()).getDirectoryHandle(id));
  return importedBytes === undefined ? disks
    : disks.toSpliced(importPlace(disks), 1, { blankBytes: importedBytes });
}

/** Which of a machine's disks one that is imported replaces; their number if it is added to them. */
export function importPlace(disks) {
  const place = disks.findIndex(({ readOnly }) => !readOnly);
  return place < 0 ? disks.length : place;
}

/** @return the new machine's id */
export function makeKept(name, options) {
  const checked = checkedName(name);
  const id = crypto.randomUUID();
  return unlessOpen(id, () => describeNew(id, { name: checked, options }));
}

/** Makes a kept machine of a folder that is there or is made; its lock is held. */
export async function describeNew(id, { name, options, importedBytes }) {
  const folder = await (await all()).getDirectoryHandle(id, { create: true });
  const now = Date.now();
  await write(folder, { name: checkedName(name), options, made: now, opened: now, importedBytes });
  return id;
}

export async function renameKept(id, name) {
  const folder = await (await all()).getDirectoryHandle(id);
  await write(folder, { ...await describe(id, folder), name: checkedName(name) });
}

export function removeKept(id) {
  return unlessOpen(id, async () => (await all()).removeEntry(id, { recursive: true }));
}

/** @return the copy's id */
export function duplicateKept(id, name) {
  return unlessOpen(id, async () => {
    const source = await (await all()).getDirectoryHandle(id);
    const { options, importedBytes } = await describe(id, source);
    const copy = await makeKept(name, options);
    try {
      const target = await (await all()).getDirectoryHandle(copy);
      for await (const [file, handle] of source.entries()) {
        if (file !== DESCRIPTION) {
          await (await handle.getFile()).stream().pipeTo(
            await (await target.getFileHandle(file, { create: true })).createWritable());
        }
      }
      await write(target, { ...await describe(copy, target), importedBytes });
    } catch (error) {
      await removeKept(copy);
      throw error.name === 'QuotaExceededError'
        ? new Error('There is no room for a copy in this browser.') : error;
    }
    return copy;
  });
}

/** Does something with a machine's files, which must not be open anywhere meanwhile. */
function unlessOpen(id, action) {
  const signal = AbortSignal.timeout(LOCK_MILLIS);
  return navigator.locks.request(`bootlink machine ${id}`, { signal }, action).catch((error) => {
    throw error.name === 'TimeoutError' || error.name === 'AbortError'
      ? new Error('The machine is open, here or in another tab. Close it first.') : error;
  });
}

/**
 * Removes a folder that never became a machine, unless somebody is about to make one of it.
 *
 * @param ended whether whoever did so has just been ended, and gives the lock up in a moment
 */
export function removeRemains(id, ended = false) {
  const options = ended ? { signal: AbortSignal.timeout(ENDED_MILLIS) } : { ifAvailable: true };
  return navigator.locks.request(`bootlink machine ${id}`, options, async (lock) => {
    const folder = lock && await (await all()).getDirectoryHandle(id);
    const described = folder && await folder.getFileHandle(DESCRIPTION).then(() => true, () => false);
    if (folder && !described) {
      await (await all()).removeEntry(id, { recursive: true });
    }
  }).catch(() => {});
}

async function all() {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

async function describe(id, folder) {
  const file = await (await folder.getFileHandle(DESCRIPTION)).getFile();
  const { name, options, made, opened, importedBytes } = JSON.parse(await file.text());
  let bytes = 0;
  for await (const handle of folder.values()) {
    bytes += (await handle.getFile()).size;
  }
  return {
    id, name: String(name), options: options ?? {}, made: Number(made), opened: Number(opened),
    importedBytes, bytes,
  };
}

async function write(folder, { name, options, made, opened, importedBytes }) {
  const stream = await (await folder.getFileHandle(DESCRIPTION, { create: true })).createWritable();
  await stream.write(JSON.stringify({ name, options, made, opened, importedBytes }));
  await stream.close();
}

/** A machine's name as it is kept; an error if it has none. */
export function checkedName(name) {
  const trimmed = name.trim().slice(0, NAME_CHARACTERS);
  if (trimmed === '') {
    throw new Error('A machine needs a name.');
  }
  return trimmed;
}
