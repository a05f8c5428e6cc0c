// SPDX-License-Identifier: Apache-2.0
package org.bootlink.live;

import org.bootlink.time.Clock;
import org.bootlink.time.VirtualClock;

/**
 * Finds the clock rate at which a busy machine's time keeps pace with the wall's: as many steps per virtual
 * second as the host manages in a real one, a little fewer while the machine lags behind and more while it
 * is ahead.
 */
final class Pacer {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  /** Busy time over which the host's speed is measured. */
  private static final long WINDOW_NANOS = 50_000_000;
  /** Lag or lead is made good over about this long. */
  private static final double CATCH_UP_NANOS = 500_000_000;
  private static final double MAX_FACTOR = 2;
  /**
   * On a host slower than this the machine's clock lags behind the wall's: with fewer steps in a second the
   * guest would do nothing but handle its own timer.
   */
  private static final long MIN_RATE = 20_000_000;
  /** Rates are multiples of this, which a recording has in two bytes. */
  private static final long RATE_UNIT = 1_000_000;
  /** Smaller corrections aren't worth an entry in the session's log. */
  private static final double TOLERANCE = 0.1;

  private long wallOrigin;
  private long windowNanos;
  private long windowSteps;
  private double stepsPerNano;

  /** From now on tick {@code ticks} belongs to the moment {@code nanos}. */
  void align(long nanos, long ticks) {
    wallOrigin = nanos - ticks * Clock.NANOS_PER_TICK;
  }

  /** The tick that the machine should show at {@code nanos}. */
  long ticksAt(long nanos) {
    return (nanos - wallOrigin) / Clock.NANOS_PER_TICK;
  }

  /** Steps that take about {@code nanos}, as far as is known. */
  long stepsIn(long nanos) {
    return stepsPerNano == 0 ? nanos / 10 : (long) (stepsPerNano * nanos);
  }

  /** Notes that {@code steps} steps took {@code nanos}. */
  void noteBusy(long steps, long nanos) {
    windowSteps += steps;
    windowNanos += nanos;
  }

  /**
   * The rate to run at from now on, or 0 to leave it as it is.
   *
   * @param lagTicks how far the machine's time is behind the wall's; negative if it is ahead
   */
  long newRate(long currentRate, long lagTicks) {
    if (windowNanos < WINDOW_NANOS) {
      return 0;
    }
    double measured = (double) windowSteps / windowNanos;
    stepsPerNano = stepsPerNano == 0 ? measured : (stepsPerNano + measured) / 2;
    windowNanos = 0;
    windowSteps = 0;
    double factor = 1 + lagTicks * (double) Clock.NANOS_PER_TICK / CATCH_UP_NANOS;
    factor = Math.max(1 / MAX_FACTOR, Math.min(MAX_FACTOR, factor));
    long rate = (long) (stepsPerNano * NANOS_PER_SECOND / factor);
    rate = Math.max(MIN_RATE, Math.min(VirtualClock.MAX_STEPS_PER_SECOND, rate));
    rate -= rate % RATE_UNIT;
    return Math.abs(rate - currentRate) > TOLERANCE * currentRate ? rate : 0;
  }
}
