// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares random programs until so many instructions have been compared.
 *
 * <pre>
 * OracleMain [instructions, default 100000000] [seed]
 * </pre>
 */
public final class OracleMain {
  private static final int VARIANTS = 4;
  private static final int PROGRAMS = Layout.MAX_RUNS / VARIANTS;
  private static final int REPORTED = 5;

  public static void main(String[] args) {
    long wanted = args.length > 0 ? Long.parseLong(args[0]) : 100_000_000;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    Coverage coverage = new Coverage();
    int failures = 0;
    for (long batch = seed; coverage.total() < wanted && failures == 0; batch++) {
      List<Program> programs = new ArrayList<>();
      for (int i = 0; i < PROGRAMS; i++) {
        programs.add(make(args.length > 2 ? args[2] : "", batch * 1_000_003 + i));
      }
      Image image = Image.of(programs, VARIANTS);
      long t0 = System.nanoTime();
      GuestMemory own = OwnMachine.run(image);
      long t1 = System.nanoTime();
      GuestMemory reference = Qemu.run(image);
      long t2 = System.nanoTime();
      OwnMachine.runCounting(image, coverage);
      long t3 = System.nanoTime();
      List<Difference> found = Oracle.compare(image, own, reference);
      System.out.printf("batch %d: %d compared, %d differ; ms %d %d %d%n", batch, coverage.total(),
          found.size(), (t1 - t0) / 1_000_000, (t2 - t1) / 1_000_000, (t3 - t2) / 1_000_000);
      failures = found.size();
      report(image, found);
    }
  }

  private static Program make(String kind, long seed) {
    return switch (kind) {
      case "code" -> CodePrograms.make(seed);
      case "system" -> SystemPrograms.make(seed);
      case "paging" -> PagingPrograms.make(seed);
      case "pmp" -> PmpPrograms.make(seed);
      default -> seed % 2 == 0 ? CodePrograms.make(seed) : SystemPrograms.make(seed);
    };
  }

  /** Tells of a few differences, of different programs and about different things. */
  private static void report(Image image, List<Difference> found) {
    Set<Object> seen = new HashSet<>();
    int reported = 0;
    for (Difference difference : found) {
      Image.Run run = image.runs().get(difference.run());
      boolean known = !seen.add(run.program());
      known |= difference.offset() >= Layout.IN && !seen.add(difference.kind());
      if (known || reported == REPORTED) {
        continue;
      }
      reported++;
      System.out.print(describe(Shrinker.shrink(run), difference));
    }
  }

  private static String describe(Image.Run shortest, Difference difference) {
    Image alone = new Image(List.of(shortest));
    GuestMemory own = OwnMachine.run(alone);
    List<Difference> again = Oracle.compare(alone, own, Qemu.run(alone));
    String text = again.isEmpty() ? difference.describe() + ", but not alone" : again.get(0).describe();
    return Failure.describe(alone, own, text);
  }

  private OracleMain() {}
}
