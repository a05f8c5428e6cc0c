// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bootlink.isa.Csr;
import org.bootlink.testing.Vm;

/** Two equal machines, one of which translates what it executes, looked at after slices of any length. */
final class Lockstep {
  private static final int ROUNDS = 40;
  private static final int SLICES = 8;
  private static final TranslationPolicy POLICY = new TranslationPolicy(97, 1, 1, 1, 0);
  private static final int[] CSRS = {Csr.MCAUSE, Csr.MEPC, Csr.MTVAL, Csr.MINSTRET, Csr.FCSR, Csr.MSTATUS};

  private final Vm plain;
  private final Vm translated;
  private final TranslationCounters counters;

  Lockstep(Supplier<Vm> maker) {
    this(maker, vm -> vm.translate(POLICY));
  }

  /** With a table of so many slots, and dropping everything when so many bytes are kept. */
  Lockstep(Supplier<Vm> maker, int slots, int mostBytes) {
    this(maker, vm -> vm.translate(POLICY, slots, mostBytes));
  }

  private Lockstep(Supplier<Vm> maker, Function<Vm, TranslationCounters> translate) {
    this.plain = maker.get();
    this.translated = maker.get();
    this.counters = translate.apply(translated);
  }

  /** The one that only interprets. */
  Vm plain() {
    return plain;
  }

  /** Does the same to both machines. */
  void both(Consumer<Vm> change) {
    change.accept(plain);
    change.accept(translated);
  }

  TranslationCounters counters() {
    return counters;
  }

  /**
   * Goes through slices, and has {@code restart} give both machines the same other values now and then.
   *
   * @param name of the program, for messages
   */
  void run(long seed, String name, BiConsumer<Random, Vm> restart) {
    Random random = new Random(seed);
    for (int slice = 0; slice < ROUNDS * SLICES; slice++) {
      if (slice % SLICES == 0) {
        restart.accept(new Random(seed + slice), plain);
        restart.accept(new Random(seed + slice), translated);
      }
      int steps = 1 + random.nextInt(slice % SLICES < 3 ? 300 : 12);
      step(steps, name + " seed " + seed + " slice " + slice + " of " + steps);
    }
    compareMemory(name + " seed " + seed);
  }

  /** Goes through slices of up to {@code longest} steps, many of them short, and compares memory in the end. */
  void runInSlices(int steps, int longest, String what) {
    Random random = new Random(7);
    for (int done = 0; done < steps;) {
      int slice = 1 + random.nextInt(random.nextBoolean() ? 9 : longest);
      step(slice, what + " after " + done);
      done += slice;
    }
    compareMemory(what);
    assertTrue(counters.entries() > 10, what + " was hardly translated");
  }

  void step(int steps, String where) {
    assertEquals(plain.step(steps), translated.step(steps), where);
    assertEquals(plain.pc(), translated.pc(), where);
    assertEquals(plain.hart().privilege(), translated.hart().privilege(), where);
    for (int register = 1; register < 32; register++) {
      assertEquals(plain.x(register), translated.x(register), where + " x" + register);
    }
    for (int register = 0; register < 32; register++) {
      assertEquals(plain.hart().f(register), translated.hart().f(register), where + " f" + register);
    }
    for (int csr : CSRS) {
      assertEquals(plain.csr(csr), translated.csr(csr), where + " CSR 0x" + Integer.toHexString(csr));
    }
  }

  void compareMemory(String where) {
    byte[] left = new byte[Vm.RAM_BYTES];
    byte[] right = new byte[Vm.RAM_BYTES];
    plain.ram().read(Vm.BASE, left, 0, left.length);
    translated.ram().read(Vm.BASE, right, 0, right.length);
    assertArrayEquals(left, right, where);
  }
}
