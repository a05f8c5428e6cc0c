// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.disk.OverlayDisk;
import org.bootlink.disk.SessionDisk;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.Hash;
import org.bootlink.session.SessionHeader;

/** The machine's disks, in the order in which the worker has named them. */
final class WebDisks {
  /** Linear memory for each. */
  static final int BYTES_PER_DISK = OverlayDisk.LINEAR_BYTES + 8;

  private static final Hash UNNAMED = new Hash(new byte[Hash.BYTES]);
  /** What a machine that isn't kept may change of one. */
  private static final long MAX_CHANGED_BYTES = 512 << 20;

  private final List<BlockStore> disks = new ArrayList<>();
  private final List<SessionHeader.Disk> named = new ArrayList<>();

  /**
   * @param identity 32 bytes that name its content
   * @param kept whether its changes are kept in the worker's files; else they end with the machine, and belong
   *     to its session
   * @throws org.bootlink.disk.BadOverlayException if the changes that were kept can't be used
   */
  void add(long sizeBytes, boolean readOnly, byte[] identity, boolean kept, LinearAllocator allocator) {
    int number = disks.size();
    WebDisk base = new WebDisk(number, sizeBytes);
    named.add(new SessionHeader.Disk(readOnly, new Hash(identity)));
    if (readOnly) {
      disks.add(base);
    } else if (kept) {
      disks.add(new OverlayDisk(base, identity, new WebBlockFile(2 * number), new WebBlockFile(2 * number + 1),
          allocator.memory(), allocator.allocate(OverlayDisk.LINEAR_BYTES, 8)));
    } else {
      disks.add(new SessionDisk(base, MAX_CHANGED_BYTES, allocator.memory(),
          allocator.allocate(SessionDisk.LINEAR_BYTES, 8)));
    }
  }

  /** As sessions name them. */
  List<SessionHeader.Disk> named() {
    return named;
  }

  /** @throws BadSessionException if there is a disk that a session can't have */
  void requireSharable() {
    for (int i = 0; i < disks.size(); i++) {
      if (disks.get(i) instanceof OverlayDisk) {
        throw new BadSessionException("This machine’s disk is kept in this browser, with what was done to it"
            + " before; a session can’t hold that. The disk can be exported in the list of machines.");
      }
      if (named.get(i).contents().equals(UNNAMED)) {
        throw new BadSessionException("Nobody else could get disk " + (i + 1) + " of this machine: it comes from"
            + " an address of its own, or is too large to be named by its hash. So its session can’t be shared.");
      }
    }
  }

  List<BlockStore> list() {
    return disks;
  }
}
