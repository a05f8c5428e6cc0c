// SPDX-License-Identifier: Apache-2.0
/** Work on the disks of kept machines, in a worker of its own. */

import { downloadModule } from '../../loading/download.js';

/**
 * Has worker/NAME-worker.js do something, and ends it.
 *
 * @param name “export” or “import”
 * @param request what it gets beside the module
 * @param onProgress called with the share that is done, 0 to 1
 * @param finish called with the result before the worker, and with it the machine's lock, ends
 * @return what `finish` gives
 */
export async function workOnDisks(name, request, onProgress, finish = (result) => result) {
  const worker = new Worker(new URL(`../../worker/${name}-worker.js`, import.meta.url), { type: 'module' });
  try {
    return await finish(await new Promise((resolve, reject) => {
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(`The ${name} broke down.`));
      };
      worker.onmessage = ({ data: { share, result, error } }) => {
        if (result !== undefined) {
          resolve(result);
        } else if (error) {
          reject(new Error(error));
        } else {
          onProgress(share);
        }
      };
      downloadModule().then((module) => worker.postMessage({ module, ...request }), reject);
    }));
  } finally {
    worker.terminate();
  }
}
