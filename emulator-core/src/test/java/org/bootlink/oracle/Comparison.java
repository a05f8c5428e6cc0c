// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares batch after batch until so many instructions have been compared, or something differs. Every
 * image runs three times: here at full speed, here step by step, which must leave the same and counts what
 * is executed, and in QEMU.
 */
final class Comparison {
  private static final int REPORTED = 5;

  private final Coverage coverage = new Coverage();
  private final StringBuilder failures = new StringBuilder();
  private long runs;
  private long nextBatch;

  /**
   * @param instructions how many to compare at least
   * @param kinds of programs, with commas between; all if empty
   * @return whether nothing differed
   */
  boolean run(long instructions, long firstBatch, String kinds) {
    nextBatch = firstBatch;
    while (coverage.total() < instructions && failures.length() == 0) {
      compare(Programs.batch(nextBatch++, kinds));
    }
    return failures.length() == 0;
  }

  Coverage coverage() {
    return coverage;
  }

  /** The first batch that was not compared. */
  long nextBatch() {
    return nextBatch;
  }

  long runs() {
    return runs;
  }

  String failures() {
    return failures.toString();
  }

  private void compare(Image image) {
    GuestMemory own = OwnMachine.run(image);
    GuestMemory stepped = OwnMachine.runCounting(image, coverage);
    runs += image.runs().size();
    if (!own.sameAs(stepped)) {
      failures.append("a run in slices of one step leaves something else than a run in long slices\n");
    }
    report(image, Oracle.compare(image, own, Qemu.run(image)));
  }

  /** Tells of a few differences, of different programs and about different things. */
  private void report(Image image, List<Difference> found) {
    Set<Object> seen = new HashSet<>();
    int reported = 0;
    for (Difference difference : found) {
      Image.Run run = image.runs().get(difference.run());
      boolean known = !seen.add(run.program());
      known |= difference.offset() >= Layout.IN && !seen.add(difference.kind());
      if (!known && reported < REPORTED) {
        reported++;
        failures.append(describe(Shrinker.shrink(run), difference));
      }
    }
  }

  private static String describe(Image.Run shortest, Difference difference) {
    Image alone = new Image(List.of(shortest));
    GuestMemory own = OwnMachine.run(alone);
    List<Difference> again = Oracle.compare(alone, own, Qemu.run(alone));
    if (again.isEmpty()) {
      return Failure.describe(alone, own, difference.describe() + ", but not alone");
    }
    return Failure.describe(alone, own, again.get(0).describe())
        + "  as a test: " + FailureTest.write(alone, again.get(0)) + "\n";
  }
}
