// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.List;

/** The kinds of programs, and images of them. */
final class Programs {
  private static final int VARIANTS = 4;
  private static final int PROGRAMS = Layout.MAX_RUNS / VARIANTS;
  private static final int HOT_PROGRAMS = 20;
  private static final int HOT_VARIANTS = 100;
  private static final int SEEDS_PER_BATCH = 1_000_003;

  /** An image full of programs, of all kinds if {@code kind} is empty. */
  static Image batch(long batch, String kind) {
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < PROGRAMS; i++) {
      programs.add(make(kind.isEmpty() ? kindOf(i) : kind, batch * SEEDS_PER_BATCH + i));
    }
    return Image.of(programs, VARIANTS);
  }

  /** An image of a few programs, each run often enough for a translator to find it hot. */
  static Image hotBatch(long batch) {
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < HOT_PROGRAMS; i++) {
      programs.add(make(kindOf(i), batch * SEEDS_PER_BATCH + i));
    }
    return Image.of(programs, HOT_VARIANTS);
  }

  static Program make(String kind, long seed) {
    return switch (kind) {
      case "code" -> CodePrograms.make(seed);
      case "system" -> SystemPrograms.make(seed);
      case "paging" -> PagingPrograms.make(seed);
      case "pmp" -> PmpPrograms.make(seed);
      default -> throw new IllegalArgumentException("no programs of kind " + kind);
    };
  }

  private static String kindOf(int index) {
    return switch (index % 10) {
      case 0, 1, 2, 3 -> "code";
      case 4, 5, 6 -> "system";
      case 7, 8 -> "paging";
      default -> "pmp";
    };
  }

  private Programs() {}
}
