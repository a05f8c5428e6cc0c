// SPDX-License-Identifier: Apache-2.0
/**
 * What takes longest begins before the page's own program is there: the worker with its machine's program, the
 * list of machines, and on a plain visit the files that its machine is made of, unless this browser kept another.
 */

import { chooseMachine, fetchManifest } from '../loading/manifest.js';
import { begin, prefetch } from './begun.js';
import { isResumableExpected } from './keep/resumable-hint.js';

let fresh = false;
begin(fetchManifest, (catalogue) => {
  if (fresh) {
    prefetch(chooseMachine(catalogue, {}));
  }
});
// A look into storage that takes a moment while the list is on its way anyway.
fresh = location.search === '' && location.hash === '' && !isResumableExpected();
