// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.bootlink.isa.Cause;
import org.bootlink.testing.Formats;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;

/** Fetching: pages, compressed code, jumps, and code that changes. */
class CodeTest {
  private static final long PAGE = 4096;
  private static final int ADDI_A0_A0_1 = Formats.i(0x13, 0, A0, A0, 1);
  private static final int ADDI_A0_A0_2 = Formats.i(0x13, 0, A0, A0, 2);

  private final Vm vm = new Vm();

  @Test
  void executionGoesOnInTheNextPage() {
    long end = vm.load(Vm.BASE + PAGE - 4, a -> a.addi(A0, A0, 1).addi(A0, A0, 2));
    vm.hart().setPc(Vm.BASE + PAGE - 4);
    vm.runTo(end);
    assertEquals(3, vm.x(A0));
  }

  @Test
  void anInstructionMayCrossAPage() {
    long end = vm.load(Vm.BASE + PAGE - 2, a -> a.addi(A0, A0, 1).addi(A0, A0, 2));
    vm.hart().setPc(Vm.BASE + PAGE - 2);
    vm.runTo(end);
    assertEquals(3, vm.x(A0));
    assertNull(vm.trap());
  }

  @Test
  void aChangeOfTheSecondHalfOfACrossingInstructionIsSeen() {
    long at = Vm.BASE + PAGE - 2;
    long end = vm.load(at, a -> a.addi(A0, A0, 1));
    vm.hart().setPc(at);
    vm.runTo(end);
    vm.ram().writeI16(at + 2, ADDI_A0_A0_2 >>> 16);
    vm.hart().setPc(at);
    vm.runTo(end);
    assertEquals(3, vm.x(A0));
  }

  @Test
  void aCrossingInstructionAtTheEndOfRamFaultsAtItsSecondHalf() {
    long end = Vm.BASE + Vm.RAM_BYTES;
    vm.ram().writeI16(end - 2, ADDI_A0_A0_1);
    vm.hart().setPc(end - 2);
    vm.step(1);
    assertEquals(Vm.Trap.inM(Cause.INSTRUCTION_ACCESS_FAULT, end - 2, end), vm.trap());
  }

  @Test
  void compressedAndFullInstructionsMix() {
    vm.set(A0, 0).run(a -> a.cLi(A0, 5).addi(A0, A0, 1).cAddi(A0, 2).add(A0, A0, A0));
    assertEquals(16, vm.x(A0));
  }

  @Test
  void aJumpIntoTheMiddleOfAnInstructionExecutesWhatIsThere() {
    vm.load(a -> a.half(0x0537).half(0x0505)); // lui a0,... whose second half is c.addi a0,1
    vm.hart().setPc(Vm.BASE + 2);
    vm.runTo(Vm.BASE + 4);
    assertEquals(1, vm.x(A0));
    vm.hart().setPc(Vm.BASE);
    vm.runTo(Vm.BASE + 4);
    assertEquals(0x0505_0000, vm.x(A0));
  }

  @Test
  void linkRegistersHoldTheAddressBehindTheJump() {
    vm.run(a -> a.jal(RA, "next").label("next").la(A1, "end").jalr(T0, A1, 0).label("end"));
    assertEquals(Vm.insn(1), vm.x(RA));
    assertEquals(Vm.insn(4), vm.x(T0));
  }

  @Test
  void jalrClearsTheLowestBitAndReadsItsBaseBeforeItLinks() {
    vm.set(A1, Vm.insn(2) | 1).run(a -> a.jalr(A1, A1, 0).nop());
    assertEquals(Vm.insn(1), vm.x(A1));
    assertNull(vm.trap());
  }

  @Test
  void farBranchesAndJumpsReachOtherPages() {
    vm.run(a -> a.beq(ZERO, ZERO, "there").space(3800).label("there").space(0)
        .jal(RA, "far").space(8192).label("far").nop());
    assertNull(vm.trap());
    assertEquals(Vm.BASE + 4 + 3800 + 4, vm.x(RA));
  }

