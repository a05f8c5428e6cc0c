// SPDX-License-Identifier: Apache-2.0
package org.bootlink.time;

/** The machine's time as devices read it. */
@FunctionalInterface
public interface Clock {
  /** Frequency of the time base, as on QEMU's {@code virt}. */
  long TICKS_PER_SECOND = 10_000_000;

  /** Nanoseconds of one tick. */
  long NANOS_PER_TICK = 1_000_000_000 / TICKS_PER_SECOND;

  /**
   * Nobody waits for anything later, 146 years after power-on, nor skips beyond it: so far from what a long
   * holds that no sum of a time and a wait overflows, be it in ticks or in nanoseconds.
   */
  long LAST_TICK = Long.MAX_VALUE / NANOS_PER_TICK / 2;

  /** Ticks since power-on; never decreases. */
  long ticks();

  /** Ticks that {@code steps} steps take as the clock goes now, rounded up; 0 if it does not go by steps. */
  default long ticksOf(long steps) {
    return 0;
  }
}
