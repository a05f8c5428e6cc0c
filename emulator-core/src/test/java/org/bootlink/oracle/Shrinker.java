// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Leaves out of a failing program whatever is not needed to make it fail. */
final class Shrinker {
  /** Tries that go into one image. */
  private static final int MOST_TRIES = 256;

  static Image.Run shrink(Image.Run run) {
    Program program = run.program();
    int chunk = Math.max(1, program.atoms().size() / 2);
    while (true) {
      Program shorter = withoutSome(program, run.variant(), chunk);
      if (shorter != null) {
        program = shorter;
      } else if (chunk == 1) {
        return new Image.Run(program, run.variant());
      } else {
        chunk = Math.max(1, chunk / 2);
      }
    }
  }

  /** The first of the programs with {@code chunk} atoms fewer that still fails, or null. */
  private static Program withoutSome(Program program, int variant, int chunk) {
    List<Image.Run> tries = new ArrayList<>();
    for (int i = 0; i < program.atoms().size() && tries.size() < MOST_TRIES; i += chunk) {
      BitSet more = new BitSet();
      more.set(i, Math.min(program.atoms().size(), i + chunk));
      more.andNot(program.dropped());
      if (!more.isEmpty()) {
        tries.add(new Image.Run(program.without(more), variant));
      }
    }
    if (tries.isEmpty()) {
      return null;
    }
    List<Difference> found = Oracle.compare(new Image(tries));
    return found.isEmpty() ? null : tries.get(found.get(0).run()).program();
  }

  private Shrinker() {}
}
