// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Programs, the records of their runs, and the monitor, ready to be loaded. */
final class Image {
  /** One program with one set of values to start from. */
  record Run(Program program, int variant) {}

  private final List<Run> runs;
  private final GuestMemory memory;
  private final TreeMap<Long, String> kinds = new TreeMap<>();
  private long codeEnd = Layout.CODE;

  Image(List<Run> runs) {
    this.runs = runs;
    this.memory = new GuestMemory((int) (Layout.table(Layout.record(runs.size())) - Layout.RAM));
    memory.put(Layout.RAM, Monitor.assemble(runs.size()));
    Program placed = null;
    long pa = 0;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (run.program != placed) {
        placed = run.program;
        pa = codeEnd;
        kinds.put(pa, placed.kind());
        codeEnd = pa + placed.length() + 1 & ~1L;
        if (codeEnd > Layout.RECORDS) {
          throw new IllegalArgumentException("too much code for one image");
        }
      }
      fill(Layout.record(i), run, pa);
    }
  }

  /** An image of one run, all of whose code and record is in {@code memory} already. */
  Image(GuestMemory memory) {
    this.runs = List.of();
    this.memory = memory;
    memory.put(Layout.RAM, Monitor.assemble(1));
  }

  /** What kind of program has its code at {@code pa}. */
  String kindAt(long pa) {
    return kinds.floorEntry(pa).getValue();
  }

  List<Run> runs() {
    return runs;
  }

  GuestMemory memory() {
    return memory;
  }

  byte[] bytes() {
    return memory.array();
  }

  long codeEnd() {
    return codeEnd;
  }

  private void fill(long record, Run run, long pa) {
    Program program = run.program;
    Rng rng = new Rng(program.seed() * 31 + run.variant);
    for (int i = 0; i < Layout.SCRATCH_SIZE; i += 8) {
      memory.put64(record + Layout.SCRATCH + i, Values.integer(rng));
    }
    for (int i = 0; i < 32; i++) {
      memory.put64(record + Layout.X + 8 * i, Values.integer(rng));
      memory.put64(record + Layout.F + 8 * i, Values.floating(rng));
    }
    memory.put64(record, 0);
    memory.put64(record + Layout.IN_FCSR, rng.below(256));
    memory.put64(record + Layout.IN_CODE_LOW, pa);
    memory.put64(record + Layout.IN_CODE_HIGH, pa + program.length());
    memory.put64(record + Layout.IN_ENTRY, pa);
    memory.put64(record + Layout.IN_END, program.end(pa));
    memory.put64(record + Layout.IN_NEXT_TRAP, Layout.TRAPS);
    program.setUp().prepare(memory, record, run.variant);
    long pc = memory.get64(record + Layout.IN_ENTRY);
    memory.put64(record + Layout.IN_END, program.end(pc));
    program.place(memory, pa, pc, memory.get64(record + Layout.IN_EXIT_BY_EBREAK) != 0);
  }

  /** Every program with {@code variants} runs. */
  static Image of(List<Program> programs, int variants) {
    List<Run> runs = new ArrayList<>();
    for (Program program : programs) {
      for (int i = 0; i < variants; i++) {
        runs.add(new Run(program, i));
      }
    }
    return new Image(runs);
  }
}
