// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.board.MachineState;
import org.bootlink.board.MemoryMap;
import org.bootlink.hart.Hart;
import org.bootlink.isa.Csr;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/** A whole machine with a program in M-mode at the start of RAM. Idle time passes at once. */
public final class Bench {
  /** Start of the program. */
  public static final long BASE = MemoryMap.RAM_PA;
  /** RAM for data, behind any program; {@link #digest} sees what lies below its end. */
  public static final long DATA = BASE + 0x1_0000;
  public static final long DATA_END = DATA + 0x1_0000;

  private static final int MEMORY_MIB = 16;
  /** Shorter images are refused as truncated. */
  private static final int MIN_IMAGE_BYTES = 64;
  private static final int[] DIGESTED_CSRS = {
    Csr.MSTATUS, Csr.MEPC, Csr.MCAUSE, Csr.MTVAL, Csr.MIP, Csr.MIE, Csr.MINSTRET, Csr.TIME
  };

  public final Machine machine;
  public final ByteArrayOutputStream output = new ByteArrayOutputStream();

  public Bench(int harts, Consumer<Assembler> program) {
    Assembler assembler = new Assembler(BASE);
    program.accept(assembler);
    byte[] kernel = assembler.space(MIN_IMAGE_BYTES).assemble();
    long bytes = Machine.requiredBytes(MEMORY_MIB, harts) + kernel.length;
    LinearAllocator allocator = new LinearAllocator(LinearMemory.onHeap((int) bytes));
    MachineConfig config = new MachineConfig(MEMORY_MIB, harts, null, Blob.of(allocator, kernel), null, "",
        List.of(), 0, 1, 80, 24);
    machine = new Machine(config, allocator, output::write);
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

  /** Everything that a program can see, in one number. */
  public long digest() {
    CRC32 crc = new CRC32();
    add(crc, machine.steps());
    add(crc, machine.ticks());
    for (int i = 0; i < machine.config().harts(); i++) {
      Hart hart = machine.hart(i);
      for (int r = 0; r < 32; r++) {
        add(crc, hart.x(r));
        add(crc, hart.f(r));
      }
      add(crc, hart.pc());
      for (int csr : DIGESTED_CSRS) {
        add(crc, hart.csr().read(csr));
      }
    }
    for (long pa = BASE; pa < DATA_END; pa += 8) {
      add(crc, machine.hart(0).loadStore().readRam(pa, 8));
    }
    crc.update(output.toByteArray());
    return crc.getValue();
  }

  private static void add(CRC32 crc, long value) {
    crc.update(ByteBuffer.allocate(8).putLong(value).array());
  }
}
