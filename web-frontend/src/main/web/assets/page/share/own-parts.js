// SPDX-License-Identifier: Apache-2.0
/** Files of the user's own that sessions' machines may be made of, by the hashes that sessions name them by. */

import { HEADER_BYTES, hasMagic, parseHeader } from '../../worker/disks/packed.js';
import { sha256Hex } from '../../loading/download.js';
import { unpack } from '../images/unpack.js';

/** Larger ones are not hashed: browsers hash only what is in memory as a whole. */
const MAX_HASHED_BYTES = 256 << 20;

const parts = new Map();

/** {name, blob} of that hash, or undefined. */
export function ownPart(sha256) {
  return parts.get(sha256);
}

/**
 * Remembers content that a machine gets.
 *
 * @param blob as the machine gets it: unpacked, but for packed disks
 * @return the hash that sessions name it by; null if it has none here
 */
export async function rememberPart(name, blob) {
  const sha256 = await hashOf(blob);
  if (sha256 !== null) {
    parts.set(sha256, { name, blob });
  }
  return sha256;
}

/** Remembers a file that was chosen for what a session needs, as it is and unpacked. */
export async function rememberFile(file) {
  await rememberPart(file.name, file);
  const content = await unpack(file.name, file);
  if (content !== file) {
    await rememberPart(file.name, content);
  }
}

async function hashOf(blob) {
  if (!crypto.subtle) {
    return null;
  }
  const head = new Uint8Array(await blob.slice(0, HEADER_BYTES).arrayBuffer());
  if (hasMagic(head)) {
    return (await parseHeader(head)).identity;
  }
  return blob.size > MAX_HASHED_BYTES ? null : sha256Hex(await blob.arrayBuffer());
}
