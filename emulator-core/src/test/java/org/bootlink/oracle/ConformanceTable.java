// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.bootlink.isa.Insn;

/** The oracle's part of docs/conformance.md, between two marks; the rest of the file is others'. */
final class ConformanceTable {
  private static final String BEGIN = "<!-- oracle: written by OracleMain, begin -->";
  private static final String END = "<!-- oracle: end -->";
  private static final int PER_LINE = 6;

  static void write(Path file, Comparison comparison) throws IOException {
    String old = Files.exists(file)
        ? Files.readString(file)
        : "# Conformance\n\n" + BEGIN + "\n" + END + "\n";
    int begin = old.indexOf(BEGIN);
    int end = old.indexOf(END);
    String before = begin < 0 ? old + "\n" : old.substring(0, begin);
    String after = end < 0 ? "\n" : old.substring(end + END.length());
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    Files.writeString(file, before + BEGIN + "\n" + text(comparison) + END + after);
  }

  private static String text(Comparison comparison) {
    Coverage coverage = comparison.coverage();
    StringBuilder text = new StringBuilder("## Random programs compared with QEMU\n\n");
    text.append(String.format("Reference: %s. %,d instructions in %,d runs, without a difference;%n"
        + "%,d of them 16 bits long, %,d illegal encodings.%n%n", Qemu.version(), coverage.total(),
        comparison.runs(), coverage.compressed(), coverage.illegal()));
    text.append("### Differences that are allowed\n\n| what | why | section |\n|---|---|---|\n");
    for (Differences row : Differences.values()) {
      text.append("| ").append(row.what()).append(" | ").append(row.why()).append(" | ")
          .append(row.section()).append(" |\n");
    }
    text.append("\n### Not compared\n\nQEMU 7.2 has no ");
    text.append(InsnGroups.NOT_COMPARABLE.stream().map(insn -> "`" + name(insn) + "`")
        .collect(Collectors.joining(", "))).append(".\n\n");
    for (NotGenerated row : NotGenerated.values()) {
      text.append("- ").append(row.what()).append('\n');
    }
    text.append("\n### Instructions executed\n\n");
    instructions(text, coverage);
    text.append("\n### CSRs accessed\n\n");
    csrs(text, coverage.csrs());
    return text.toString();
  }

  private static void instructions(StringBuilder text, Coverage coverage) {
    header(text);
    int column = 0;
    for (Insn insn : Insn.values()) {
      if (!InsnGroups.NOT_COMPARABLE.contains(insn)) {
        cell(text, column++, name(insn), coverage.of(insn));
      }
    }
    endRow(text, column);
  }

  private static void csrs(StringBuilder text, Map<Integer, Long> csrs) {
    header(text);
    int column = 0;
    for (Map.Entry<Integer, Long> entry : csrs.entrySet()) {
      String name = CsrNames.name(entry.getKey());
      if (name != null) {
        cell(text, column++, name, entry.getValue());
      }
    }
    endRow(text, column);
  }

  private static void header(StringBuilder text) {
    text.append("| |").append(" |".repeat(PER_LINE - 1)).append('\n')
        .append('|').append("---|".repeat(PER_LINE)).append('\n');
  }

  private static void cell(StringBuilder text, int column, String name, long count) {
    text.append("| ").append(name).append(' ').append(String.format("%,d", count)).append(' ');
    if (column % PER_LINE == PER_LINE - 1) {
      text.append("|\n");
    }
  }

  private static void endRow(StringBuilder text, int column) {
    if (column % PER_LINE != 0) {
      text.append("| ".repeat(PER_LINE - column % PER_LINE)).append("|\n");
    }
  }

  private static String name(Insn insn) {
    return insn.name().toLowerCase().replace('_', '.');
  }

  private ConformanceTable() {}
}
