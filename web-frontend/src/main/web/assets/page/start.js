// SPDX-License-Identifier: Apache-2.0
/**
 * What takes longest begins before the page's own program is there: the worker with its machine's program, the list
 * of machines, and on a plain visit the files that its machine is made of.
 */

import { chooseMachine, fetchManifest } from '../loading/manifest.js';
import { begin, prefetch } from './begun.js';

begin(fetchManifest, (catalogue) => {
  if (location.search === '' && location.hash === '') {
    prefetch(chooseMachine(catalogue, {}));
  }
});
