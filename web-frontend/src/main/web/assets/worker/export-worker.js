// SPDX-License-Identifier: Apache-2.0
/**
 * The worker that writes a kept machine's disk into a file, for page/machines/export-kept.js. From the page:
 * {module, disks, keep}. To the page: {share} now and then, at last {result}, a File, or {error}.
 */

import { Disks } from './disks/disks.js';
import { folderOf } from './disks/kept.js';
import { Machine } from './machine.js';

const FOLDER = 'export';
const FILE = 'disk.img.gz';
const SHARE_EVERY_BYTES = 4 << 20;

self.onmessage = async ({ data: { module, disks, keep } }) => {
  try {
    let arrived = () => {};
    const opened = await Disks.open(disks, await folderOf(keep), () => arrived(), () => {});
    const machine = await Machine.load(module, () => {}, opened);
    const number = opened.list.findIndex(({ readOnly }) => !readOnly);
    if (number < 0) {
      throw new Error('The machine has no disk that it can write.');
    }
    machine.attachDisks();
    const { sizeBytes } = opened.list[number];
    let position = 0;
    const content = new ReadableStream({
      async pull(controller) {
        if (position === sizeBytes) {
          controller.close();
          return;
        }
        for (;;) {
          const arrival = new Promise((resolve) => { arrived = resolve; });
          const bytes = machine.readDisk(number, position, sizeBytes);
          if (bytes) {
            controller.enqueue(bytes);
            position += bytes.length;
            break;
          }
          await arrival;
        }
        if (position % SHARE_EVERY_BYTES === 0) {
          self.postMessage({ share: position / sizeBytes });
        }
      },
    });
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(FOLDER, { create: true });
    const file = await folder.getFileHandle(FILE, { create: true });
    await content.pipeThrough(new CompressionStream('gzip')).pipeTo(await file.createWritable());
    opened.close();
    self.postMessage({ result: await file.getFile() });
  } catch (error) {
    self.postMessage({ error: error.name === 'QuotaExceededError'
      ? 'There is no room for the exported file in this browser.' : error.message });
  }
};
