// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import org.bootlink.memory.LinearMemory;

/** Takes a file, piece by piece, from its beginning on. */
public interface ByteSink {
  void bytes(byte[] bytes);

  /** Takes a run of linear memory, before anything changes there. */
  void memory(LinearMemory memory, int address, int length);
}
