// SPDX-License-Identifier: Apache-2.0
/**
 * Whether this browser has a machine to go on with, as far as is known at once: the database, which knows, answers
 * later. What is fetched first depends on it, and nothing else, for it may be wrong.
 */

const KEY = 'bootlink-resumable';

export function expectResumable(there) {
  try {
    if (there) {
      localStorage.setItem(KEY, 'yes');
    } else {
      localStorage.removeItem(KEY);
    }
  } catch {
    // Then the browser has no storage for this page, or no room in it.
  }
}

export function isResumableExpected() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}
