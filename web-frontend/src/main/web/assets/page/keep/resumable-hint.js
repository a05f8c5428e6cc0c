// SPDX-License-Identifier: Apache-2.0
/**
 * Whether this browser has a machine to go on with, as far as is known at once: the database, which knows, answers
 * later. What is fetched first depends on it, and nothing else, for it may be wrong; but that nobody wants it any
 * more is true.
 */

const KEY = 'bootlink-resumable';
const EXPECTED = 'yes';
const GIVEN_UP = 'given up';

export function expectResumable(there) {
  note(there ? EXPECTED : null);
}

export function isResumableExpected() {
  return noted() === EXPECTED;
}

/** Whoever wants the machine no more may leave before the database has forgotten it; this stands at once. */
export function giveUpResumable() {
  note(GIVEN_UP);
}

export function isResumableGivenUp() {
  return noted() === GIVEN_UP;
}

function note(word) {
  try {
    if (word === null) {
      localStorage.removeItem(KEY);
    } else {
      localStorage.setItem(KEY, word);
    }
  } catch {
    // Then the browser has no storage for this page, or no room in it.
  }
}

function noted() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
