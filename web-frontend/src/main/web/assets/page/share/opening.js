// SPDX-License-Identifier: Apache-2.0
/** What a recording or a snapshot needs besides itself, and where that is looked for. */

import { snapshotOf } from '../../loading/manifest.js';
import { ownPart } from './own-parts.js';
import { fetchStored } from './store.js';
import { SessionError } from './session-error.js';

const NAMES = { firmware: 'firmware', kernel: 'kernel', initrd: 'initial RAM disk' };
/** A disk of zeros is named by its size, a disk of no name by zeros. */
const BLANK_PREFIX = '0'.repeat(48);

/**
 * What a machine is made of that is neither in the server's list nor chosen by the user.
 *
 * @param described as describe() gives it
 * @param catalogue the server's list, see manifest.js
 * @param own gives a file of the user's by its hash, or undefined
 * @return of each its name, such as 'disk 1', and sha256
 */
export function missingParts({ images, disks }, catalogue, own = ownPart) {
  const parts = Object.entries(images).map(([kind, sha256]) => ({ name: NAMES[kind], sha256 }));
  disks.forEach(({ sha256 }, i) => {
    if (blankMiB(sha256) === null) {
      parts.push({ name: disks.length === 1 ? 'disk' : `disk ${i + 1}`, sha256 });
    }
  });
  return parts.filter(({ sha256 }) => !inList(sha256, catalogue) && !own(sha256));
}

/** Missing parts in words. */
export function named(parts) {
  return parts.map(({ name, sha256 }) => `a ${name} with the SHA-256 ${sha256}`).join(', and ');
}

/**
 * The images and disks that a machine was made from, as the server's list or the user's files have them.
 *
 * @return promise of {images, disks}, as chooseMachine() in manifest.js gives them
 */
export async function partsOf(described, catalogue) {
  const missing = missingParts(described, catalogue);
  if (missing.length > 0) {
    throw new SessionError(`Its machine needs ${named(missing)}. The server’s list (`
      + `${new URL('images.json', document.baseURI)}) has none, and no such file was chosen here.`);
  }
  const images = {};
  for (const [kind, sha256] of Object.entries(described.images)) {
    images[kind] = inList(sha256, catalogue) ?? await ownImage(sha256);
  }
  const disks = described.disks.map(({ sha256, readOnly }) => {
    const blank = blankMiB(sha256);
    return blank === null
      ? { ...(inList(sha256, catalogue) ?? { ...ownPart(sha256), sha256 }), readOnly }
      : { blankMiB: blank, readOnly };
  });
  return { images, disks };
}

async function ownImage(sha256) {
  const { name, blob } = ownPart(sha256);
  return { name, sha256, sizeBytes: blob.size, bytes: await blob.arrayBuffer() };
}

/** The size of a blank disk of that name; null if it is not blank. */
function blankMiB(name) {
  const sizeBytes = parseInt(name.slice(BLANK_PREFIX.length), 16);
  return name.startsWith(BLANK_PREFIX) && sizeBytes % (1 << 20) === 0 && sizeBytes > 0
    ? sizeBytes / (1 << 20) : null;
}

/** An entry of the catalogue with the address of its file; packed disks are named by their identity. */
function inList(sha256, catalogue) {
  const image = catalogue.images.find((candidate) => (candidate.identity ?? candidate.sha256) === sha256);
  return image && { ...image, url: `images/${image.sha256.slice(0, 16)}/${image.file}` };
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
    throw new SessionError(`None in the server’s list (${new URL('images.json', document.baseURI)}) has the `
      + `SHA-256 ${sha256}, and: ${error.message}`);
  }
}
