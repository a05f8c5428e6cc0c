// SPDX-License-Identifier: Apache-2.0
/** Goes on with the machine that this browser had when the page was closed. */

import { forgetResumable, savedResumable } from '../../keep/resumable.js';
import { showToast } from '../toast.js';
import { expectResumable, giveUpResumable, isResumableGivenUp } from './resumable-hint.js';

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
 * @return whether there is, and it goes on, or will when it is tried again
 */
export async function resume(session) {
  if (isResumableGivenUp()) {
    await forget();
    return false;
  }
  const saved = await savedResumable().catch(() => undefined);
  expectResumable(saved !== undefined);
  if (!saved) {
    return false;
  }
  try {
    await session.restore(saved.snapshot, saved);
  } catch (error) {
    if (error.retry) {
      const close = showToast('Your machine is still kept.', [startAfresh(session)], true);
      session.addEventListener('state', () => session.live && close());
      return true;
    }
    await forget();
    showToast(`Your machine could not go on: ${error.message}`, [], true);
    return false;
  }
  showToast('Your machine goes on where you left it.', [startAfresh(session)]);
  return true;
}

/** A button of the toast. */
function startAfresh(session) {
  return ['Start afresh', () => {
    // Ends the worker that would save the old machine; the new one's saves it later than it is forgotten here.
    session.boot({}).catch(() => {});
    forget();
  }];
}

/** At once for whoever looks; the database follows, at the next visit if it can't now. */
async function forget() {
  giveUpResumable();
  try {
    await forgetResumable();
    expectResumable(false);
  } catch {
    // Then it stays given up.
  }
}
