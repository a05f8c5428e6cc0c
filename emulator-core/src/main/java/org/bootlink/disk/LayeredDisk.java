// SPDX-License-Identifier: Apache-2.0
package org.bootlink.disk;

import org.bootlink.host.BlockStore;

/** A disk that can be written, as large as the one below it, which is only read. */
abstract class LayeredDisk implements BlockStore {
  static final int BLOCK_BYTES = 4096;

  final BlockStore base;

  LayeredDisk(BlockStore base) {
    this.base = base;
  }

  @Override
  public final long sizeBytes() {
    return base.sizeBytes();
  }

  @Override
  public final boolean readOnly() {
    return false;
  }

  @Override
  public final boolean zeroFreesRoom() {
    return true;
  }

  @Override
  public final void expectRead(long position, long length) {
    base.expectRead(position, length);
  }

  /** Number of blocks, the last of which may be shorter. */
  public final int blocks() {
    return (int) ((sizeBytes() + BLOCK_BYTES - 1) / BLOCK_BYTES);
  }
}
