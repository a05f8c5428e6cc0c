// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import org.bootlink.board.Machine;
import org.bootlink.host.NanoClock;
import org.bootlink.replay.Replay;
import org.bootlink.time.Clock;

/** Replays a session so many times as fast as it was, or as fast as it goes. */
final class ReplayPacer {
  /** Answer of {@link #run}: nothing will happen by itself. */
  static final double UNTIL_TOLD = Double.POSITIVE_INFINITY;

  private static final long CHUNK_STEPS = 200_000;
  private static final double DISK_POLL_MILLIS = 1;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Machine machine;
  private final Replay replay;
  private final NanoClock clock;
  /** Times the original speed; 0 for as fast as it goes. */
  private int speed;
  private long startNanos;
  private long startTicks;
  private Replay.State state = Replay.State.RUNNING;

  ReplayPacer(Machine machine, Replay replay, NanoClock clock) {
    this.machine = machine;
    this.replay = replay;
    this.clock = clock;
  }

  /** From now on so many times as fast as it was, counted from virtual time {@code ticks}; 0: no limit. */
  void start(int newSpeed, long ticks) {
    speed = newSpeed;
    startNanos = clock.nanos();
    startTicks = ticks;
    state = Replay.State.RUNNING;
  }

  Replay.State state() {
    return state;
  }

  /**
   * Goes on for about {@code millis}, and beyond neither virtual time {@code lastTicks} nor {@code lastSteps}.
   *
   * @return milliseconds until it wants to go on, 0 for at once
   */
  double run(double millis, long lastTicks, long lastSteps) {
    long start = clock.nanos();
    long now = start;
    while (now - start < millis * NANOS_PER_MILLI) {
      long due = speed == 0 ? Long.MAX_VALUE
          : startTicks + (now - startNanos) / Clock.NANOS_PER_TICK * speed;
      long maxTicks = Math.min(due, lastTicks);
      long left = Math.max(0, lastSteps - machine.steps());
      state = replay.advance(Math.min(CHUNK_STEPS, left), maxTicks);
      if (left == 0) {
        return UNTIL_TOLD;
      }
      switch (state) {
        case RUNNING -> { }
        case AHEAD -> {
          return lastTicks <= due || speed == 0 ? UNTIL_TOLD
              : Math.max(1, (replay.nextTicks() - due) * (double) Clock.NANOS_PER_TICK / NANOS_PER_MILLI / speed);
        }
        case WAITING_FOR_DISK -> {
          return DISK_POLL_MILLIS;
        }
        default -> {
          return UNTIL_TOLD;
        }
      }
      now = clock.nanos();
    }
    return 0;
  }
}
