// SPDX-License-Identifier: Apache-2.0
/** Goes on with the machine that this browser had when the page was closed. */

import { forgetResumable, savedResumable } from '../../keep/resumable.js';
import { showToast } from '../toast.js';
import { expectResumable } from './resumable-hint.js';

const LOCK = 'bootlink-resumable';

/**
 * Whether this page is the one that keeps the machine: only one may. It does from now on until it is closed.
 */
export function becomeKeeper() {
  if (!navigator.locks) {
    return Promise.resolve(false);
  }
  return new Promise((resolve) => {
    navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => {});
    }).catch(() => resolve(false));
  });
}

/**
 * Goes on with the saved machine, if there is one.
 *
 * @return whether there is, and it goes on
 */
export async function resume(session) {
  const saved = await savedResumable().catch(() => undefined);
  expectResumable(saved !== undefined);
  if (!saved) {
    return false;
  }
  try {
    await session.restore(saved.snapshot, saved);
  } catch (error) {
    expectResumable(false);
    forgetResumable().catch(() => {});
    showToast(`Your machine could not go on: ${error.message}`, [], true);
    return false;
  }
  showToast('Your machine goes on where you left it.', [['Start afresh', () => session.boot({}).catch(() => {})]]);
  return true;
}
