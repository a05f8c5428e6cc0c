// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;

/** A disk of zeros that can't be written. */
record ZeroDisk(long sizeBytes) implements BlockStore {
  @Override
  public boolean readOnly() {
    return true;
  }

  @Override
  public Outcome read(long position, LinearMemory target, int address, int length) {
    target.clear(address, length);
    return Outcome.DONE;
  }

  @Override
  public Outcome write(long position, LinearMemory source, int address, int length) {
    return Outcome.FAILED;
  }

  @Override
  public Outcome zero(long position, long length) {
    return Outcome.FAILED;
  }

  @Override
  public Outcome flush() {
    return Outcome.DONE;
  }
}
