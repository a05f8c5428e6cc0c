// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

import org.bootlink.memory.LinearMemory;

/** Takes a machine's state, part by part and value by value. */
public interface StateSink {
  /** What follows belongs to {@code part}, each of which is begun once; no spaces in its name. */
  void begin(String part);

  void putLong(long value);

  /** Puts {@code bytes[offset .. offset + length]}; how many must be clear from what was put before. */
  void putBytes(byte[] bytes, int offset, int length);

  /**
   * Puts a range of linear memory.
   *
   * @param length a multiple of 8
   */
  void putMemory(LinearMemory memory, int address, int length);

  default void putInt(int value) {
    putLong(value);
  }

  default void putBoolean(boolean value) {
    putLong(value ? 1 : 0);
  }

  default void putLongs(long[] values) {
    for (long value : values) {
      putLong(value);
    }
  }

  default void putInts(int[] values) {
    for (int value : values) {
      putLong(value);
    }
  }

  default void putBooleans(boolean[] values) {
    for (boolean value : values) {
      putBoolean(value);
    }
  }
}
