// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

import org.bootlink.time.Clock;

/** What steps and ticks of a log's next entry count from. */
final class EntryBase {
  /** 10 ms. */
  static final long UNIT_TICKS = Clock.TICKS_PER_SECOND / 100;

  private long steps;
  private long ticks;

  /** Whether {@code target} can be told in units from here on. */
  boolean isWhole(long target) {
    return target % UNIT_TICKS == 0 && target / UNIT_TICKS >= ticks / UNIT_TICKS;
  }

  long unitsTo(long target) {
    long units = target / UNIT_TICKS - ticks / UNIT_TICKS;
    ticks = target;
    return units;
  }

  long stepsTo(long target) {
    long delta = target - steps;
    steps = target;
    return delta;
  }

  long ticksTo(long target) {
    long delta = target - ticks;
    ticks = target;
    return delta;
  }

  long ticksAfterUnits(long units) {
    ticks = (ticks / UNIT_TICKS + units) * UNIT_TICKS;
    return ticks;
  }

  long stepsAfter(long delta) {
    steps += delta;
    return steps;
  }

  long ticksAfter(long delta) {
    ticks += delta;
    return ticks;
  }
}
