// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * The kinds of programs, and images of them.
 * <pre>
 *  code     computation, memory accesses, jumps, traps; untranslated
 *  loops    the same in nested loops
 *  system   CSRs, privileged instructions, interrupts by software, delegation
 *  paging   memory through random page tables
 *  mprv     M-mode that loads and stores as S-mode and as U-mode, through page tables
 *  tables   page tables in memory that PMP protects
 *  pmp      loads and stores of memory that PMP protects
 *  fetch    instructions fetched from pages that PMP protects
 *  locked   locked PMP entries
 * </pre>
 */
final class Programs {
  private static final int VARIANTS = 4;
  private static final int PROGRAMS = Layout.MAX_RUNS / VARIANTS;
  private static final int HOT_PROGRAMS = 20;
  private static final int HOT_VARIANTS = 100;
  private static final String LOCKED = "locked";
  private static final int LOCKED_EVERY = 12;
  private static final int SEEDS_PER_BATCH = 1_000_003;

  /**
   * An image full of programs.
   *
   * @param kinds with commas between; all if empty. Those with locked PMP entries have images of their own.
   */
  static Image batch(long batch, String kinds) {
    String[] list = kinds.split(",");
    boolean locked = kinds.isEmpty()
        ? batch % LOCKED_EVERY == 2 : list[(int) (batch % list.length)].equals(LOCKED);
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < PROGRAMS; i++) {
      String other = kinds.isEmpty() ? kindOf(i) : list[i % list.length];
      String kind = locked ? LOCKED : other.equals(LOCKED) ? list[0] : other;
      programs.add(make(kind, batch * SEEDS_PER_BATCH + i));
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
      case "loops" -> LoopPrograms.make(seed);
      case "paging", "mprv", "tables" -> PagingPrograms.make(kind, seed);
      case "pmp" -> PmpPrograms.make(seed);
      case LOCKED -> LockedPrograms.make(seed, seed / SEEDS_PER_BATCH);
      case "fetch" -> FetchPrograms.make(seed);
      default -> throw new IllegalArgumentException("no programs of kind " + kind);
    };
  }

  private static String kindOf(int index) {
    return switch (index % 20) {
      case 0, 1, 2, 3, 4, 5 -> "code";
      case 6, 7 -> "loops";
      case 8, 9, 10, 11, 12 -> "system";
      case 13, 14, 15 -> "paging";
      case 16 -> "mprv";
      case 17 -> "tables";
      case 18 -> "pmp";
      default -> "fetch";
    };
  }

  private Programs() {}
}
