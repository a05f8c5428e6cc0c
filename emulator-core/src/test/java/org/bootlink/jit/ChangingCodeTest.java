// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.Consumer;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Insn;
import org.bootlink.isa.Privilege;
import org.bootlink.testing.Assembler;
import org.bootlink.testing.Bench;
import org.bootlink.testing.PageTable;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Translated code that is changed, or is not where it was any more. */
class ChangingCodeTest {
  private static final int STEPS = 12_000;
  private static final long FUNCTION = Vm.BASE + 0x2000;
  private static final TranslationPolicy EAGER = new TranslationPolicy(97, 1, 1, 1, 0);

  private static int addToA0(int imm) {
    return Insn.ADDI.match() | A0 << 7 | A0 << 15 | imm << 20;
  }

  /** Every 64th time stores the instruction in s1 to where s0 points, and exchanges s1 and s2. */
  private static Assembler patchNowAndThen(Assembler a) {
    return a.addi(A1, A1, 1).andi(T0, A1, 63).bnez(T0, "same")
        .sw(S1, 0, S0).mv(T1, S1).mv(S1, S2).mv(S2, T1).label("same");
  }

  private static Assembler instructions(Assembler a) {
    return a.li(S1, addToA0(2)).li(S2, addToA0(1));
  }

  private static Vm with(Consumer<Assembler> program) {
    return new Vm().load(program);
  }

  @Test
  void aLoopThatPatchesItselfDoesWhatItNowSays() {
    Lockstep lockstep = new Lockstep(() -> with(a -> patchNowAndThen(
        instructions(a).la(S0, "patched").label("loop"))
        .label("patched").addi(A0, A0, 1).j("loop")));
    lockstep.runInSlices(STEPS, 400, "a loop that patches itself");
    assertTrue(lockstep.counters().regionsDropped() > 0);
  }

  @Test
  void aFunctionOnAnotherPageThatIsPatchedDoesWhatItNowSays() {
    Lockstep lockstep = new Lockstep(() -> {
      Vm vm = with(a -> patchNowAndThen(instructions(a).li(S0, FUNCTION + 4).li(S3, FUNCTION).label("loop"))
          .jalr(RA, S3, 0).j("loop"));
      vm.load(FUNCTION, a -> a.xor(A2, A2, A0).addi(A0, A0, 1).slli(A3, A0, 1).ret());
      return vm;
    });
    lockstep.runInSlices(STEPS, 400, "a function that is patched");
    assertTrue(lockstep.counters().regionsDropped() > 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void codeWhosePageIsRemappedIsThatOfTheNewPage(boolean fences) {
    long va = 0x4000_0000L;
    new Lockstep(() -> {
      Vm vm = new Vm();
      PageTable tables = new PageTable(vm, 3);
      tables.map(Vm.BASE, Vm.BASE, PageTable.RWX, 1);
      long pte = tables.map(va, FUNCTION, PageTable.RWX);
      long first = vm.ram().readI64(pte);
      long second = first + (0x1000 >> 12 << 10);
      vm.load(FUNCTION, a -> a.addi(A0, A0, 1).xor(A2, A2, A0).ret());
      vm.load(FUNCTION + 0x1000, a -> a.addi(A0, A0, 3).slli(A2, A2, 1).add(A2, A2, A0).ret());
      vm.load(a -> {
        a.li(S0, pte).li(S1, second).li(S2, first).li(S3, va).label("loop").li(T0, 60);
        a.label("inner").jalr(RA, S3, 0).addi(T0, T0, -1).bnez(T0, "inner").sd(S1, 0, S0);
        a.mv(T1, S1).mv(S1, S2).mv(S2, T1);
        (fences ? a.sfenceVma(ZERO, ZERO) : a.nop()).j("loop");
      });
      vm.set(Csr.SATP).to(tables.satp());
      return vm.enter(Privilege.S);
    }).runInSlices(STEPS, 400, "a page that is remapped");
  }

  /** Hart 1 patches the function that hart 0 calls, at moments that drift against the harts' turns. */
  private static void patchedByAnotherHart(Assembler a, boolean fences) {
    instructions(a).la(S0, "patched").csrr(T0, Csr.MHARTID).bnez(T0, "patcher");
    a.label("caller").call("function").addi(A4, A4, 1);
    if (fences) {
      a.andi(T0, A4, 15).bnez(T0, "caller").fencei();
    }
    a.j("caller");
    a.label("patcher").li(T0, 333).label("wait").addi(T0, T0, -1).bnez(T0, "wait");
    a.sw(S1, 0, S0).mv(T1, S1).mv(S1, S2).mv(S2, T1);
    if (fences) {
      a.fencei();
    }
    a.call("function").j("patcher");
    a.align(8).label("function").xor(A2, A2, A0).label("patched").addi(A0, A0, 1).slli(A3, A0, 1).ret();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void codeThatAnotherHartPatchesDoesWhatItNowSays(boolean fences) {
    Bench plain = new Bench(2, a -> patchedByAnotherHart(a, fences));
    Bench translated = new Bench(2, a -> patchedByAnotherHart(a, fences));
    TranslationCounters counters = translated.translate(EAGER);
    Random random = new Random(3);
    for (long at = 0; at < 100_000;) {
      at += 1 + random.nextInt(random.nextBoolean() ? 50 : 5000);
      plain.advanceTo(at, 1 << 20);
      translated.advanceTo(at, 1 << 20);
      for (int hart = 0; hart < 2; hart++) {
        assertEquals(plain.hart(hart).pc(), translated.hart(hart).pc(), "pc of " + hart + " at " + at);
        assertEquals(plain.hart(hart).x(A0), translated.hart(hart).x(A0), "a0 of " + hart + " at " + at);
      }
    }
    assertEquals(plain.digest(), translated.digest());
    assertTrue(counters.entries() > 10 && counters.regionsDropped() > 0);
  }
}
