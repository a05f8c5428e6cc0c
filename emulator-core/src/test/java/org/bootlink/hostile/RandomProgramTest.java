// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import static org.bootlink.testing.Reg.*;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Insn;
import org.bootlink.testing.Assembler;

/**
 * Bytes that were never meant as a program, in M-mode, S-mode and U-mode on both harts, with any CSR contents,
 * page tables of random entries and interrupts enabled.
 */
@AddLifecycleHook(TimeBudget.class)
class RandomProgramTest {
  static final int MAX_STEPS = 30_000;
  private static final long HANDLER = GuestImage.RAM + 0x800;
  private static final long REGISTERS = GuestImage.RAM + 0x3000;
  private static final long CODE = GuestImage.RAM + 0x4000;
  private static final int CODE_BYTES = 0x3000;
  static final long TABLES = GuestImage.RAM + 0x1_0000;
  private static final int TABLE_PAGES = 16;

  private static final Insn[] INSNS = Insn.values();
  private static final int[] CSRS = {
    Csr.MSTATUS, Csr.MEDELEG, Csr.MIDELEG, Csr.MIE, Csr.MIP, Csr.MTVEC, Csr.STVEC, Csr.MENVCFG, Csr.SENVCFG,
    Csr.MCOUNTEREN, Csr.SCOUNTEREN, Csr.MCOUNTINHIBIT, Csr.STIMECMP, Csr.SATP, Csr.FCSR, Csr.MSCRATCH,
    Csr.SSCRATCH, Csr.SEPC, Csr.PMPCFG0, Csr.PMPCFG0 + 2, Csr.PMPADDR0, Csr.PMPADDR0 + 1, Csr.PMPADDR0 + 15,
    Csr.MCYCLE, Csr.MINSTRET, Csr.MISA, Csr.SIE,
  };

  private static final Figures PROGRAMS = new Figures("random programs, M, S and U");

  /** What a CSR is written before the program begins. */
  record CsrValue(int csr, long value) {
    @Override
    public String toString() {
      return "csr 0x" + Integer.toHexString(csr) + " = 0x" + Long.toHexString(value);
    }
  }

  @AfterContainer
  static void report() {
    PROGRAMS.report();
  }

  @Property(seed = TimeBudget.SEED, tries = Integer.MAX_VALUE, edgeCases = EdgeCasesMode.NONE)
  void anyProgram(
      @ForAll("modes") int mode,
      @ForAll boolean handled,
      @ForAll("csrs") List<CsrValue> csrs,
      @ForAll("words") List<Integer> words,
      @ForAll long seed) {
    Arena.fight(PROGRAMS, image(mode, handled, csrs, words, seed), MAX_STEPS);
  }

  /**
   * A guest that executes {@code words} again and again.
   *
   * @param handled whether traps come back to it
   * @param seed of registers and page tables
   */
  static GuestImage image(int mode, boolean handled, List<CsrValue> csrs, List<Integer> words, long seed) {
    GuestImage image = new GuestImage();
    Rng rng = new Rng(seed);
    image.put(GuestImage.RAM, start(mode, handled, csrs));
    image.put(HANDLER, handler());
    for (int i = 0; i < 32; i++) {
      image.put64(REGISTERS + 8 * i, register(rng));
    }
    for (int i = 0; i < CODE_BYTES; i += 4) { // again and again, for jumps out of it
      image.put32(CODE + i, words.isEmpty() ? (int) rng.next() : words.get(i / 4 % words.size()));
    }
    for (int i = 0; i < TABLE_PAGES * 512; i++) {
      image.put64(TABLES + 8 * i, pte(rng));
    }
    return image;
  }

  private static byte[] start(int mode, boolean handled, List<CsrValue> csrs) {
    Assembler a = new Assembler(GuestImage.RAM);
    a.li(A0, HANDLER).csrw(Csr.MTVEC, A0).csrw(Csr.STVEC, A0);
    a.li(A0, -1).csrw(Csr.PMPADDR0 + 15, A0).li(A0, 0x1fL << 56).csrw(Csr.PMPCFG0 + 2, A0);
    for (CsrValue csr : csrs) {
      a.li(A0, csr.value()).csrw(csr.csr(), A0);
    }
    if (handled) { // else an early trap ends all
      a.li(A0, HANDLER).csrw(Csr.MTVEC, A0);
    }
    a.li(A0, 0x2_1800).csrrc(0, Csr.MSTATUS, A0);
    a.li(A0, 0x6080 | (long) mode << 11).csrrs(0, Csr.MSTATUS, A0);
    a.li(A0, CODE).csrw(Csr.MEPC, A0);
    a.li(T6, REGISTERS);
    for (int i = 1; i < 32; i++) {
      a.ld(i, 8 * i, T6);
    }
    return a.mret().assemble();
  }

