// SPDX-License-Identifier: Apache-2.0
/**
 * What a machine is made of, fetched in its worker, so that the page stays free to draw.
 *
 * A source is a file on its way into the machine's memory: {sizeBytes, sha256, fill(place), verify(bytes)}, where
 * place() gives the memory it belongs to.
 */

import { ImageDownload } from '../loading/download.js';

const PROGRESS_MILLIS = 100;

/** Downloads that have begun and nobody has asked for, by SHA-256. */
const begun = new Map();

/** Begins to fetch files that are likely to be wanted. */
export function prefetch(files) {
  files.forEach((file) => begun.set(file.sha256, new ImageDownload(file)));
}

/**
 * Begins to fetch what isn't there, and ends what was prefetched in vain.
 *
 * @param images by kind an image to download (see ImageDownload), or one that is there: {sha256, bytes}
 * @param snapshot one more of them, or undefined
 * @param onProgress told {loaded, total}, in bytes, now and then, and when all has come
 * @return images by kind, and snapshot, as sources
 */
export function contentsOf({ images, snapshot }, onProgress) {
  const arrived = new Map();
  let total = 0;
  let toldAt = -Infinity;
  const tell = () => {
    const loaded = [...arrived.values()].reduce((sum, n) => sum + n, 0);
    const now = performance.now();
    if (loaded === total || now - toldAt > PROGRESS_MILLIS) {
      toldAt = now;
      onProgress({ loaded, total });
    }
  };
  const source = (file) => {
    if (file.bytes) {
      return present(file);
    }
    const download = begun.get(file.sha256) ?? new ImageDownload(file);
    begun.delete(file.sha256);
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
  begun.forEach((download) => download.abandon());
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
