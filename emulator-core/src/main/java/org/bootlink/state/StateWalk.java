// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

import org.bootlink.memory.LinearMemory;

/**
 * Goes through a machine's state value by value. What has state describes it once, in a method {@code
 * walkState}: it gives each value away and keeps the one that it gets back. A walk that saves or compares
 * gives back what it got; one that {@link #restores} gives back what was saved, within the limits named.
 *
 * <p>How many values follow may depend on values gone through before, on nothing else.
 */
public interface StateWalk {
  /** What follows belongs to {@code part}, each of which is begun once; no spaces in its name. */
  void begin(String part);

  /** Whether values come back that may differ, so that what was derived from them must be derived anew. */
  boolean restores();

  /** Any 64 bits. */
  long value(long value);

  /** @throws BadStateException if a restored value has a bit outside of {@code mask} */
  default long bits(long value, long mask) {
    long walked = value(value);
    if ((walked & ~mask) != 0) {
      throw new BadStateException("a value has bits outside of 0x" + Long.toHexString(mask));
    }
    return walked;
  }

  /** @throws BadStateException if a restored value is not from {@code min} to {@code max} */
  default long range(long value, long min, long max) {
    long walked = value(value);
    if (walked < min || walked > max) {
      throw new BadStateException(walked + " is not from " + min + " to " + max);
    }
    return walked;
  }

  /** As {@link #range(long, long, long)}. */
  default int range(int value, int min, int max) {
    return (int) range((long) value, min, max);
  }

  /** Any 32 bits. */
  default int value(int value) {
    return range(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  default boolean value(boolean value) {
    return range(value ? 1 : 0, 0, 1) != 0;
  }

  default void values(long[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = value(values[i]);
    }
  }

  default void values(int[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = value(values[i]);
    }
  }

  default void values(boolean[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = value(values[i]);
    }
  }

  /**
   * A range of linear memory.
   *
   * @param length a multiple of 8
   */
  default void memory(LinearMemory memory, int address, int length) {
    for (int i = 0; i < length; i += 8) {
      long before = memory.getLong(address + i);
      long walked = value(before);
      if (walked != before) {
        memory.putLong(address + i, walked);
      }
    }
  }

  /** @throws BadStateException with {@code message} unless {@code condition} holds; for restored values */
  static void require(boolean condition, String message) {
    if (!condition) {
      throw new BadStateException(message);
    }
  }
}
