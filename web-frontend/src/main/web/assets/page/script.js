// SPDX-License-Identifier: Apache-2.0
/** Runs a machine by a script, in a worker of its own and invisibly, to compare browsers and engines. */

import { downloadImage, downloadModule } from '../loading/download.js';
import { chooseMachine, fetchManifest } from '../loading/manifest.js';
import { checked } from './parameters.js';

/**
 * Takes a new machine through `script` (see Script.java for what it may say) as fast as it can. Power-on
 * date, entropy and terminal size are always the same, so the digests only depend on what is given here.
 *
 * @param options see parameters.js
 * @return promise of {checkpoints, output}: a line for each digest, and the guest's output as a text
 */
export async function runScript(script, options) {
  const { memoryMiB, harts, commandLine, jit, images } =
    chooseMachine(await fetchManifest(), checked(options));
  const module = await downloadModule();
  const contents = {};
  for (const kind of Object.keys(images)) {
    contents[kind] = await downloadImage(images[kind]);
  }
  const worker = new Worker(new URL('../worker/script-worker.js', import.meta.url), { type: 'module' });
  try {
    return await result(worker, { module, memoryMiB, harts, commandLine, jit, images: contents, script });
  } finally {
    worker.terminate();
  }
}

function result(worker, configuration) {
  const checkpoints = [];
  const decoder = new TextDecoder();
  let text = '';
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message ?? 'The worker for the script could not be loaded.'));
    };
    worker.onmessage = ({ data: { checkpoint, output, over, error } }) => {
      if (checkpoint) {
        checkpoints.push(checkpoint);
      } else if (output) {
        text += decoder.decode(output, { stream: true });
      } else if (over) {
        resolve({ checkpoints, output: text });
      } else {
        reject(new Error(error));
      }
    };
    worker.postMessage(configuration, Object.values(configuration.images));
  });
}
