// SPDX-License-Identifier: Apache-2.0
/**
 * The worker that takes one machine through a script, for page/script.js. From the page: the configuration.
 * To the page: {checkpoint} for each digest, {output} for what the guest writes, and {over} or {error}.
 */

import { Disks } from './disks/disks.js';
import { Machine } from './machine.js';

self.onmessage = async ({ data: { module, ...configuration } }) => {
  try {
    const noDisks = await Disks.open([], null, () => {}, () => {});
    const machine = await Machine.load(module, (output) => self.postMessage({ output }, [output.buffer]), noDisks);
    for (const checkpoint of machine.runScript(configuration)) {
      self.postMessage({ checkpoint });
    }
    self.postMessage({ over: true });
  } catch (error) {
    self.postMessage({ error: error.message });
  }
};
