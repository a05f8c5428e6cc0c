// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.isa.Csr;
import org.bootlink.session.InputEvent;
import org.bootlink.testing.Assembler;
import org.bootlink.testing.Bench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a run is cut into slices changes nothing, with several harts, timers, waits and input. */
class SliceTest {
  private static final int MTIE = 1 << 7;
  private static final int MEIE = 1 << 11;
  private static final int MIE = 1 << 3;
  private static final long END = 300_000;
  private static final long CHECKPOINT = 50_000;
  private static final String TYPED = "a line that is longer than the FIFO of the UART, so that it takes a while";

  /**
   * Every hart adds to shared words by AMO and by LR/SC, and waits now and then. A timer of its own
   * interrupts it, and hart 0 echoes the UART. s3 mixes what it sees, times included.
   */
  private static void busyProgram(Assembler a) {
    a.csrr(S0, Csr.MHARTID).slli(T0, S0, 6).li(S1, Bench.DATA + 0x1000).add(S1, S1, T0);
    a.slli(T0, S0, 3).li(S2, MemoryMap.ACLINT_PA + 0x4000).add(S2, S2, T0).li(S6, Bench.DATA);
    a.la(T0, "handler").csrw(Csr.MTVEC, T0).li(T0, MTIE | MEIE).csrw(Csr.MIE, T0);
    a.li(S7, MemoryMap.UART_PA).li(S8, MemoryMap.PLIC_PA + 0x20_0004).bnez(S0, "started");
    a.li(T1, MemoryMap.PLIC_PA).li(T0, 1).sw(T0, 4 * MemoryMap.UART_IRQ, T1).sb(T0, 2, S7).sb(T0, 1, S7);
    a.li(T2, MemoryMap.PLIC_PA + 0x2000).li(T0, 1 << MemoryMap.UART_IRQ).sw(T0, 0, T2);
    a.label("started").sd(ZERO, 0, S2).csrrsi(ZERO, Csr.MSTATUS, MIE);
    a.label("loop").li(T0, 3).amoaddD(T1, T0, S6).addi(S9, S6, 64);
    a.label("retry").lrD(T2, S9).addi(T2, T2, 1).scD(T0, T2, S9).bnez(T0, "retry");
    a.slli(T0, S3, 5).sub(S3, T0, S3).add(S3, S3, T1).xor(S3, S3, T2).sd(S3, 0, S1);
    a.addi(S4, S4, 1).andi(T0, S4, 255).bnez(T0, "loop").wfi().j("loop");
    a.align(4).label("handler").csrr(A0, Csr.MCAUSE).andi(A0, A0, 15).addi(A0, A0, -7).bnez(A0, "echo");
    a.csrr(A1, Csr.TIME).xor(S3, S3, A1).addi(A1, A1, 97).add(A1, A1, S0).sd(A1, 0, S2).mret();
    a.label("echo").lw(A2, 0, S8).label("more").lbu(A0, 5, S7).andi(A0, A0, 1).beqz(A0, "done");
    a.lbu(A0, 0, S7).sb(A0, 0, S7).csrr(A1, Csr.INSTRET).xor(S3, S3, A1).j("more");
    a.label("done").sw(A2, 0, S8).mret();
  }

  private static List<Long> digests(int harts, long slice) {
    Bench bench = new Bench(harts, SliceTest::busyProgram);
    List<Long> digests = new ArrayList<>();
    for (long at = CHECKPOINT; at <= END; at += CHECKPOINT) {
      bench.advanceTo(at - 12_345, slice);
      bench.machine.apply(new InputEvent.ConsoleInput(TYPED.getBytes(US_ASCII)));
      bench.advanceTo(at - 777, slice);
      bench.machine.apply(new InputEvent.ClockRate(50_000_000 + at));
      digests.add(bench.advanceTo(at, slice).digest());
    }
    assertTrue(bench.output.toString(US_ASCII).startsWith(TYPED + TYPED), bench.output.toString(US_ASCII));
    return digests;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 3", "1, 4096", "1, 9973", "4, 1", "4, 3", "4, 4095", "4, 4096", "4, 4097", "4, 9973"})
  void slicesOfAnyLengthGiveTheSameState(int harts, long slice) {
    assertEquals(digests(harts, 1 << 20), digests(harts, slice));
  }

  @Test
  void allHartsTakeTurns() {
    Bench bench = new Bench(4, SliceTest::busyProgram).advanceTo(END, 1 << 20);
    for (int i = 0; i < 4; i++) {
      assertTrue(bench.hart(i).steps() > END / 8, "hart " + i + " took " + bench.hart(i).steps());
    }
  }

  @Test
  void theDigestSeesADifferenceOfOneByteOfInput() {
    Bench one = new Bench(1, SliceTest::busyProgram).advanceTo(1000, 1 << 20);
    Bench other = new Bench(1, SliceTest::busyProgram).advanceTo(1000, 1 << 20);
    assertEquals(one.digest(), other.digest());
    one.machine.apply(new InputEvent.ConsoleInput(new byte[] {1}));
    other.machine.apply(new InputEvent.ConsoleInput(new byte[] {2}));
    assertNotEquals(one.advanceTo(5000, 1 << 20).digest(), other.advanceTo(5000, 1 << 20).digest());
  }

  @Test
  void aResetStartsTheSameProgramAgain() {
    Bench bench = new Bench(4, SliceTest::busyProgram).advanceTo(END, 1 << 20);
    bench.machine.apply(new InputEvent.Reset());
    assertEquals(0, bench.hart(3).steps());
    bench.advanceTo(END + 100_000, 1 << 20);
    assertTrue(bench.hart(3).steps() > 10_000);
  }
}
