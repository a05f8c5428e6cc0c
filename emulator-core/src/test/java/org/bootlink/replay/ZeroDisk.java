// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import org.bootlink.host.ReadOnlyStore;
import org.bootlink.memory.LinearMemory;

/** A disk of zeros that can't be written. */
record ZeroDisk(long sizeBytes) implements ReadOnlyStore {
  @Override
  public Outcome read(long position, LinearMemory target, int address, int length) {
    target.clear(address, length);
    return Outcome.DONE;
  }
}
