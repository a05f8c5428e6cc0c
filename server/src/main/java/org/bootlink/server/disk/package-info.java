// SPDX-License-Identifier: Apache-2.0
/**
 * Disks behind a machine on the JVM, and packed disk images (docs/disk-format.md): {@link
 * org.bootlink.server.disk.DiskPacker} makes them, {@link org.bootlink.server.disk.PackedBlockStore} reads
 * them, {@link org.bootlink.server.disk.ReadTrace} notes what a boot reads, {@link
 * org.bootlink.server.disk.RemoteDisk} fetches them from elsewhere. Knows nothing of our HTTP server or of the
 * command line.
 */
package org.bootlink.server.disk;
