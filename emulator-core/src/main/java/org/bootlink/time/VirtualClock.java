// SPDX-License-Identifier: Apache-2.0
package org.bootlink.time;

import org.bootlink.state.StateWalk;

/**
 * Turns steps into ticks: so many steps are one second, and idle time can be skipped. The rate may change
 * at any step; the clock never goes back.
 */
public final class VirtualClock {
  public static final long MIN_STEPS_PER_SECOND = 1_000;
  public static final long MAX_STEPS_PER_SECOND = 100_000_000_000L;

  private long stepsPerSecond;
  /** The clock showed baseTicks when baseSteps steps were done. */
  private long baseSteps;
  private long baseTicks;

  /** A clock at tick 0 and step 0. */
  public VirtualClock(long stepsPerSecond) {
    this.stepsPerSecond = checked(stepsPerSecond);
  }

  public long stepsPerSecond() {
    return stepsPerSecond;
  }

  /** The time when {@code steps} steps are done; not before the last change of rate or skip. */
  public long ticksAt(long steps) {
    long since = steps - baseSteps;
    return baseTicks
        + since / stepsPerSecond * Clock.TICKS_PER_SECOND
        + since % stepsPerSecond * Clock.TICKS_PER_SECOND / stepsPerSecond;
  }

  /** The lowest step count at which {@link #ticksAt} is at least {@code ticks}. */
  public long stepsAt(long ticks) {
    long since = ticks - baseTicks;
    if (since <= 0) {
      return baseSteps;
    }
    long seconds = since / Clock.TICKS_PER_SECOND;
    if (seconds >= Long.MAX_VALUE / MAX_STEPS_PER_SECOND - 1) {
      return Long.MAX_VALUE;
    }
    long rest = since % Clock.TICKS_PER_SECOND * stepsPerSecond;
    return baseSteps + seconds * stepsPerSecond
        + (rest + Clock.TICKS_PER_SECOND - 1) / Clock.TICKS_PER_SECOND;
  }

  /** From step {@code steps} on, a second has {@code newRate} steps. */
  public void setRate(long steps, long newRate) {
    baseTicks = ticksAt(steps);
    baseSteps = steps;
    stepsPerSecond = checked(newRate);
  }

  /**
   * Moves the time at step {@code steps} on to {@code ticks}, at most to {@link Clock#LAST_TICK}, unless it
   * is that late already.
   */
  public void skipTo(long steps, long ticks) {
    long target = Math.min(ticks, Clock.LAST_TICK);
    if (target > ticksAt(steps)) {
      baseTicks = target;
      baseSteps = steps;
    }
  }

  /** Ticks that {@code steps} steps take at the present rate, rounded up; up to 2^32 steps. */
  public long ticksOf(long steps) {
    return (steps * Clock.TICKS_PER_SECOND + stepsPerSecond - 1) / stepsPerSecond;
  }

  /** @param steps done at the moment */
  public void walkState(StateWalk walk, long steps) {
    stepsPerSecond = walk.range(stepsPerSecond, MIN_STEPS_PER_SECOND, MAX_STEPS_PER_SECOND);
    baseSteps = walk.range(baseSteps, 0, steps);
    baseTicks = walk.range(baseTicks, 0, Clock.LAST_TICK);
    StateWalk.require((steps - baseSteps) / stepsPerSecond <= Clock.LAST_TICK / Clock.TICKS_PER_SECOND,
        "a time too late");
  }

  private static long checked(long rate) {
    if (rate < MIN_STEPS_PER_SECOND || rate > MAX_STEPS_PER_SECOND) {
      throw new IllegalArgumentException("a clock rate of " + rate + " steps per second");
    }
    return rate;
  }
}
