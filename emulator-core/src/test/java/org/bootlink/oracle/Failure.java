// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes a run that fails: its code, what it starts from and where it trapped. */
final class Failure {
  private static final Pattern OPERANDS = Pattern.compile(
      "(?:c:)?(f?)\\w+ rd=(\\d+) rs1=(\\d+)(?: rs2=(\\d+))?(?: rs3=(\\d+))?");

  /**
   * @param alone an image with that run only
   * @param own what the machine leaves of it
   */
  static String describe(Image alone, GuestMemory own, String difference) {
    Program program = alone.runs().get(0).program();
    long record = Layout.record(0);
    GuestMemory before = alone.memory();
    StringBuilder text = new StringBuilder(String.format("%s seed %d variant %d: %s%n",
        program.kind(), program.seed(), alone.runs().get(0).variant(), difference));
    text.append(program.listing(before.get64(record + Layout.IN_ENTRY)));
    text.append(String.format("  record %x, mstatus %x, fcsr %x, satp %x, menvcfg %x%n", record,
        before.get64(record + Layout.IN_MSTATUS), before.get64(record + Layout.IN_FCSR),
        before.get64(record + Layout.IN_SATP), before.get64(record + Layout.IN_MENVCFG)));
    for (String register : registers(program, before.get64(record + Layout.IN_ENTRY))) {
      int number = Integer.parseInt(register.substring(1));
      int offset = (register.charAt(0) == 'x' ? Layout.X : Layout.F) + 8 * number;
      text.append(String.format("  %s %016x -> %016x%n", register, before.get64(record + offset),
          own.get64(record + offset)));
    }
    for (long pte = Layout.table(record); pte < Layout.table(record) + 4096; pte += 8) {
      if (before.get64(pte) != own.get64(pte)) {
        text.append(String.format("  pte %d %016x -> %016x%n", (pte & 4095) / 8, before.get64(pte),
            own.get64(pte)));
      }
    }
    int traps = (int) (own.get64(record + Layout.IN_NEXT_TRAP) - Layout.TRAPS) / Layout.TRAP_SIZE;
    for (int i = 0; i < Math.min(traps, 6); i++) {
      long trap = record + Layout.TRAPS + i * Layout.TRAP_SIZE;
      long va = own.get64(trap + 16);
      for (int shift = 12; shift <= 30; shift += 9) {
        long pte = Layout.table(record) + (va >>> shift & 511) * 8;
        text.append(String.format("  pte %d %x%n", va >>> shift & 511, own.get64(pte)));
      }
      text.append(String.format("  trap cause %x epc %x tval %x status %x%n", own.get64(trap),
          own.get64(trap + 8), own.get64(trap + 16), own.get64(trap + 24)));
    }
    return text.toString();
  }

  private static Set<String> registers(Program program, long pc) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = OPERANDS.matcher(program.listing(pc));
    while (matcher.find()) {
      for (int i = 2; i <= 5; i++) {
        if (matcher.group(i) != null) {
          found.add("x" + matcher.group(i));
          if (!matcher.group(1).isEmpty()) {
            found.add("f" + matcher.group(i));
          }
        }
      }
    }
    return found;
  }

  private Failure() {}
}
