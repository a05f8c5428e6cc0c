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
import org.bootlink.testing.ChicoryHost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The oracle's programs, translated as soon as they are seen, leave all state at every step as the interpreter
 * does; which does as QEMU does. {@code -Doracle.hotBatches=N} makes it longer.
 */
class TranslatedProgramsTest {
  /** Looks at the program counter so often that nearly every program of an image is translated. */
  private static final TranslationPolicy AT_ONCE = new TranslationPolicy(11, 1, 1, 0);
  /** Not a multiple of anything, so that slices end anywhere. */
  private static final long SLICE = 29_989;
  private static final int BATCHES = Integer.getInteger("oracle.hotBatches", 1);

  /** What executes translated code. One that is added here takes part. */
  enum Back {
    WEBASSEMBLY(ChicoryHost::new);

    private final Function<LinearMemory, CodeHost> host;

    Back(Function<LinearMemory, CodeHost> host) {
      this.host = host;
    }
  }

  @ParameterizedTest
  @EnumSource
  void translatedProgramsDoWhatInterpretedOnesDo(Back back) {
    for (int batch = 1; batch <= BATCHES; batch++) {
      Image image = Programs.hotBatch(batch);
      TranslationCounters[] counters = new TranslationCounters[1];
      Machine plain = OwnMachine.start(image);
      Machine translated = OwnMachine.start(image, (machine, memory) ->
          counters[0] = machine.translate(back.host.apply(memory), AT_ONCE));
      MachineState state = MachineState.RUNNING;
      while (state == MachineState.RUNNING) {
        state = plain.run(SLICE);
        assertEquals(state, translated.run(SLICE), "batch " + batch + " at step " + plain.steps());
        assertEquals(plain.quickDigest().toString(), translated.quickDigest().toString(),
            "batch " + batch + " at step " + plain.steps());
      }
      assertEquals(MachineState.OFF, state);
      assertEquals(plain.digest().toString(), translated.digest().toString(), "batch " + batch);
      assertTrue(counters[0].regions() > 20, counters[0].regions() + " regions");
      System.out.println(back + ": " + plain.steps() + " steps, " + counters[0].regions() + " regions, "
          + counters[0].entries() + " entries");
    }
  }
}
