// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Compares random programs with QEMU until so many instructions have been compared, and writes what was
 * covered into docs/conformance.md, now and then and at the end, in a part of its own for each choice of kinds.
 *
 * <pre>
 * OracleMain [instructions, default 100000000] [first batch, default 1] [file or -] [kinds of programs]
 * </pre>
 *
 * <p>Kinds have commas between, as in {@code loops,locked}; all if left out. They are described in
 * {@link Programs}.
 */
public final class OracleMain {
  private static final long DEFAULT_INSTRUCTIONS = 100_000_000;
  private static final long INSTRUCTIONS_PER_TABLE = 2_000_000;

  public static void main(String[] args) throws IOException {
    long instructions = args.length > 0 ? Long.parseLong(args[0]) : DEFAULT_INSTRUCTIONS;
    long firstBatch = args.length > 1 ? Long.parseLong(args[1]) : 1;
    String file = args.length > 2 ? args[2] : "docs/conformance.md";
    Comparison comparison = new Comparison();
    String kinds = args.length > 3 ? args[3] : "";
    boolean same = true;
    long batch = firstBatch;
    while (same && comparison.coverage().total() < instructions) {
      long next = Math.min(instructions, comparison.coverage().total() + INSTRUCTIONS_PER_TABLE);
      same = comparison.run(next, batch, kinds);
      batch = comparison.nextBatch();
      if (same && !file.equals("-")) {
        ConformanceTable.write(Path.of(file), comparison, kinds);
      }
    }
    System.out.print(comparison.failures());
    System.out.println(comparison.coverage().total() + " instructions compared in " + comparison.runs()
        + " runs: " + (same ? "no difference" : "they differ"));
    System.exit(same ? 0 : 1);
  }

  private OracleMain() {}
}
