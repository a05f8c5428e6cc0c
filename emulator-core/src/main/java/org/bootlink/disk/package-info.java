// SPDX-License-Identifier: Apache-2.0
/**
 * Disks whose changes are kept apart from what they were made from. {@link
 * org.bootlink.disk.OverlayDisk} is the disk; {@link org.bootlink.disk.ChangeLog} is the format of its file,
 * the same in the browser's private storage and on the JVM's host (docs/disk-format.md, "Overlays").
 *
 * <p>Depends on {@code host}, {@code memory} and {@code state}; knows nothing of virtio.
 */
package org.bootlink.disk;
