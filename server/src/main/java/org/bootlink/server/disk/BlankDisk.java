// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import org.bootlink.memory.LinearMemory;

/** Zeros, for a disk that is to be filled. */
final class BlankDisk extends ReadOnlyDisk {
  BlankDisk(long sizeBytes) {
    super("blank", sizeBytes, warning -> { });
  }

  @Override
  void copy(long position, LinearMemory memory, int address, int length) {
    memory.clear(address, length);
  }
}
