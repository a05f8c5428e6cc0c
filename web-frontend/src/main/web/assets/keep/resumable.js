// SPDX-License-Identifier: Apache-2.0
/** The one machine that a browser goes on with, in its storage; written by the worker, read by the page. */

import { inStore } from './database.js';

const STORE = 'resumable';
const KEY = 'machine';

/** @param state snapshot, recording, times (see worker/sessions.js), output, saved */
export function saveResumable(state) {
  return inStore(STORE, 'readwrite', (store) => store.put(state, KEY));
}

/** What was saved, or undefined. */
export function savedResumable() {
  return inStore(STORE, 'readonly', (store) => store.get(KEY));
}

export function forgetResumable() {
  return inStore(STORE, 'readwrite', (store) => store.delete(KEY));
}