  /** Passes over what trapped and stays in the mode that it came from, mostly; clobbers t6. */
  private static byte[] handler() {
    Assembler a = new Assembler(HANDLER);
    a.csrr(T6, Csr.MEPC).addi(T6, T6, 4).csrw(Csr.MEPC, T6);
    return a.csrr(T6, Csr.MCAUSE).blt(T6, ZERO, "interrupt").mret().label("interrupt")
        .csrr(T6, Csr.MEPC).addi(T6, T6, -4).csrw(Csr.MEPC, T6).csrw(Csr.MIE, 0).mret().assemble();
  }

  private static long register(Rng rng) {
    Devices device = Devices.values()[rng.below(Devices.values().length - 1)];
    return switch (rng.below(8)) {
      case 0 -> rng.next();
      case 1 -> rng.below(64);
      case 2, 3 -> device.pa + (rng.below(device.size) & -8);
      case 4 -> TABLES + rng.below(TABLE_PAGES * 4096);
      case 5 -> CODE + rng.below(CODE_BYTES);
      default -> GuestImage.RAM + rng.below(Victim.MEMORY_MIB << 20);
    };
  }

  /** Often a pointer to another of the tables, or a leaf with many rights somewhere in RAM. */
  private static long pte(Rng rng) {
    long table = (TABLES >> 12) + rng.below(TABLE_PAGES);
    long page = (GuestImage.RAM >> 12) + rng.below(Victim.MEMORY_MIB << 8);
    return switch (rng.below(8)) {
      case 0 -> rng.next();
      case 1 -> table << 10 | rng.below(1024);
      case 2, 3 -> table << 10 | 1;
      case 4 -> (GuestImage.RAM >> 12 << 10) | 0xcf | rng.below(2) << 4; // any level: superpages
      case 5 -> (CODE >> 12) + rng.below(3) << 10 | 0xcf | rng.below(2) << 4;
      default -> page << 10 | 0x0f | rng.below(16) << 4;
    };
  }

  @Provide
  Arbitrary<Integer> modes() {
    return Arbitraries.of(0, 1, 3);
  }

  @Provide
  Arbitrary<List<CsrValue>> csrs() {
    Arbitrary<Integer> addresses = Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.integers().between(0, CSRS.length - 1).map(i -> CSRS[i])),
        Tuple.of(1, Arbitraries.integers().between(0, 0xfff)));
    Arbitrary<Long> values = Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.longs()),
        Tuple.of(1, Arbitraries.of(0L, -1L, HANDLER, CODE, CODE | 1, 0x222L)),
        Tuple.of(2, Arbitraries.longs().between(8, 10).map(satp -> satp << 60 | TABLES >> 12)),
        Tuple.of(1, Arbitraries.longs().between(0, 0xffff)));
    return Combinators.combine(addresses, values).as(CsrValue::new).list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Integer>> words() {
    Arbitrary<Integer> known = Combinators.combine(
        Arbitraries.integers().between(0, INSNS.length - 1), Arbitraries.integers())
        .as((row, bits) -> INSNS[row].match() | bits & ~INSNS[row].mask());
    Arbitrary<Integer> csr = Combinators.combine(
        Arbitraries.integers().between(0, CSRS.length - 1), Arbitraries.integers())
        .as((index, bits) -> CSRS[index] << 20 | bits & 0xf_ff80 | 0x73);
    Arbitrary<Integer> device = Arbitraries.integers() // a load or store without offset
        .map(bits -> (bits & 1) == 0 ? bits & 0xf_ff80 | 0x03 : bits & 0x1ff_f000 | 0x23);
    return Arbitraries.frequencyOf(
        Tuple.of(6, known),
        Tuple.of(2, Arbitraries.integers()),
        Tuple.of(1, csr),
        Tuple.of(1, device)).list().ofMaxSize(200);
  }
}
