// SPDX-License-Identifier: Apache-2.0
/** What a recording or a snapshot needs besides itself, and where that is looked for. */

import { snapshotOf } from '../manifest.js';
import { fetchStored } from './store.js';
import { SessionError } from './session-error.js';

const NAMES = { firmware: 'firmware', kernel: 'kernel', initrd: 'initial RAM disk' };

/**
 * The images that a machine was made from, as the server's list has them.
 *
 * @param images their SHA-256 by kind
 * @param catalogue the server's list, see manifest.js
 */
export function imagesWith(images, catalogue) {
  const found = {};
  for (const [kind, sha256] of Object.entries(images)) {
    const image = catalogue.images.find((candidate) => candidate.sha256 === sha256);
    if (!image) {
      throw new SessionError(`Its machine has a ${NAMES[kind]} that this server does not have: none in its list `
        + `(${new URL('images.json', document.baseURI)}) has the SHA-256 ${sha256}.`);
    }
    found[kind] = located(image);
  }
  return found;
}

/** An entry of the catalogue with the address of its file. */
function located(image) {
  return { ...image, url: `images/${image.sha256.slice(0, 16)}/${image.file}` };
}

/** The snapshot of that hash in the server's list, as snapshotOf() gives it, or undefined. */
export function shippedSnapshot(sha256, catalogue) {
  const machine = catalogue.machines.find(({ snapshot }) => snapshot?.sha256 === sha256);
  return machine && snapshotOf(machine);
}

/**
 * The snapshot that a recording begins at and that is not in the server's list.
 *
 * @return its bytes, an ArrayBuffer
 */
export async function storedSnapshot(sha256) {
  try {
    return (await fetchStored(sha256)).buffer;
  } catch (error) {
    throw new SessionError(`It begins at a snapshot that is not there: none in the server’s list `
      + `(${new URL('images.json', document.baseURI)}) has the SHA-256 ${sha256}, and: ${error.message}`);
  }
}
