// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bootlink.exec.FloatInsn;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Format;
import org.bootlink.isa.Insn;
import org.bootlink.testing.Formats;
import org.bootlink.testing.Vm;

/** Programs without end that compute with floating-point registers, and use memory atomically. */
final class RandomFloatCode {
  private static final int DATA = 8;
  private static final int EDGE = 18;
  private static final int[] FREE = {0, 5, 6, 7, 10, 11};
  private static final int FLOATS = 8;
  private static final List<Insn> COMPUTATIONS = new ArrayList<>();
  private static final List<Insn> ATOMICS = new ArrayList<>();
  private static final Insn[] ACCESSES = {Insn.FLW, Insn.FLD, Insn.FSW, Insn.FSD};
  private static final long BOX = -1L << 32;

  static {
    for (Insn row : Insn.values()) {
      if (row.format() == Format.AMO) {
        ATOMICS.add(row);
      } else if (row.ordinal() >= Insn.FMADD_S.ordinal() && row.ordinal() <= Insn.FCVT_D_S.ordinal()
          && row.format() != Format.LOAD && row.format() != Format.S) {
        COMPUTATIONS.add(row);
      }
    }
  }

  private final Random random;
  /** How many in a hundred instructions have a rounding mode of their own. */
  private final int modes;
  private final int length;

  RandomFloatCode(Random random) {
    this.random = random;
    this.modes = random.nextInt(3) * 20;
    this.length = 20 + random.nextInt(100);
  }

  void place(Vm vm) {
    for (int i = 0; i < length; i++) {
      vm.ram().writeI32(Vm.BASE + 4L * i, insn(i));
    }
    vm.ram().writeI32(Vm.BASE + 4L * length, Formats.j(0x6f, 0, -4L * length));
    restart(random, vm);
  }

  /** Goes on at the first instruction with other values, rounding mode and flags. */
  static void restart(Random random, Vm vm) {
    for (int register : FREE) {
      vm.set(register, integer(random));
    }
    for (int register = 0; register < FLOATS; register++) {
      vm.hart().setF(register, operand(random));
    }
    for (long pa = Vm.DATA - 256; pa < Vm.DATA + 256; pa += 8) {
      vm.ram().writeI64(pa, operand(random));
    }
    vm.set(DATA, Vm.DATA).set(EDGE, Vm.DATA + 4094);
    vm.set(Csr.MSTATUS).to((long) (random.nextInt(6) == 0 ? random.nextInt(4) : 3) << 13);
    int rm = random.nextInt(3) == 0 ? random.nextInt(8) : 0;
    vm.set(Csr.FCSR).to(rm << 5 | (random.nextInt(3) == 0 ? random.nextInt(32) : 1));
    if (random.nextInt(8) == 0) {
      vm.set(Csr.MSTATUS).to(1L << 13);
    }
    vm.hart().setPc(Vm.BASE);
  }

  private static long integer(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(64) - 32;
      case 1 -> random.nextInt();
      case 2 -> random.nextLong() >> random.nextInt(64);
      default -> random.nextLong();
    };
  }

  /** Often near the special values, sometimes a single, sometimes a badly boxed one. */
  static long operand(Random random) {
    boolean single = random.nextBoolean();
    int fractionBits = single ? 23 : 52;
    int exponents = single ? 255 : 2047;
    long exponent = switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> exponents;
      case 2 -> random.nextInt(exponents);
      case 3 -> random.nextBoolean() ? 1 : exponents - 1;
      default -> exponents / 2 + random.nextInt(2 * fractionBits) - fractionBits;
    };
    long fraction = switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> 1L << random.nextInt(fractionBits);
      case 2 -> (1L << fractionBits) - 1 - random.nextInt(2);
      default -> random.nextLong();
    };
    long value = exponent << fractionBits | fraction & (1L << fractionBits) - 1;
    value |= (random.nextBoolean() ? 1L : 0) << (single ? 31 : 63);
    return single && random.nextInt(16) != 0 ? BOX | value : value;
  }

  private int insn(int index) {
    int kind = random.nextInt(100);
    if (kind < 70) {
      return computation();
    }
    if (kind < 80) {
      return access();
    }
    if (kind < 88) {
      Insn row = ATOMICS.get(random.nextInt(ATOMICS.size()));
      int rs2 = (row.mask() >>> 20 & 31) == 0 ? free() : 0;
      return row.match() | random.nextInt(4) << 25 | free() << 7 | DATA << 15 | rs2 << 20;
    }
    if (kind < 92) {
      return Insn.ADDI.match() | DATA << 7 | DATA << 15
          | (random.nextInt(10) == 0 ? random.nextInt(9) - 4 : 8 * (random.nextInt(5) - 2)) << 20;
    }
    if (kind < 97) {
      int distance = 4 * (random.nextInt(24) - 12);
      int target = Math.max(-4 * index, Math.min(4 * (length - index), distance));
      return Formats.b(0x63, random.nextInt(4) == 0 ? 1 : 4 + random.nextInt(4), free(), free(), target);
    }
    // csrrw: flags, rounding mode, or both
    return 0x1073 | (1 + random.nextInt(3)) << 20 | free() << 7 | free() << 15;
  }

  private int computation() {
    Insn row = COMPUTATIONS.get(random.nextInt(COMPUTATIONS.size()));
    int insn = row.match() | field(row, 27, random.nextInt(FLOATS)) | field(row, 20, random.nextInt(FLOATS));
    insn |= (FloatInsn.readsInteger(row) ? free() : random.nextInt(FLOATS)) << 15;
    insn |= (FloatInsn.writesInteger(row) ? free() : random.nextInt(FLOATS)) << 7;
    if (FloatInsn.hasRm(row)) {
      insn |= (random.nextInt(100) < modes ? random.nextInt(8) : 7) << 12;
    }
    return insn;
  }

  private static int field(Insn row, int shift, int value) {
    return (row.mask() >>> shift & 31) == 0 ? value << shift : 0;
  }

  private int access() {
    Insn row = ACCESSES[random.nextInt(ACCESSES.length)];
    int base = random.nextInt(12) == 0 ? EDGE : DATA;
    int imm = random.nextInt(5) == 0 ? random.nextInt(256) - 128 : 8 * (random.nextInt(32) - 16);
    int register = random.nextInt(FLOATS);
    return row.match() | base << 15
        | (row.format() == Format.S ? register << 20 | imm >> 5 << 25 | (imm & 31) << 7
            : register << 7 | imm << 20);
  }

  private int free() {
    return FREE[random.nextInt(FREE.length)];
  }
}
