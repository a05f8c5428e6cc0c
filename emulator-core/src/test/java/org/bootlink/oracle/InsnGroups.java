// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bootlink.isa.Format;
import org.bootlink.isa.Insn;

/** The instruction table by what a generator has to observe. */
final class InsnGroups {
  /** What QEMU 7.2 has not: Zicond, Zawrs, Zicbom, Zicboz. */
  static final List<Insn> NOT_COMPARABLE = between(Insn.CZERO_EQZ, Insn.CBO_ZERO, row -> true);

  static final List<Insn> FLOAT_MEMORY = List.of(Insn.FLW, Insn.FLD, Insn.FSW, Insn.FSD);
  static final List<Insn> INTEGER = integer();
  static final List<Insn> LOADS = of(row -> row.format() == Format.LOAD && !isFloat(row));
  static final List<Insn> STORES = of(row -> row.format() == Format.S && !isFloat(row));
  static final List<Insn> FLOAT =
      between(Insn.FMADD_S, Insn.FCVT_D_S, row -> !FLOAT_MEMORY.contains(row));
  static final List<Insn> ATOMIC = of(row -> row.format() == Format.AMO && !isReservation(row));
  static final List<Insn> BRANCHES = of(row -> row.format() == Format.B);
  static final List<Insn> CSR = of(row -> row.format() == Format.CSR || row.format() == Format.CSRI);

  private static List<Insn> integer() {
    List<Insn> all = between(Insn.LUI, Insn.REMUW, InsnGroups::isComputation);
    all.addAll(between(Insn.SH1ADD, Insn.BSETI, InsnGroups::isComputation));
    return all;
  }

  private static boolean isComputation(Insn row) {
    return switch (row.format()) {
      case R, R1, SHIFT, SHIFTW, U -> true;
      case I -> row != Insn.JALR;
      default -> false;
    };
  }

  private static boolean isFloat(Insn row) {
    return FLOAT_MEMORY.contains(row);
  }

  private static boolean isReservation(Insn row) {
    return row == Insn.LR_W || row == Insn.LR_D || row == Insn.SC_W || row == Insn.SC_D;
  }

  private static List<Insn> of(Predicate<Insn> wanted) {
    return between(Insn.values()[0], Insn.values()[Insn.values().length - 1], wanted);
  }

  private static List<Insn> between(Insn first, Insn last, Predicate<Insn> wanted) {
    List<Insn> found = new ArrayList<>();
    for (Insn row : Insn.values()) {
      if (row.ordinal() >= first.ordinal() && row.ordinal() <= last.ordinal() && wanted.test(row)) {
        found.add(row);
      }
    }
    return found;
  }

  private InsnGroups() {}
}
