// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.bootlink.isa.Insn;

/**
 * The oracle's parts of docs/conformance.md, each between two marks: what is not compared, and one for each choice
 * of kinds of programs that a run was about. The rest of the file is others'.
 */
final class ConformanceTable {
  private static final String TITLE = "# Conformance\n\n";
  private static final int PER_LINE = 6;

  /** @param kinds of programs, with commas between; all if empty */
  static void write(Path file, Comparison comparison, String kinds) throws IOException {
    String text = Files.exists(file) ? Files.readString(file) : TITLE;
    text = replace(text, "lists", lists());
    text = replace(text, kinds.isEmpty() ? "all kinds" : kinds, counts(comparison));
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    Files.writeString(file, text);
  }

  /** {@code old} with another content between the part's marks, or at its end if it has none. */
  private static String replace(String old, String part, String content) {
    String begin = "<!-- OracleMain, " + part + ": begin -->\n";
    String end = "<!-- OracleMain, " + part + ": end -->\n";
    int from = old.indexOf(begin);
    int to = old.indexOf(end);
    return from < 0 || to < from
        ? old + "\n" + begin + content + end
        : old.substring(0, from) + begin + content + old.substring(to);
  }

  private static String lists() {
    StringBuilder text = new StringBuilder();
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
    return text.toString();
  }

  private static String counts(Comparison comparison) {
    Coverage coverage = comparison.coverage();
    String kinds = String.join(", ", coverage.kinds().keySet());
    StringBuilder text = new StringBuilder("### Programs of the kinds " + kinds + "\n\n");
    text.append(String.format("Reference: %s. %,d instructions in %,d runs, without a difference;%n"
        + "%,d of them 16 bits long, %,d illegal encodings.%n%n", Qemu.version(), coverage.total(),
        comparison.runs(), coverage.compressed(), coverage.illegal()));
    text.append("| kind | instructions |\n|---|---:|\n");
    coverage.kinds().forEach((kind, count) ->
        text.append(String.format("| %s | %,d |%n", kind, count)));
    text.append("\n<details><summary>Instructions executed</summary>\n\n");
    instructions(text, coverage);
    text.append("\n</details>\n<details><summary>CSRs accessed</summary>\n\n");
    csrs(text, coverage.csrs());
    return text.append("\n</details>\n").toString();
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
