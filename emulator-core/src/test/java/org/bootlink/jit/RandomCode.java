// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bootlink.isa.Format;
import org.bootlink.isa.Insn;
import org.bootlink.testing.Formats;
import org.bootlink.testing.Vm;

/** Programs without end of one or two pages: computation, accesses, and branches in all directions. */
final class RandomCode {
  /** Registers that the code leaves alone: data, code, near the data page's end, and nowhere. */
  private static final int DATA = 8;
  private static final int CODE = 9;
  private static final int EDGE = 18;
  private static final int NOWHERE = 19;
  private static final int[] FREE = {0, 1, 5, 6, 7, 10, 11, 12, 13, 14, 15, 28};
  private static final List<Insn> COMPUTATIONS = new ArrayList<>();
  private static final List<Insn> LOADS = new ArrayList<>();
  private static final List<Insn> STORES = new ArrayList<>();
  private static final List<Insn> BRANCHES = new ArrayList<>();

  static {
    for (Insn row : Insn.values()) {
      boolean integer = row.ordinal() <= Insn.REMUW.ordinal()
          || row.ordinal() >= Insn.SH1ADD.ordinal() && row.ordinal() <= Insn.CZERO_NEZ.ordinal();
      switch (row.format()) {
        case R, R1, SHIFT, SHIFTW, U -> add(COMPUTATIONS, row, integer);
        case I -> add(COMPUTATIONS, row, integer && row != Insn.JALR);
        case LOAD -> add(LOADS, row, true);
        case S -> add(STORES, row, true);
        case B -> add(BRANCHES, row, true);
        default -> { }
      }
    }
  }

  private static void add(List<Insn> list, Insn row, boolean wanted) {
    if (wanted) {
      list.add(row);
    }
  }

  private final Random random;
  private final boolean changesItself;
  private final int length;

  RandomCode(Random random, boolean changesItself) {
    this.random = random;
    this.changesItself = changesItself;
    this.length = 20 + random.nextInt(random.nextInt(3) == 0 ? 1400 : 120);
  }

  void place(Vm vm) {
    for (int i = 0; i < length; i++) {
      vm.ram().writeI32(Vm.BASE + 4L * i, insn(i));
    }
    vm.ram().writeI32(Vm.BASE + 4L * length, Formats.j(0x6f, 0, -4L * random.nextInt(length)));
    for (long pa = Vm.DATA - 4096; pa < Vm.DATA + 8192; pa += 4) {
      vm.ram().writeI32(pa, random.nextBoolean() ? computation() : random.nextInt());
    }
    restart(random, vm);
  }

  /** Goes on elsewhere in the first instructions, with other values. */
  static void restart(Random random, Vm vm) {
    for (int register : FREE) {
      vm.set(register, random.nextBoolean() ? random.nextLong() : random.nextInt(64) - 32);
    }
    vm.hart().setPc(Vm.BASE + 4L * random.nextInt(20));
    vm.set(DATA, Vm.DATA).set(CODE, Vm.BASE + 1024).set(EDGE, Vm.DATA + 4096).set(NOWHERE, 64);
  }

  private int insn(int index) {
    int kind = random.nextInt(100);
    if (kind < 45) {
      return computation();
    }
    if (kind < 60) {
      return pick(LOADS).match() | base() << 15 | free() << 7 | offset() << 20;
    }
    if (kind < 70) {
      int base = changesItself && random.nextInt(4) == 0 ? CODE : base();
      int imm = offset() & (base == CODE ? -4 : -1);
      return pick(STORES).match() | base << 15 | free() << 20 | imm >> 5 << 25 | (imm & 31) << 7;
    }
    if (kind < 88) {
      Insn row = pick(BRANCHES);
      return Formats.b(0x63, row.match() >>> 12 & 7, free(), free(), distance(index));
    }
    if (kind < 93) {
      return Formats.j(0x6f, random.nextInt(3) == 0 ? free() : 0, distance(index));
    }
    if (kind < 96) {
      // Where a call or a trap left an address, or any even number near the code.
      return random.nextBoolean() ? Insn.JALR.match() | 1 << 15 | free() << 7
          : Insn.JALR.match() | CODE << 15 | free() << 7 | random.nextInt(400) - 200 << 22;
    }
    return switch (random.nextInt(3)) {
      case 0 -> 0x73; // ecall
      case 1 -> 0xc000_2073 | free() << 7; // csrr instret
      default -> random.nextInt();
    };
  }

  private int computation() {
    Insn row = pick(COMPUTATIONS);
    int insn = row.match() | random.nextInt() & ~row.mask();
    insn = insn & ~(31 << 7) | free() << 7;
    if (row.format() != Format.U) {
      insn = insn & ~(31 << 15) | free() << 15;
    }
    if (row.format() == Format.R) {
      insn = insn & ~(31 << 20) | free() << 20;
    }
    return insn;
  }

  private int base() {
    int kind = random.nextInt(40);
    return kind < 30 ? DATA : kind < 37 ? EDGE : kind < 38 ? free() : kind < 39 ? NOWHERE : CODE;
  }

  private int offset() {
    int offset = random.nextInt(256) - 128;
    return random.nextInt(5) == 0 ? offset : offset & -8;
  }

  private long distance(int index) {
    int target = random.nextInt(6) == 0 ? random.nextInt(length) : index + random.nextInt(24) - 12;
    target = Math.max(0, Math.min(length, target));
    return Math.max(-4096, Math.min(4094, 4L * (target - index)));
  }

  private int free() {
    return FREE[random.nextInt(FREE.length)];
  }

  private Insn pick(List<Insn> rows) {
    return rows.get(random.nextInt(rows.size()));
  }
}
