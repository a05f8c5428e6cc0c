// SPDX-License-Identifier: Apache-2.0
/**
 * What a machine is made of, fetched in its worker, so that the page stays free to draw.
 *
 * A source is a file on its way into the machine's memory: {sizeBytes, sha256, fill(place), verify(bytes)}, where
 * place() gives the memory it belongs to.
 */

import { ImageDownload, downloadModule } from '../loading/download.js';
import { chooseMachine, fetchManifest } from '../loading/manifest.js';

const PROGRESS_MILLIS = 100;

let module = null;
/** Downloads that have begun, by SHA-256. */
const begun = new Map();

/** The machine's program. */
export function fetchModule() {
  module ??= downloadModule();
  module.catch(() => {});
  return module;
}

/** Begins to fetch the default machine of the list at `manifestUrl`, which is likely to be wanted. */
export async function prefetch(manifestUrl) {
  fetchModule();
  const { images, snapshot } = chooseMachine(await fetchManifest(manifestUrl), {});
  for (const image of [snapshot, ...Object.values(images)].filter(Boolean)) {
    begun.set(image.sha256, new ImageDownload({ ...image, url: new URL(image.url, manifestUrl).href }));
  }
}

/**
 * Begins to fetch what isn't there.
 *
 * @param images by kind an image to download (see ImageDownload), or one that is there: {sha256, bytes}
 * @param snapshot one more of them, or undefined
 * @param onProgress told {loaded, total}, in bytes, now and then
 * @return images by kind, and snapshot, as sources
 */
export function contentsOf({ images, snapshot }, onProgress) {
  const arrived = new Map();
  let total = 0;
  const tell = throttled(() =>
    onProgress({ loaded: [...arrived.values()].reduce((sum, n) => sum + n, 0), total }));
  const source = (file) => {
    if (file.bytes) {
      return present(file);
    }
    const download = begun.get(file.sha256) ?? new ImageDownload(file);
    total += file.sizeBytes;
    download.onBytes = (count) => {
      arrived.set(download, count);
      tell();
    };
    return download;
  };
  const contents = {
    images: Object.fromEntries(Object.entries(images).map(([kind, image]) => [kind, source(image)])),
    snapshot: snapshot && source(snapshot),
  };
  begun.clear();
  return contents;
}

/** A file that is there and was looked at already. */
export function present({ bytes, sha256 }) {
  return {
    sizeBytes: bytes.byteLength,
    sha256,
    async fill(place) {
      place().set(new Uint8Array(bytes));
      // Gives the copy back at once, where the browser can; else whenever it collects garbage.
      bytes.transfer?.(0);
    },
    async verify() {},
  };
}

function throttled(action) {
  let last = -Infinity;
  return () => {
    const now = performance.now();
    if (now - last > PROGRESS_MILLIS) {
      last = now;
      action();
    }
  };
}
