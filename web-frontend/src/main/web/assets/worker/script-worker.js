// SPDX-License-Identifier: Apache-2.0
/**
 * The worker that takes one machine through a script, for page/script.js. From the page: the configuration.
 * To the page: {checkpoint} for each digest, {output} for what the guest writes, and {over} or {error}.
 */

import { present } from './contents.js';
import { Disks } from './disks/disks.js';
import { Machine } from './machine.js';

self.onmessage = async ({ data: { module, images, ...configuration } }) => {
  try {
    const noDisks = await Disks.open([], null, () => {}, () => {});
    const machine = await Machine.load(module, (output) => self.postMessage({ output }, [output.buffer]), noDisks);
    const sources = Object.fromEntries(Object.entries(images).map(([kind, bytes]) => [kind, present({ bytes })]));
    for await (const checkpoint of machine.runScript({ ...configuration, images: sources })) {
      self.postMessage({ checkpoint });
    }
    self.postMessage({ over: true });
  } catch (error) {
    self.postMessage({ error: error.message });
  }
};
