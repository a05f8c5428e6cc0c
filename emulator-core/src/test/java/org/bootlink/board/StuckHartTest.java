// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.bootlink.isa.Csr;
import org.bootlink.testing.Assembler;
import org.bootlink.testing.Bench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hart that faults at its own vector for ever is the guest's affair, until no other hart can do anything. */
class StuckHartTest {
  /** Hart 1 has no vector and traps; hart 0 does {@code work}. */
  private static Consumer<Assembler> secondHartStuck(Consumer<Assembler> work) {
    return a -> {
      a.csrr(T0, Csr.MHARTID).beqz(T0, "work").ecall();
      a.label("work");
      work.accept(a);
    };
  }

  /** Counts in a0. */
  private static Consumer<Assembler> count(int times) {
    return a -> a.li(T1, times).label("loop").addi(A0, A0, 1).bne(A0, T1, "loop");
  }

  @Test
  void theOtherHartsGoOn() {
    Bench bench = new Bench(2, secondHartStuck(count(50_000).andThen(a -> a.label("stay").j("stay"))));
    bench.advanceTo(400_000, 1 << 20);
    assertEquals(50_000, bench.hart(0).x(A0));
    assertTrue(bench.hart(1).traps().isStuck() || bench.hart(1).pc() == 0);
  }

  @Test
  void itTakesItsStepsLikeAnyOther() {
    Bench bench = new Bench(2, secondHartStuck(a -> a.label("stay").j("stay")));
    bench.advanceTo(100 * HartScheduler.QUANTUM, 1 << 20);
    assertEquals(50 * HartScheduler.QUANTUM, bench.hart(1).steps());
    assertEquals(50 * HartScheduler.QUANTUM, bench.hart(0).steps());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 997})
  void theStateIsTheSameWhateverTheSlices(long slice) {
    Consumer<Assembler> program = secondHartStuck(count(30_000).andThen(a -> a.label("stay").j("stay")));
    long whole = new Bench(2, program).advanceTo(20_011, 1 << 20).digest();
    assertEquals(whole, new Bench(2, program).advanceTo(20_011, slice).digest());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 997, 1 << 20})
  void theMachineFailsAtOneStepOnceAllAreStuck(long slice) {
    Bench bench = new Bench(2, secondHartStuck(count(30_000).andThen(a -> a.ecall())));
    MachineState state = MachineState.RUNNING;
    while (state == MachineState.RUNNING) {
      state = bench.machine.run(slice);
    }
    assertEquals(MachineState.FAILED, state);
    assertEquals(29 * HartScheduler.QUANTUM + 1, bench.machine.steps());
    assertTrue(bench.machine.stopReason().contains("trap vector 0x0"), bench.machine.stopReason());
  }

  @Test
  void theMachineFailsIfAllOthersWaitForNothing() {
    Bench bench = new Bench(2, secondHartStuck(a -> a.csrw(Csr.MIE, ZERO).wfi()));
    assertEquals(MachineState.FAILED, bench.machine.run(1 << 20));
  }

  @Test
  void aHartThatIsGivenAHandlerGoesOn() {
    Bench bench = new Bench(2, a -> a.csrr(T0, Csr.MHARTID).beqz(T0, "work")
        .la(T0, "handler").csrw(Csr.MTVEC, T0).ecall()
        .align(4).label("handler").word(0).label("on").addi(A0, A0, 1).j("on")
        .label("work").li(T1, 20_000).label("loop").addi(A0, A0, 1).bne(A0, T1, "loop")
        .la(T0, "handler").li(T1, 0x13).sw(T1, 0, T0).label("stay").j("stay"));
    bench.advanceTo(200_000, 1 << 20);
    assertTrue(bench.hart(1).x(A0) > 1000, "hart 1 at " + bench.hart(1).pc());
  }
}
