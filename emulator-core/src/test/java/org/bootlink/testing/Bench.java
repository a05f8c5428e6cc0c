// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.board.MachineState;
import org.bootlink.board.MemoryMap;
import org.bootlink.hart.Hart;
import org.bootlink.jit.TranslationCounters;
import org.bootlink.jit.TranslationPolicy;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/** A whole machine with a program in M-mode at the start of RAM. Idle time passes at once. */
public final class Bench {
  /** Start of the program. */
  public static final long BASE = MemoryMap.RAM_PA;
  /** RAM for data, behind any program. */
  public static final long DATA = BASE + 0x1_0000;
  public static final long DATA_END = DATA + 0x1_0000;

  private static final int MEMORY_MIB = 16;
  /** Shorter images are refused as truncated. */
  private static final int MIN_IMAGE_BYTES = 64;
  private final LinearMemory memory;
  public final Machine machine;
  public final ByteArrayOutputStream output = new ByteArrayOutputStream();

  public Bench(int harts, Consumer<Assembler> program) {
    Assembler assembler = new Assembler(BASE);
    program.accept(assembler);
    byte[] kernel = assembler.space(MIN_IMAGE_BYTES).assemble();
    long bytes = Machine.requiredBytes(MEMORY_MIB, harts) + kernel.length;
    memory = LinearMemory.onHeap((int) bytes);
    LinearAllocator allocator = new LinearAllocator(memory);
    MachineConfig config = new MachineConfig(MEMORY_MIB, harts, null, Blob.of(allocator, kernel), null, "",
        List.of(), 0, 1, 80, 24);
    machine = new Machine(config, allocator, output::write);
  }

  /** Translates what it executes from now on; Chicory runs the translation. */
  public TranslationCounters translate(TranslationPolicy policy) {
    return machine.translate(CodeHosts.make(memory), policy);
  }

  /** Runs until {@code steps} steps are done since power-on, {@code slice} at a time. */
  public Bench advanceTo(long steps, long slice) {
    while (machine.steps() < steps) {
      MachineState state = machine.run(Math.min(slice, steps - machine.steps()));
      if (state == MachineState.IDLE && machine.idleDeadlineTicks() != Long.MAX_VALUE) {
        machine.skipToDeadline();
      } else if (state != MachineState.RUNNING) {
        throw new AssertionError(state + " " + machine.stopReason() + " at step " + machine.steps());
      }
    }
    return this;
  }

  public Hart hart(int index) {
    return machine.hart(index);
  }

  /** The whole machine's state and what it printed, in one number. */
  public long digest() {
    return machine.digest().value() * 31 + output.toString(StandardCharsets.ISO_8859_1).hashCode();
  }
}
