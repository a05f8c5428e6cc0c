// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.isa.Csr;
import org.bootlink.script.Action;
import org.bootlink.script.Script;
import org.bootlink.script.ScriptRunner;
import org.bootlink.session.InputEvent;
import org.bootlink.testing.Bench;
import org.junit.jupiter.api.Test;

/** At one step an idle machine passes many deadlines; a recording tells behind which of them input came. */
class SkippedTimeTest {
  private static final long ALARM_LOW = MemoryMap.RTC_PA + 8;
  private static final long MTIMECMP = MemoryMap.ACLINT_PA + 0x4000;
  private static final int MTIE = 1 << 7;

  private final List<Action> recorded = new ArrayList<>();

  /** Waits for the timer at tick 5,000; before it comes the alarm at tick 1,000, which wakes nobody. */
  private static Bench sleeper() {
    return new Bench(1, a -> a.li(T0, MTIE).csrw(Csr.MIE, T0).li(T1, MTIMECMP).li(T0, 5000).sd(T0, 0, T1)
        .li(T1, ALARM_LOW).li(T0, 100_000).sw(T0, 0, T1).label("wait").wfi().addi(A0, A0, 1).j("wait"));
  }

  private Machine recordedSleeper() {
    Machine machine = sleeper().machine;
    machine.record((steps, event) -> recorded.add(new Action(steps, event)));
    assertEquals(MachineState.IDLE, machine.run(1000));
    assertEquals(1000, machine.idleDeadlineTicks());
    return machine;
  }

  private void assertReplays(Machine machine) {
    recorded.add(Action.digest(machine.steps()));
    ScriptRunner replay = new ScriptRunner(sleeper().machine, new Script(recorded));
    assertEquals(machine.steps() + " " + machine.ticks() + " " + machine.digest(), replay.next().toString());
  }

  @Test
  void inputAfterADeadlineThatWokeNobodyIsReplayedAfterIt() {
    Machine machine = recordedSleeper();
    machine.skipToDeadline();
    assertEquals(1000, machine.ticks());
    machine.apply(new InputEvent.ConsoleInput(new byte[40]));
    assertReplays(machine);
  }

  @Test
  void inputAfterADeadlineThatWokeAHartIsReplayedAfterItAndBeforeTheHartRuns() {
    Machine machine = recordedSleeper();
    machine.skipToDeadline();
    machine.skipToDeadline();
    assertEquals(5000, machine.ticks());
    machine.apply(new InputEvent.ConsoleInput(new byte[40]));
    assertReplays(machine);
  }

  @Test
  void idleTimeEndsWhereAHartIsWoken() {
    Machine machine = recordedSleeper();
    machine.apply(new InputEvent.IdleUntil(1_000_000));
    assertEquals(5000, machine.ticks());
    machine.run(100);
    assertReplays(machine);
  }

  @Test
  void aMachineThatIsNotIdleIsNotMovedOn() {
    Machine machine = sleeper().machine;
    machine.run(3);
    long ticks = machine.ticks();
    machine.apply(new InputEvent.IdleUntil(1_000_000));
    assertEquals(ticks, machine.ticks());
  }
}
