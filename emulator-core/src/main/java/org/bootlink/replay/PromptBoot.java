// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import org.bootlink.board.Machine;
import org.bootlink.board.MachineState;
import org.bootlink.session.SessionHeader;
import org.bootlink.time.Clock;

/**
 * The boot at whose end the shipped snapshot is taken: without input, with a date and a seed that are always the
 * same. So a snapshot that a later build has replaced can be made anew by a boot, if the images are the same.
 */
public final class PromptBoot {
  /** The date and seed of the boot; whoever goes on with the snapshot wakes it to others. */
  public static final long POWER_ON_EPOCH_NANOS = 0;
  public static final long ENTROPY_SEED = 1;
  public static final int COLUMNS = 80;
  public static final int ROWS = 24;

  /** A guest that does so little in a second has nothing left to do. */
  private static final long QUIET_STEPS = 200_000;
  private static final long MAX_STEPS = 2_000_000_000L;
  private static final long SLICE_STEPS = 1 << 24;

  private PromptBoot() {}

  /**
   * Takes a machine that was just switched on to where a session starts.
   *
   * @return whether it is there; not if the session starts at no such boot's end
   */
  public static boolean reach(Machine machine, SessionHeader header) {
    SessionHeader.Configuration of = header.machine();
    return of.powerOnEpochNanos() == POWER_ON_EPOCH_NANOS && of.entropySeed() == ENTROPY_SEED
        && of.columns() == COLUMNS && of.rows() == ROWS && of.disks().isEmpty()
        && run(machine) && machine.steps() == header.startSteps();
  }

  /**
   * Runs a machine that was just switched on, without input, until it has had nothing to do for a second.
   *
   * @return whether that came
   */
  public static boolean run(Machine machine) {
    long windowTicks = 0;
    long windowSteps = 0;
    while (machine.steps() < MAX_STEPS) {
      MachineState state = machine.run(SLICE_STEPS);
      if (state == MachineState.OFF || state == MachineState.FAILED) {
        return false;
      }
      if (state == MachineState.IDLE) {
        boolean second = machine.ticks() - windowTicks >= Clock.TICKS_PER_SECOND;
        if (second && machine.steps() - windowSteps < QUIET_STEPS
            || machine.idleDeadlineTicks() == Long.MAX_VALUE) {
          return true;
        }
        if (second) {
          windowTicks = machine.ticks();
          windowSteps = machine.steps();
        }
        machine.skipToDeadline();
      }
    }
    return false;
  }
}
