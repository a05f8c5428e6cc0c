// SPDX-License-Identifier: Apache-2.0
/** Which of a machine's images are fetched at once, and which when they are needed. */

/**
 * Only a reset needs the images of a machine whose snapshot holds RAM whole. A replay may come to one at any
 * moment.
 *
 * @param images by kind, to download or there already ({bytes})
 * @param snapshot what the machine begins at, or undefined
 * @param replay if a recording is replayed
 * @return atOnce and later, images by kind; one of them is empty
 */
export function fetchOrder({ images, snapshot, replay }) {
  const mayWait = snapshot?.whole === true && !replay && Object.values(images).every(({ bytes }) => !bytes);
  return mayWait ? { atOnce: {}, later: images } : { atOnce: images, later: {} };
}
