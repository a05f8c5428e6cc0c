// SPDX-License-Identifier: Apache-2.0
package org.bootlink.time;

/** The machine's time as devices read it. */
@FunctionalInterface
public interface Clock {
  /** Frequency of the time base, as on QEMU's {@code virt}. */
  long TICKS_PER_SECOND = 10_000_000;

  /** Nanoseconds of one tick. */
  long NANOS_PER_TICK = 1_000_000_000 / TICKS_PER_SECOND;

  /** Ticks since power-on; never decreases. */
  long ticks();
}
