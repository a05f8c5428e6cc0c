// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.Map;
import java.util.TreeMap;
import org.bootlink.isa.Compressed;
import org.bootlink.isa.Decoder;
import org.bootlink.isa.Format;
import org.bootlink.isa.Insn;

/** How often programs executed what; the monitor's own instructions don't count. */
final class Coverage {
  private final long[] instructions = new long[Insn.values().length];
  private final Map<Integer, Long> csrs = new TreeMap<>();
  private final Map<String, Long> kinds = new TreeMap<>();
  private long compressed;
  private long illegal;
  private long total;

  /** Counts the instruction at {@code pc} if a program of {@code image} has it there. */
  void count(long pc, Image image) {
    long pa = pc & ~Layout.USER_ALIAS;
    if (pa < Layout.CODE || pa >= image.codeEnd()) {
      return;
    }
    total++;
    kinds.merge(image.kindAt(pa), 1L, Long::sum);
    int first = image.memory().get16(pa);
    boolean wide = (first & 3) == 3;
    compressed += wide ? 0 : 1;
    int insn = wide ? first | image.memory().get16(pa + 2) << 16 : Compressed.expand(first);
    Insn row = Decoder.decode(insn);
    if (row == null) {
      illegal++;
      return;
    }
    instructions[row.ordinal()]++;
    if (row.format() == Format.CSR || row.format() == Format.CSRI) {
      csrs.merge(insn >>> 20, 1L, Long::sum);
    }
  }

  long total() {
    return total;
  }

  long compressed() {
    return compressed;
  }

  long illegal() {
    return illegal;
  }

  long of(Insn insn) {
    return instructions[insn.ordinal()];
  }

  /** Instructions by the kind of program. */
  Map<String, Long> kinds() {
    return kinds;
  }

  Map<Integer, Long> csrs() {
    return csrs;
  }
}
