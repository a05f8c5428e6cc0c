// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import org.bootlink.isa.Decoder;
import org.bootlink.isa.Format;
import org.bootlink.isa.Insn;

/** Makes atoms that any privilege level can execute: computation, memory, jumps, compressed and illegal. */
final class CodeAtoms {
  private static final int ADDI = 0x13;
  private static final int AUIPC = 0x17;
  private static final int NEVER_IN_FCSR = 1 << 8;

  private final Rng rng;
  private final Registers registers;
  private final CompressedAtoms compressed;
  private final boolean flagsAlone;

  /** @param flagsAlone whether there may be instructions that change no more than flags */
  CodeAtoms(Rng rng, Registers registers, boolean flagsAlone) {
    this.rng = rng;
    this.flagsAlone = flagsAlone;
    this.registers = registers;
    this.compressed = new CompressedAtoms(rng, registers);
  }

  Atom next() {
    int kind = rng.below(100);
    if (kind < 26) {
      return integer();
    }
    if (kind < 52) {
      return Atom.word(floating(rng.pick(InsnGroups.FLOAT)));
    }
    if (kind < 64) {
      return memory();
    }
    if (kind < 70) {
      return atomic();
    }
    if (kind < 78) {
      return jump();
    }
    if (kind < 93) {
      return compressed.next();
    }
    return rare(kind);
  }

  private Atom rare(int kind) {
    return switch (kind) {
      case 93, 94, 95 -> floatCsr();
      case 96 -> Atom.word(rng.oneIn(2) ? 0x73 : 0x10_0073);
      case 97 -> Atom.word(random(rng.oneIn(3) ? Insn.FENCE_I : Insn.FENCE));
      case 98 -> Atom.word(illegal());
      default -> loadIntoX0();
    };
  }

  /** The row with its operand bits at random. */
  private int random(Insn row) {
    return row.match() | (int) rng.next() & ~row.mask();
  }

  /** A computation with integers. */
  Atom integer() {
    Insn row = rng.pick(InsnGroups.INTEGER);
    int insn = withRd(random(row), registers.rd());
    if (row == Insn.CTZW) {
      // QEMU 7.2 counts on in the upper half if the lower is 0: give it none.
      int temporary = registers.temporary();
      int zeroExtend = withRs1(withRd(Insn.ADD_UW.match(), temporary), registers.rs());
      return Atom.words(zeroExtend, withRs1(insn, temporary));
    }
    return Atom.word(switch (row.format()) {
      case R -> withRs2(withRs1(insn, registers.rs()), registers.rs());
      case U -> insn;
      default -> withRs1(insn, registers.rs());
    });
  }

  private int floating(Insn wanted) {
    Insn row = isToInteger(wanted) && !flagsAlone ? Insn.FMV_X_D : wanted;
    int insn = random(row);
    boolean roundingMode = (row.mask() & 0x7000) == 0;
    if (roundingMode && !rng.oneIn(8)) {
      insn = insn & ~0x7000 | rng.pick(0, 1, 2, 3, 4, 7) << 12;
    }
    String name = row.name();
    boolean toInteger = isToInteger(row);
    boolean fromInteger = name.endsWith("_X") || name.endsWith("_W") && !name.startsWith("FMV")
        || name.endsWith("_WU") || name.endsWith("_L") || name.endsWith("_LU");
    insn = withRd(insn, toInteger ? registers.rd() : registers.f());
    insn = withRs1(insn, fromInteger ? registers.rs() : registers.f());
    if (row.format() != Format.R1) {
      insn = withRs2(insn, registers.f());
    }
    return row.format() == Format.R4 ? insn & 0x07ff_ffff | registers.f() << 27 : insn;
  }

  private static boolean isToInteger(Insn row) {
    String name = row.name();
    return name.startsWith("FEQ") || name.startsWith("FL") || name.startsWith("FCLASS")
        || name.startsWith("FMV_X") || name.startsWith("FCVT_W") || name.startsWith("FCVT_L");
  }

  /** A load or store of scratch memory. */
  Atom memory() {
    Insn row = switch (rng.below(4)) {
      case 0 -> rng.pick(InsnGroups.STORES);
      case 1 -> rng.pick(InsnGroups.FLOAT_MEMORY);
      default -> rng.pick(InsnGroups.LOADS);
    };
    boolean store = row.format() == Format.S;
    boolean isFloat = InsnGroups.FLOAT_MEMORY.contains(row);
    int data = isFloat ? registers.f() : store ? registers.rs() : registers.rd();
    int base = registers.pointer();
    int near = base == 2 ? rng.below(480) : rng.oneIn(2) ? rng.between(-64, 63) : rng.between(-8, 7) << 3;
    if (rng.oneIn(3)) {
      int imm = rng.between(-1900, 1900);
      int temporary = registers.temporary();
      int adjust = addi(temporary, base, near - imm);
      if (Math.abs(near - imm) < 2048) {
        return Atom.words(adjust, memory(row, temporary, data, imm));
      }
    }
    return Atom.word(memory(row, base, data, near));
  }

  /** A load of scratch memory. */
  Atom load() {
    Insn row = rng.pick(InsnGroups.LOADS);
    return Atom.word(memory(row, registers.pointer(), registers.rd(), rng.between(0, 64)));
  }

