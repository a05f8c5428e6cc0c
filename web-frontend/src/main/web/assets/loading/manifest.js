// SPDX-License-Identifier: Apache-2.0
/** Which machines there are to boot, and where their images lie: images.json beside the page. */

import { ParameterError } from '../page/parameters.js';
import { DownloadError, download } from './download.js';

const IMAGE_KINDS = ['firmware', 'kernel', 'initrd'];
const FOLDER = 'images/';
/** Beside the page. */
const MANIFEST = 'images.json';
const DEFAULT_JIT = 'on';
/** As MachineDescription.memoryMiB. */
const DEFAULT_MEMORY_MIB = 256;

/** Options with which a machine is not the one whose snapshot the server has. */
const OTHER_MACHINE =
  ['boot', 'machine', 'kernel', 'bios', 'initrd', 'disk', 'memory', 'harts', 'append', 'cmdline'];

export async function fetchManifest() {
  const bytes = await download('The list of machines', MANIFEST);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new DownloadError('The list of machines (images.json) is not valid JSON.');
  }
}

/**
 * What to boot: the manifest's machine with the options put over it.
 *
 * @return id, memoryMiB, harts, commandLine, jit; by kind, the images with their name, url, sizeBytes, sha256;
 *     disks, each either such an image with readOnly, or blankMiB; onlyKept if only a machine whose changes are
 *     kept has it; and snapshot, such an image with the screen that belongs to it, if there is one of just this
 *     machine
 */
export function chooseMachine({ machines, images }, options) {
  const machine = options.image === undefined
    ? machines.find((candidate) => candidate.default) ?? machines[0]
    : machines.find((candidate) => candidate.id === options.image);
  if (!machine) {
    const ids = machines.map((candidate) => candidate.id).join(', ');
    throw new ParameterError(`The parameter “image” is “${options.image}”; there is: ${ids}.`);
  }
  const find = (file) => {
    const image = images.find((candidate) => candidate.file === file);
    if (!image) {
      throw new DownloadError(`The list of machines names ${file}, which is not in it.`);
    }
    return { ...image, url: `${FOLDER}${image.sha256.slice(0, 16)}/${image.file}` };
  };
  const kinds = IMAGE_KINDS.filter((kind) => machine[kind]);
  return {
    id: machine.id,
    memoryMiB: options.memory ?? machine.memoryMiB ?? DEFAULT_MEMORY_MIB,
    harts: options.harts ?? machine.harts ?? 1,
    commandLine: commandLine(machine.commandLine, options),
    jit: options.jit ?? DEFAULT_JIT,
    images: Object.fromEntries(kinds.map((kind) => [kind, find(machine[kind])])),
    snapshot: machine.snapshot && OTHER_MACHINE.every((name) => options[name] === undefined)
      ? snapshotOf(machine) : undefined,
    disks: (machine.disks ?? []).map(({ image, readOnly = false, onlyKept = false, blankMiB }) =>
      ({ ...(image ? { ...find(image), readOnly } : { blankMiB }), onlyKept })),
  };
}

/**
 * A machine's snapshot as an image with its address; screen, what the machine has written until then; and whole,
 * if the machine can go on without its images.
 */
export function snapshotOf({ snapshot }) {
  const { file, sizeBytes, sha256, screen, whole } = snapshot;
  const name = 'The snapshot of the machine';
  return { name, file, sizeBytes, sha256, screen, whole, url: `${FOLDER}${sha256.slice(0, 16)}/${file}` };
}

function commandLine(own = '', { append, cmdline }) {
  return cmdline ?? [own, append].filter(Boolean).join(' ');
}
