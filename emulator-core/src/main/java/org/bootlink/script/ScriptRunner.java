// SPDX-License-Identifier: Apache-2.0
package org.bootlink.script;

import java.util.function.LongSupplier;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineState;
import org.bootlink.session.InputEvent;

/** Takes a machine, switched on and untouched, through a script. Idle time passes at once. */
public final class ScriptRunner {
  /** A fraction of a second on every host. */
  private static final long SLICE_STEPS = 1 << 22;

  private final Machine machine;
  private final Script script;
  private final LongSupplier sliceSteps;
  private int done;

  public ScriptRunner(Machine machine, Script script) {
    this(machine, script, () -> SLICE_STEPS);
  }

  /** @param sliceSteps how long to run without a break, each time anew, 1 or more; it must not matter */
  public ScriptRunner(Machine machine, Script script, LongSupplier sliceSteps) {
    this.machine = machine;
    this.script = script;
    this.sliceSteps = sliceSteps;
  }

  /** Runs to the next digest that the script asks for; null when there are no more and the script is over. */
  public Checkpoint next() {
    while (done < script.actions().size()) {
      Action action = script.actions().get(done++);
      runTo(action.step());
      InputEvent input = action.input();
      if (input == null) {
        return Checkpoint.of(machine);
      }
      machine.apply(input);
    }
    return null;
  }

  private void runTo(long step) {
    boolean waitsForDisk = false;
    while (machine.steps() < step || waitsForDisk) {
      MachineState state = machine.run(Math.min(sliceSteps.getAsLong(), step - machine.steps()));
      waitsForDisk = state == MachineState.WAITING_FOR_DISK;
      switch (state) {
        case RUNNING, WAITING_FOR_DISK -> { }
        case IDLE -> {
          if (machine.idleDeadlineTicks() == Long.MAX_VALUE) {
            return;
          }
          machine.skipToDeadline();
        }
        case OFF, FAILED -> {
          return;
        }
      }
    }
  }
}