  /** A load, store or AMO of scratch memory, aligned if the pointers are. */
  Atom aligned() {
    Insn row = switch (rng.below(4)) {
      case 0 -> rng.pick(InsnGroups.STORES);
      case 1 -> rng.pick(InsnGroups.FLOAT_MEMORY);
      case 2 -> rng.pick(InsnGroups.ATOMIC);
      default -> rng.pick(InsnGroups.LOADS);
    };
    int size = 1 << (row.match() >>> 12 & 3);
    int data = row.format() == Format.LOAD ? registers.rd() : registers.rs();
    if (InsnGroups.ATOMIC.contains(row)) {
      int insn = withRs2(withRd(random(row), registers.rd()), data);
      return Atom.word(withRs1(insn, registers.pointer()));
    }
    return Atom.word(memory(row, registers.pointer(), data, rng.between(0, 127) & -size));
  }

  private Atom loadIntoX0() {
    return Atom.word(memory(rng.pick(InsnGroups.LOADS), registers.pointer(), 0, rng.between(0, 64)));
  }

  static int memory(Insn row, int base, int data, int imm) {
    return row.format() == Format.S
        ? row.match() | base << 15 | data << 20 | imm >> 5 << 25 | (imm & 31) << 7
        : row.match() | base << 15 | data << 7 | imm << 20;
  }

  private Atom atomic() {
    if (rng.oneIn(3)) {
      return reservation();
    }
    Insn row = rng.pick(InsnGroups.ATOMIC);
    int base = registers.pointer();
    int insn = withRs2(withRd(random(row), registers.rd()), registers.rs());
    if (rng.oneIn(2)) {
      return Atom.word(withRs1(insn, base));
    }
    int temporary = registers.temporary();
    return Atom.words(addi(temporary, base, rng.between(0, 15) << 2), withRs1(insn, temporary));
  }

  /**
   * LR, perhaps something in between, SC; only to addresses at which SC can't fault, and never SC without LR:
   * whether a reservation outlives the hart's own stores is up to the machine.
   */
  private Atom reservation() {
    boolean wide = rng.oneIn(2);
    int temporary = registers.temporary();
    int lr = withRs1(withRd(random(wide ? Insn.LR_D : Insn.LR_W), registers.rd()), temporary);
    int sc = withRs1(withRd(random(wide ? Insn.SC_D : Insn.SC_W), registers.rd()), temporary);
    int offset = rng.between(-8, 7) << 3;
    int address = addi(temporary, registers.safePointer, offset);
    sc = withRs2(sc, registers.rs());
    return switch (rng.below(4)) {
      case 0 -> Atom.word(withRs1(lr, registers.pointer()));
      case 1 -> Atom.words(address, lr, addi(temporary, registers.safePointer, offset ^ 64), sc);
      // A trap in between.
      case 2 -> Atom.words(address, lr, 0x73, address, sc);
      default -> Atom.words(address, lr, address, sc);
    };
  }

  private Atom jump() {
    int skip = rng.between(1, 4);
    return switch (rng.below(6)) {
      case 0 -> {
        int rd = registers.rd();
        yield new Atom(4, skip, (pc, target) -> Atom.halves(Encode.jal(rd, (int) (target - pc))));
      }
      case 1 -> {
        int temporary = registers.temporary();
        int rd = registers.rd();
        int spread = rng.between(-1000, 1000);
        int odd = rng.below(2);
        // auipc rounds to where it is; addi takes that back, jalr adds the rest.
        yield new Atom(12, skip, (pc, target) -> Atom.halves(
            AUIPC | temporary << 7,
            addi(temporary, temporary, spread),
            Insn.JALR.match() | rd << 7 | temporary << 15 | (int) (target - pc - spread | odd) << 20));
      }
      case 2 -> compressed.jump(skip);
      case 3 -> compressed.branch(skip);
      default -> {
        Insn row = rng.pick(InsnGroups.BRANCHES);
        int rs1 = registers.rs();
        int rs2 = rng.oneIn(8) ? rs1 : registers.rs();
        yield new Atom(4, skip,
            (pc, target) -> Atom.halves(Encode.branch(row, rs1, rs2, (int) (target - pc))));
      }
    };
  }

  /** QEMU 7.2 takes CSRRS and CSRRC by a register that holds 0 for reads: here it never does. */
  private Atom floatCsr() {
    Insn row = rng.pick(InsnGroups.CSR);
    int insn = withRd(random(row), registers.rd()) & 0xf_ffff | rng.between(1, 3) << 20;
    if (rng.oneIn(3)) {
      return Atom.word(withRs1(insn, 0));
    }
    if (row != Insn.CSRRS && row != Insn.CSRRC) {
      return Atom.word(withRs1(insn, registers.rs()));
    }
    int temporary = registers.temporary();
    return Atom.words(Insn.ORI.match() | temporary << 7 | registers.rs() << 15 | NEVER_IN_FCSR << 20,
        withRs1(insn, temporary));
  }

  /** An encoding that is neither here nor in QEMU 7.2 an instruction. */
  private int illegal() {
    while (true) {
      Insn like = Insn.values()[rng.below(Insn.values().length)];
      int insn = random(like) ^ 1 << rng.between(2, 31) ^ (rng.oneIn(2) ? 1 << rng.between(2, 31) : 0);
      if (Decoder.decode(insn) == null && Illegal.everywhere(insn)) {
        return insn;
      }
    }
  }

  static int addi(int rd, int rs1, int imm) {
    return ADDI | rd << 7 | rs1 << 15 | imm << 20;
  }

  static int withRd(int insn, int rd) {
    return insn & ~(31 << 7) | rd << 7;
  }

  static int withRs1(int insn, int rs1) {
    return insn & ~(31 << 15) | rs1 << 15;
  }

  static int withRs2(int insn, int rs2) {
    return insn & ~(31 << 20) | rs2 << 20;
  }
}
