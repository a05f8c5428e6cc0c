// SPDX-License-Identifier: Apache-2.0
/**
 * Disks whose changes are kept apart from what they were made from. {@link org.bootlink.disk.SessionDisk} has
 * them in memory, as a part of the machine's session. {@link org.bootlink.disk.OverlayDisk} keeps them in a file,
 * whose format is {@link org.bootlink.disk.ChangeLog}, the same in the browser's private storage and on the JVM's
 * host (docs/disk-format.md, "Overlays").
 *
 * <p>Depends on {@code host}, {@code memory} and {@code state}; knows nothing of virtio.
 */
package org.bootlink.disk;
