// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.bootlink.board.MachineState;
import org.bootlink.board.MemoryMap;
import org.bootlink.isa.Csr;
import org.bootlink.live.LiveRunner;
import org.bootlink.session.InputEvent;
import org.bootlink.testing.Assembler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times at the end of what 64 bits hold, from the guest and from a recording. */
class TimeTest {
  private static final long MTIMECMP = MemoryMap.ACLINT_PA + 0x4000;

  /** Both harts wait for {@code ticks}. */
  private static void waitFor(Victim victim, long ticks) {
    Assembler a = new Assembler(GuestImage.RAM);
    a.li(T0, MTIMECMP).li(T1, ticks).sd(T1, 0, T0).sd(T1, 8, T0).li(T1, 0x80).csrw(Csr.MIE, T1);
    a.label("wait").wfi().j("wait");
    GuestImage image = new GuestImage();
    image.put(a, GuestImage.RAM);
    victim.start(image, true);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE / 2, Long.MAX_VALUE / 100 + 1})
  void aClockSentToTheEndOfTimeStillRuns(long ticks) {
    Arena.fight(new Figures("time"), victim -> {
      waitFor(victim, -1);
      assertEquals(MachineState.IDLE, victim.machine().run(1_000));
      victim.machine().apply(new InputEvent.IdleUntil(ticks));
      GuestImage image = new GuestImage();
      Script.put(image, List.of(new Access(Access.Kind.STORE_8, MTIMECMP, 5)));
      victim.start(image, true);
      victim.machine().apply(new InputEvent.ConsoleInput(new byte[100]));
      for (int i = 0; i < 100; i++) {
        long before = victim.machine().ticks();
        assertTrue(before >= 0, "tick " + before);
        assertEquals(MachineState.RUNNING, victim.machine().run(100_000));
        assertTrue(victim.machine().ticks() > before, "the clock stands at " + before);
      }
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE - 1, Long.MAX_VALUE / 2, Long.MAX_VALUE / 100 + 1})
  void theHostMaySleepIfTheGuestWaitsForTheEndOfTime(long ticks) {
    Arena.fight(new Figures("time"), victim -> {
      waitFor(victim, ticks);
      LiveRunner live = new LiveRunner(victim.machine(), System::nanoTime);
      long sleepNanos = 0;
      for (int i = 0; i < 10; i++) {
        sleepNanos = live.run(1_000_000);
      }
      assertEquals(MachineState.IDLE, live.state());
      assertTrue(sleepNanos > 1_000_000_000_000L, "sleeps " + sleepNanos + " ns");
    });
  }
}
