// SPDX-License-Identifier: Apache-2.0
/** Sessions and snapshots that are dropped on the page: files whose names end in .bootlink. */

import { SessionError } from './session-error.js';
import { isSessionFile } from './session-file.js';

export const EXTENSION = '.bootlink';
const MAX_BYTES = 1 << 30;

/** @param open called with the bytes of a file; `refuse` with the error if it is none of ours */
export function takeDroppedFiles(open, refuse) {
  // Other files are the machine chooser's, which leaves these alone and takes care of the dragging.
  document.addEventListener('drop', (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (file?.name.endsWith(EXTENSION)) {
      event.preventDefault();
      readSession(file).then(open).catch(refuse);
    }
  });
}

/** The bytes of a session's or snapshot's file. */
export async function readSession(file) {
  const first = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (!isSessionFile(first)) {
    throw new SessionError(`${file.name} is no session or snapshot of Bootlink.`);
  }
  if (file.size > MAX_BYTES) {
    throw new SessionError(`${file.name} is larger than any session or snapshot.`);
  }
  return new Uint8Array(await file.arrayBuffer());
}
