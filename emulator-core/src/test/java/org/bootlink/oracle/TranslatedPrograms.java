// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineState;
import org.bootlink.code.CodeHost;
import org.bootlink.jit.TranslationCounters;
import org.bootlink.jit.TranslationPolicy;
import org.bootlink.memory.LinearMemory;

/**
 * The oracle's programs, translated as soon as they are seen: they must leave all state at every step as the
 * interpreter does, which does as QEMU does. {@code -Doracle.hotBatches=N} makes it longer.
 */
public final class TranslatedPrograms {
  /** Looks at the program counter so often that nearly every program of an image is translated. */
  private static final TranslationPolicy AT_ONCE = new TranslationPolicy(11, 1, 1, 1, 0);
  /** Not a multiple of anything, so that slices end anywhere. */
  private static final long SLICE = 29_989;
  private static final int BATCHES = Integer.getInteger("oracle.hotBatches", 1);

  /** @param host takes the translated code for a machine in that memory */
  public static void assertSameAsInterpreted(Function<LinearMemory, CodeHost> host) {
    long steps = 0;
    long regions = 0;
    for (int batch = 1; batch <= BATCHES; batch++) {
      Image image = Programs.hotBatch(batch);
      TranslationCounters[] counters = new TranslationCounters[1];
      Machine plain = OwnMachine.start(image);
      Machine translated = OwnMachine.start(image, (machine, memory) ->
          counters[0] = machine.translate(host.apply(memory), AT_ONCE));
      compare(plain, translated, "batch " + batch);
      steps += plain.steps();
      regions += counters[0].regions();
    }
    assertTrue(regions > 20L * BATCHES, regions + " regions");
    System.out.println(steps + " steps in " + regions + " regions are the same");
  }

  private static void compare(Machine plain, Machine translated, String batch) {
    MachineState state = MachineState.RUNNING;
    while (state == MachineState.RUNNING) {
      state = plain.run(SLICE);
      String where = batch + " at step " + plain.steps();
      assertEquals(state, translated.run(SLICE), where);
      assertEquals(plain.quickDigest().toString(), translated.quickDigest().toString(), where);
    }
    assertEquals(MachineState.OFF, state, batch);
    assertEquals(plain.digest().toString(), translated.digest().toString(), batch);
  }

  private TranslatedPrograms() {}
}
