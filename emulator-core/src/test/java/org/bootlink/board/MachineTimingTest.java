// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.bootlink.device.Uart16550;
import org.bootlink.isa.Csr;
import org.bootlink.session.InputEvent;
import org.bootlink.testing.Assembler;
import org.bootlink.testing.Bench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupts of timers and devices come at exact steps, whatever the slices of the run. */
class MachineTimingTest {
  private static final int STIE = 1 << 5;
  private static final int MTIE = 1 << 7;
  private static final int MEIE = 1 << 11;
  private static final int MIE = 1 << 3;
  private static final long STEPS_PER_TICK = Machine.DEFAULT_STEPS_PER_SECOND / 10_000_000;
  private static final long MTIMECMP = MemoryMap.ACLINT_PA + 0x4000;

  /** Counts in a0 until the interrupt; its handler has instret in a1, time in a2, and stays. */
  private static Consumer<Assembler> countUntilInterrupt(int mie, Consumer<Assembler> arm) {
    return a -> {
      a.la(T0, "handler").csrw(Csr.MTVEC, T0).li(T0, mie).csrw(Csr.MIE, T0)
          .csrrsi(ZERO, Csr.MSTATUS, MIE);
      arm.accept(a);
      a.label("loop").addi(A0, A0, 1).j("loop");
      a.align(4).label("handler").csrr(A1, Csr.INSTRET).csrr(A2, Csr.TIME).label("stay").j("stay");
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 1000, 1 << 20})
  void timerInterruptIsTakenOnTheStepAtWhichTimeReachesStimecmp(long slice) {
    Bench bench = new Bench(1, countUntilInterrupt(STIE, a -> a.li(T0, 1L << 63)
        .csrrs(ZERO, Csr.MENVCFG, T0).li(T0, 777).csrw(Csr.STIMECMP, T0)));
    bench.advanceTo(20_000, slice);
    assertEquals(777 * STEPS_PER_TICK, bench.hart(0).x(A1));
    assertEquals(777, bench.hart(0).x(A2));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 1 << 20})
  void timerInterruptIsTakenOnTheStepAtWhichTimeReachesMtimecmp(long slice) {
    Bench bench = new Bench(1, countUntilInterrupt(MTIE,
        a -> a.li(T1, MTIMECMP).li(T0, 501).sd(T0, 0, T1)));
    bench.advanceTo(20_000, slice);
    assertEquals(501 * STEPS_PER_TICK, bench.hart(0).x(A1));
  }

  @Test
  void aTimerInThePastInterruptsAtTheNextInstruction() {
    Bench bench = new Bench(1, countUntilInterrupt(MTIE, a -> a.li(T1, MTIMECMP).sd(ZERO, 0, T1)));
    bench.advanceTo(20_000, 1 << 20);
    assertEquals(0, bench.hart(0).x(A0));
  }

  @Test
  void timeAdvancesInsideASlice() {
    Bench bench = new Bench(1, a -> a.csrr(A0, Csr.TIME).label("wait").csrr(A1, Csr.TIME)
        .beq(A0, A1, "wait").sub(A2, A1, A0).label("stay").j("stay"));
    bench.advanceTo(10_000, 1 << 20);
    assertEquals(1, bench.hart(0).x(A2));
  }

  @Test
  void anIdleMachineGoesOnExactlyAtItsTimer() {
    Bench bench = new Bench(1, countUntilInterrupt(MTIE,
        a -> a.li(T1, MTIMECMP).li(T0, 1_000_000).sd(T0, 0, T1).wfi()));
    bench.advanceTo(1000, 1 << 20);
    assertEquals(1_000_000, bench.hart(0).x(A2));
    assertTrue(bench.hart(0).x(A1) < 100);
  }

  @Test
  void aMachineThatNothingCanWakeFailsWithTheReason() {
    Bench bench = new Bench(1, a -> a.csrw(Csr.MIE, ZERO).wfi());
    assertEquals(MachineState.FAILED, bench.machine.run(1000));
    assertTrue(bench.machine.stopReason().contains("0x8000000"), bench.machine.stopReason());
  }

  /** Polls the UART, FIFO on: a0 counts bytes, a1 is the sum of the times at which they were found. */
  private static Consumer<Assembler> pollUart() {
    return a -> a.li(S0, MemoryMap.UART_PA).li(T0, 1).sb(T0, 2, S0)
        .label("poll").lbu(T0, 5, S0).andi(T0, T0, 1).beqz(T0, "poll").lbu(T0, 0, S0)
        .csrr(T1, Csr.TIME).add(A1, A1, T1).addi(A0, A0, 1).j("poll");
  }

  @Test
  void pacedInputArrivesAtTheSameStepsWhateverTheSlices() {
    long[] sums = new long[3];
    long[] slices = {1, 997, 1 << 20};
    for (int i = 0; i < slices.length; i++) {
      Bench bench = new Bench(1, pollUart()).advanceTo(5000, slices[i]);
      bench.machine.apply(new InputEvent.ConsoleInput(new byte[200]));
      bench.advanceTo(400_000, slices[i]);
      assertEquals(200, bench.hart(0).x(A0));
      sums[i] = bench.hart(0).x(A1);
    }
    assertEquals(sums[0], sums[1]);
    assertEquals(sums[0], sums[2]);
  }

  @Test
  void onASlowHostInputLeavesHartsTheStepsToReadIt() {
    Bench bench = new Bench(1, pollUart()).advanceTo(5000, 1000);
    bench.machine.apply(new InputEvent.ClockRate(20_000_000));
    bench.machine.apply(new InputEvent.ConsoleInput(new byte[16_000]));
    bench.advanceTo(6_000 + 500 * Uart16550.REFILL_INTERVAL_STEPS, 100_000);
    assertEquals(16 * 501, bench.hart(0).x(A0), 16);
  }

  @Test
  void anInputInterruptReachesTheHartAtTheStepOfTheInput() {
    Bench bench = new Bench(1, countUntilInterrupt(MEIE, a -> a
        .li(T1, MemoryMap.PLIC_PA).li(T0, 1).sw(T0, 4 * MemoryMap.UART_IRQ, T1)
        .li(T2, MemoryMap.PLIC_PA + 0x2000).li(T0, 1 << MemoryMap.UART_IRQ).sw(T0, 0, T2)
        .li(T1, MemoryMap.UART_PA).li(T0, 1).sb(T0, 1, T1)));
    bench.advanceTo(4321, 1 << 20);
    bench.machine.apply(new InputEvent.ConsoleInput(new byte[1]));
    bench.advanceTo(5000, 1 << 20);
    assertEquals(4321, bench.hart(0).x(A1));
  }
}