  @Test
  void aJumpOutOfMemoryFaultsAtItsTarget() {
    vm.set(A1, 0x10).run(a -> a.jalr(RA, A1, 0));
    assertEquals(Vm.Trap.inM(Cause.INSTRUCTION_ACCESS_FAULT, 0x10, 0x10), vm.trap());
    assertEquals(Vm.insn(1), vm.x(RA));
  }

  @Test
  void selfModifyingCodeIsCoherent() {
    vm.set(A1, Vm.insn(2)).set(A2, ADDI_A0_A0_2).set(A3, 2)
        .run(a -> a.nop().label("again").nop().addi(A0, A0, 1).sw(A2, 0, A1)
            .addi(A3, A3, -1).bnez(A3, "again"));
    assertEquals(3, vm.x(A0));
  }

  @Test
  void anInstructionMayReplaceTheNext() {
    vm.set(A1, Vm.insn(1)).set(A2, ADDI_A0_A0_2).load(a -> a.sw(A2, 0, A1).addi(A0, A0, 1));
    vm.step(2);
    assertEquals(2, vm.x(A0));
  }

  @Test
  void aStoreIntoTheSecondHalfOfAnInstructionIsSeen() {
    vm.set(A1, Vm.insn(1)).set(A2, ADDI_A0_A0_2 >>> 16).load(a -> a.sh(A2, 2, A1).addi(A0, A0, 1));
    vm.step(2);
    vm.hart().setPc(Vm.insn(1));
    vm.step(1);
    assertEquals(4, vm.x(A0));
  }

  @Test
  void aPageThatIsStoredToAgainAndAgainExecutesRightAfterwards() {
    long data = Vm.BASE + 0x800;
    vm.set(A1, data).set(A3, 40).run(a -> a.label("again").sd(A3, 0, A1).addi(A0, A0, 1)
        .addi(A3, A3, -1).bnez(A3, "again").addi(A0, A0, 2));
    assertEquals(42, vm.x(A0));
    vm.ram().writeI32(Vm.insn(1), ADDI_A0_A0_2);
    vm.set(A0, 0).set(A3, 40).hart().setPc(Vm.BASE);
    vm.runTo(Vm.insn(5));
    assertEquals(82, vm.x(A0));
  }

  @Test
  void aPageThatWasDataAndWritableBecomesCode() {
    long code = Vm.DATA;
    vm.set(A1, code).set(A2, ADDI_A0_A0_1).run(a -> a.sw(A2, 0, A1).sw(A2, 4, A1));
    vm.hart().setPc(code);
    vm.runTo(code + 8);
    vm.set(A2, ADDI_A0_A0_2).hart().setPc(Vm.BASE);
    vm.runTo(Vm.insn(2));
    vm.hart().setPc(code);
    vm.runTo(code + 8);
    assertEquals(6, vm.x(A0));
  }

  @Test
  void morePagesOfCodeThanThePoolHoldsAreExecuted() {
    for (int i = 0; i < 20; i++) {
      vm.load(Vm.DATA + i * PAGE, a -> a.addi(A0, A0, 1).ret());
    }
    vm.set(A1, Vm.DATA).set(A2, 20).set(A3, PAGE)
        .run(a -> a.label("next").jalr(RA, A1, 0).add(A1, A1, A3).addi(A2, A2, -1).bnez(A2, "next"));
    assertEquals(20, vm.x(A0));
  }

  @Test
  void aPageThatTheGuestZeroesIsIllegal() {
    vm.run(a -> a.nop());
    vm.ram().writeI32(Vm.BASE, 0);
    vm.hart().setPc(Vm.BASE);
    vm.step(1);
    assertEquals(Vm.Trap.inM(Cause.ILLEGAL_INSTRUCTION, Vm.BASE, 0), vm.trap());
  }

  @Test
  void aSliceOfAnyLengthStopsExactlyThere() {
    vm.load(a -> a.label("loop").addi(A0, A0, 1).addi(A1, A1, 1).j("loop"));
    for (int length = 1; length < 40; length++) {
      long before = vm.hart().steps();
      assertEquals(length, vm.step(length));
      assertEquals(length, vm.hart().steps() - before);
    }
    assertEquals((39 * 40 / 2 + 2) / 3, vm.x(A0));
  }
}
