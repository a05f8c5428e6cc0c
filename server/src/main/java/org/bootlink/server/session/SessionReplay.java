// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.session;

import java.io.IOException;
import org.bootlink.board.Machine;
import org.bootlink.replay.Replay;
import org.bootlink.server.UserException;
import org.bootlink.server.disk.Disks;
import org.bootlink.session.Recording;
import org.bootlink.state.ByteSource;
import org.bootlink.time.Clock;

/** Replays a session without a browser, at full speed or in its own rhythm. */
public final class SessionReplay {
  private static final long SLICE_STEPS = 1 << 20;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Recording recording;
  private final Machine machine;
  private final Replay replay;

  /** Takes what the machine writes. */
  @FunctionalInterface
  public interface Output {
    /** The byte {@code value} was written at virtual time {@code ticks}. */
    void write(long ticks, int value);
  }

  /**
   * @param file a recording's
   * @param disks where the machine's disks are opened
   * @throws org.bootlink.session.BadSessionException if it is none
   */
  public SessionReplay(byte[] file, SessionMachines machines, Disks disks, Output output)
      throws IOException, MissingImageException, UserException {
    recording = Recording.read(ByteSource.of(file));
    Machine[] made = new Machine[1];
    machine = machines.make(recording.header(), disks,
        value -> output.write(made[0] == null ? 0 : made[0].ticks(), value));
    made[0] = machine;
    replay = new Replay(machine, recording);
  }

  public Recording recording() {
    return recording;
  }

  public Machine machine() {
    return machine;
  }

  public Replay replay() {
    return replay;
  }

  /**
   * Goes on to the end, to a difference, or to step {@code toStep}.
   *
   * @param speed how many times as fast as it was; 0 for as fast as it goes
   * @param afterSlice called now and then
   */
  public Replay.State run(long toStep, double speed, Slice afterSlice) throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    long startTicks = machine.ticks();
    for (;;) {
      long nowTicks = speed == 0 ? Long.MAX_VALUE
          : startTicks + (long) ((System.nanoTime() - startNanos) * speed / Clock.NANOS_PER_TICK);
      long steps = Math.min(SLICE_STEPS, toStep - machine.steps());
      if (steps <= 0) {
        return Replay.State.RUNNING;
      }
      Replay.State state = replay.advance(steps, nowTicks);
      afterSlice.ran();
      switch (state) {
        case ENDED, DIVERGED -> {
          return state;
        }
        case AHEAD -> {
          long waitNanos = (long) ((replay.nextTicks() - nowTicks) * Clock.NANOS_PER_TICK / speed);
          Thread.sleep(Math.max(1, Math.min(100, waitNanos / NANOS_PER_MILLI)));
        }
        case WAITING_FOR_DISK -> Thread.sleep(1);
        default -> { }
      }
    }
  }

  /** Something to do between two slices. */
  @FunctionalInterface
  public interface Slice {
    void ran() throws IOException;
  }
}
