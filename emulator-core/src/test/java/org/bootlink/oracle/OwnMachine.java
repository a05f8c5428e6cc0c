// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.List;
import java.util.function.BiConsumer;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.board.MachineState;
import org.bootlink.hart.Hart;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/** The machine under test. */
final class OwnMachine {
  private static final long SLICE = 1 << 20;
  private static final long MAX_STEPS = 1L << 26;

  /** RAM as {@code image} leaves it, up to the end of its records. */
  static GuestMemory run(Image image) {
    Machine machine = start(image);
    while (machine.steps() < MAX_STEPS && machine.run(SLICE) == MachineState.RUNNING) {
      continue;
    }
    return result(machine, image);
  }

  /** As {@link #run}, step by step, counting every instruction of the programs. */
  static GuestMemory runCounting(Image image, Coverage coverage) {
    Machine machine = start(image);
    Hart hart = machine.hart(0);
    do {
      coverage.count(hart.pc(), image);
    } while (machine.steps() < MAX_STEPS && machine.run(1) == MachineState.RUNNING);
    return result(machine, image);
  }

  /** Switched on, with {@code image} loaded, to be executed by the interpreter. */
  static Machine start(Image image) {
    return start(image, (machine, memory) -> { });
  }

  /** As {@link #start(Image)}; {@code engine} says how instructions are executed. */
  static Machine start(Image image, BiConsumer<Machine, LinearMemory> engine) {
    long size = Machine.requiredBytes(Layout.RAM_MIB, 1) + image.bytes().length + 4096;
    LinearMemory memory = LinearMemory.onHeap((int) size);
    LinearAllocator allocator = new LinearAllocator(memory);
    MachineConfig config = new MachineConfig(Layout.RAM_MIB, 1, null, Blob.of(allocator, image.bytes()), null,
        "", List.of(), 0, 0, 80, 25);
    Machine machine = new Machine(config, allocator, value -> { });
    engine.accept(machine, memory);
    return machine;
  }

  private static GuestMemory result(Machine machine, Image image) {
    GuestMemory memory = new GuestMemory(image.bytes().length);
    if (machine.run(1) != MachineState.OFF) {
      System.err.println("the machine did not come to an end: pc 0x" + Long.toHexString(machine.hart(0).pc())
          + " " + machine.stopReason());
      return memory;
    }
    Hart hart = machine.hart(0);
    for (long pa = Layout.RAM; pa < Layout.RAM + image.bytes().length; pa += 8) {
      memory.put64(pa, hart.loadStore().load(pa, 8));
    }
    return memory;
  }

  private OwnMachine() {}
}
