// SPDX-License-Identifier: Apache-2.0
package org.bootlink.host;

import org.bootlink.memory.LinearMemory;

/** The bytes behind a disk that can't be written. */
public interface ReadOnlyStore extends BlockStore {
  @Override
  default boolean readOnly() {
    return true;
  }

  @Override
  default Outcome write(long position, LinearMemory memory, int address, int length) {
    throw new IllegalStateException("write to a read-only disk");
  }

  @Override
  default Outcome zero(long position, long length) {
    throw new IllegalStateException("write to a read-only disk");
  }

  @Override
  default Outcome flush() {
    return Outcome.DONE;
  }
}
