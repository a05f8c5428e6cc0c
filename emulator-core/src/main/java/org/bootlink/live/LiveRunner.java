// SPDX-License-Identifier: Apache-2.0
package org.bootlink.live;

import org.bootlink.board.Machine;
import org.bootlink.board.MachineState;
import org.bootlink.host.NanoClock;
import org.bootlink.session.InputEvent;
import org.bootlink.time.Clock;

/**
 * Runs a machine for a person: its clock keeps pace with the wall's, and an idle machine sleeps. The host
 * calls {@link #run} again and again and sleeps in between for as long as it is told, or until input comes.
 *
 * <p>Not safe for use by several threads.
 */
public final class LiveRunner {
  /** Answer of {@link #run}: nothing will happen without input. */
  public static final long UNTIL_INPUT = Long.MAX_VALUE;

  /** Host time between looks at the clock. */
  private static final long CHUNK_NANOS = 1_000_000;
  private static final long DISK_POLL_NANOS = 1_000_000;
  /** Input to an idle machine comes at multiples of this, 10 ms, so that a recording needs few bytes for it. */
  static final long MOMENT_TICKS = Clock.TICKS_PER_SECOND / 100;

  private final Machine machine;
  private final NanoClock clock;
  private final Pacer pacer = new Pacer();
  private final SpeedMeter speed;
  private MachineState state = MachineState.RUNNING;
  private boolean paused;

  public LiveRunner(Machine machine, NanoClock clock) {
    this.machine = machine;
    this.clock = clock;
    long now = clock.nanos();
    this.speed = new SpeedMeter(now);
    pacer.align(now, machine.ticks());
  }

  /**
   * Runs for about {@code maxNanos} of host time, less if there is nothing to do.
   *
   * @return nanoseconds that may pass before the next call: 0 to go on at once, or {@link #UNTIL_INPUT}
   */
  public long run(long maxNanos) {
    long start = clock.nanos();
    if (paused) {
      return UNTIL_INPUT;
    }
    long now = start;
    while (now - start < maxNanos) {
      long stepsBefore = machine.steps();
      state = machine.run(Math.max(1, pacer.stepsIn(CHUNK_NANOS)));
      long then = now;
      now = clock.nanos();
      switch (state) {
        case RUNNING -> {
          pacer.noteBusy(machine.steps() - stepsBefore, now - then);
          tuneClock(now);
        }
        case IDLE -> {
          long wait = idle(now);
          if (wait > 0) {
            speed.update(now, machine.steps());
            return wait;
          }
        }
        case WAITING_FOR_DISK, WAITING_FOR_IMAGES -> {
          pacer.align(now, machine.ticks());
          return DISK_POLL_NANOS;
        }
        default -> {
          speed.update(now, machine.steps());
          return UNTIL_INPUT;
        }
      }
    }
    speed.update(now, machine.steps());
    return 0;
  }

  /** Types {@code bytes[offset .. offset + length]} at the terminal. */
  public void input(byte[] bytes, int offset, int length) {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, offset, copy, 0, length);
    apply(new InputEvent.ConsoleInput(copy));
  }

  /** The terminal has a new size, each 1 to 65,535. */
  public void resize(int columns, int rows) {
    apply(new InputEvent.ConsoleResize(columns, rows));
  }

  /** Presses the reset button; also switches a machine on that is off. */
  public void reset() {
    apply(new InputEvent.Reset());
    state = MachineState.RUNNING;
    pacer.align(clock.nanos(), machine.ticks());
  }

  /** Stops time and execution until {@link #resume}. */
  public void pause() {
    paused = true;
  }

  public void resume() {
    paused = false;
    pacer.align(clock.nanos(), machine.ticks());
  }

  public boolean paused() {
    return paused;
  }

  /** What the last {@link #run} came to. */
  public MachineState state() {
    return state;
  }

  /** Million steps per second of host time, over the last second or so; an idle machine's is low. */
  public double guestMips() {
    return speed.mips();
  }

  /** An idle machine's clock stood still; input comes at the time that it is now. */
  private void apply(InputEvent event) {
    if (!paused && state == MachineState.IDLE) {
      long target = Math.min(pacer.ticksAt(clock.nanos()), machine.idleDeadlineTicks());
      long rounded = target - target % MOMENT_TICKS;
      if (rounded > machine.ticks()) {
        machine.apply(new InputEvent.IdleUntil(rounded));
      }
    }
    machine.apply(event);
  }

  /** Skips idle time that is over; returns how long the host may sleep. */
  private long idle(long now) {
    long deadline = machine.idleDeadlineTicks();
    if (deadline == Long.MAX_VALUE) {
      return UNTIL_INPUT;
    }
    long target = pacer.ticksAt(now);
    if (deadline <= target) {
      machine.skipToDeadline();
      return 0;
    }
    return (deadline - target) * Clock.NANOS_PER_TICK;
  }

  private void tuneClock(long now) {
    long rate = pacer.newRate(machine.stepsPerSecond(), pacer.ticksAt(now) - machine.ticks());
    if (rate != 0) {
      machine.apply(new InputEvent.ClockRate(rate));
    }
  }
}
