// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.disk.OverlayDisk;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearAllocator;

/** The machine's disks, in the order in which the worker has named them. */
final class WebDisks {
  /** Linear memory for each. */
  static final int BYTES_PER_DISK = OverlayDisk.LINEAR_BYTES + 8;

  private final List<BlockStore> disks = new ArrayList<>();

  /**
   * @param identity 32 bytes that name its content
   * @throws org.bootlink.disk.BadOverlayException if the changes that were kept can't be used
   */
  void add(long sizeBytes, boolean readOnly, byte[] identity, LinearAllocator allocator) {
    int number = disks.size();
    WebDisk base = new WebDisk(number, sizeBytes);
    if (readOnly) {
      disks.add(base);
      return;
    }
    int address = allocator.allocate(OverlayDisk.LINEAR_BYTES, 8);
    disks.add(new OverlayDisk(base, identity, new WebBlockFile(2 * number), new WebBlockFile(2 * number + 1),
        allocator.memory(), address));
  }

  List<BlockStore> list() {
    return disks;
  }
}
