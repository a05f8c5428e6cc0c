// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions of real machines: {@link org.bootlink.replay.Recorder} makes a recording of one, {@link
 * org.bootlink.replay.Replay} takes a machine through it and compares, {@link
 * org.bootlink.replay.Timeline} goes back and forth in that, {@link org.bootlink.replay.SnapshotWriter}
 * and {@link org.bootlink.replay.Snapshot} save and restore. Files are read and checked before the machine is
 * touched.
 *
 * <p>Uses {@code board}, {@code session} and {@code state}; knows no browser and no file system.
 */
package org.bootlink.replay;
