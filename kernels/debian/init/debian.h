/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOTLINK_DEBIAN_H
#define BOOTLINK_DEBIAN_H

/* Where the file system with the changes is, so that it can be looked at. */
#define CHANGES "/run/changes"

/*
 * overlay.c: puts a writable layer over the read-only root and makes both
 * together the root. The layer is on the block device (formatted if it is
 * blank), or in memory if device is NULL, is not there or can't be used.
 */
void overlay_root(const char *device);
/* To be called when /run is there: shows the layer as CHANGES. */
void show_changes(void);
/* Writes the layer out and makes its file system read-only. */
void close_changes(void);

/* format.c: makes an ext4 file system on the device if its beginning is all zeros. */
void format_if_blank(const char *device);

#endif
