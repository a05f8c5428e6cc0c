// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import java.util.Locale;
import org.bootlink.isa.Insn;

/** Decoded instructions in groups with names, for statistics: the rare ones each have a group of their own. */
public final class InsnGroup {
  private static final Insn[] INSNS = Insn.values();
  private static final String[] NAMES = {"not decoded yet", "end of page", "illegal", "load", "store",
      "float load", "float store", "computation", "branch or jump", "entry of a region"};

  /** Groups are numbered from 0 to below this. */
  public static final int COUNT = NAMES.length + INSNS.length;

  /** The group of the instruction of a slot with this word 0. */
  public static int of(int word0) {
    int operation = word0 >>> Op.OPERATION_SHIFT;
    if (operation >= Op.ATOMIC && operation <= Op.CONTROL) {
      return NAMES.length + (word0 >>> Op.ORDINAL_SHIFT & Op.ORDINAL_MASK);
    }
    if (operation <= Op.ILLEGAL) {
      return operation;
    }
    if (operation >= Op.LB && operation <= Op.LWU) {
      return 3;
    }
    if (operation >= Op.SB && operation <= Op.SD) {
      return 4;
    }
    if (operation >= Op.FLW && operation <= Op.FSD) {
      return operation <= Op.FLD ? 5 : 6;
    }
    return operation == Op.ENTER ? 9 : operation >= Op.BEQ ? 8 : 7;
  }

  /** What {@code group} is called: a word or two, or a mnemonic. */
  public static String name(int group) {
    return group < NAMES.length
        ? NAMES[group]
        : INSNS[group - NAMES.length].name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private InsnGroup() {}
}
