// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import static org.bootlink.testing.Reg.*;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.bootlink.board.BootPlan;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.board.MemoryMap;
import org.bootlink.host.BlockStore;
import org.bootlink.isa.Csr;
import org.bootlink.live.LiveRunner;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.bootlink.session.Hash;
import org.bootlink.session.SessionHeader;
import org.bootlink.state.ByteSource;
import org.bootlink.testing.Assembler;

/**
 * A small guest for sessions: it counts a timer, echoes what is typed, and writes to another page of RAM each
 * time. Lives on a host whose time the test makes.
 */
final class Guest {
  static final long SECOND = 1_000_000_000;
  static final int MEMORY_MIB = 16;

  private static final long DATA = MemoryMap.RAM_PA + 0x10_0000;
  private static final int MTIE = 1 << 7;
  private static final int MEIE = 1 << 11;
  private static final int MIE = 1 << 3;
  private static final int MIN_IMAGE_BYTES = 64;
  private static final long FRAME = 16_000_000;

  /** a0 counts bytes, a4 ticks of 10 Hz; a5 walks through RAM. */
  static final Consumer<Assembler> PROGRAM = a -> a.la(T0, "handler").csrw(Csr.MTVEC, T0)
      .li(T0, MEIE | MTIE).csrw(Csr.MIE, T0)
      .li(T1, MemoryMap.PLIC_PA).li(T0, 1).sw(T0, 4 * MemoryMap.UART_IRQ, T1)
      .li(T2, MemoryMap.PLIC_PA + 0x2000).li(T0, 1 << MemoryMap.UART_IRQ).sw(T0, 0, T2)
      .li(S2, MemoryMap.UART_PA).li(T0, 1).sb(T0, 1, S2).sb(T0, 2, S2).li(S3, MemoryMap.PLIC_PA + 0x20_0004)
      .li(S4, MemoryMap.ACLINT_PA + 0x4000).li(S5, 1_000_000).add(S6, S6, S5).sd(S6, 0, S4)
      .li(A5, DATA).csrrsi(ZERO, Csr.MSTATUS, MIE)
      .label("loop").wfi().j("loop")
      .align(4).label("handler").csrr(T0, Csr.MCAUSE).slli(T0, T0, 60).srli(T0, T0, 60)
      .li(T1, 7).beq(T0, T1, "timer")
      .lw(A2, 0, S3).lbu(A1, 0, S2).addi(A0, A0, 1).sb(A1, 0, S2).csrr(S1, Csr.TIME).sd(S1, 0, A5)
      .li(T1, 4096).add(A5, A5, T1).sw(A2, 0, S3).mret()
      .label("timer").addi(A4, A4, 1).add(S6, S6, S5).sd(S6, 0, S4).sd(A4, 8, A5).mret();

  final ByteArrayOutputStream output = new ByteArrayOutputStream();
  final Machine machine;
  final LiveRunner live;
  private final Blob place;
  private long nanos;

  Guest() {
    this(program());
  }

  Guest(byte[] kernel) {
    this(kernel, List.of());
  }

  /** @param disks which nobody uses but the test */
  Guest(byte[] kernel, List<BlockStore> disks) {
    this(kernel, disks, null);
  }

  /** @param plan of a machine whose kernel comes later, with {@link #bring}; null if it is there */
  private Guest(byte[] kernel, List<BlockStore> disks, BootPlan plan) {
    LinearAllocator allocator = new LinearAllocator(
        LinearMemory.onHeap((int) Machine.requiredBytes(MEMORY_MIB, 1) + kernel.length));
    place = Blob.of(allocator, kernel);
    MachineConfig config = new MachineConfig(MEMORY_MIB, 1, null, place, null, "", disks, 0, 1, 80, 24);
    machine = plan == null ? new Machine(config, allocator, output::write)
        : new Machine(config, allocator, output::write, plan);
    live = new LiveRunner(machine, () -> nanos += 1000);
  }

  /** One that has room for a kernel of {@code bytes}, which is not there yet. */
  static Guest withoutKernel(int bytes, BootPlan plan) {
    return new Guest(new byte[bytes], List.of(), plan);
  }

  /** Its kernel comes. */
  Guest bring(byte[] kernel) {
    place.memory().write(place.address(), kernel, 0, kernel.length);
    machine.imagesHere();
    return this;
  }

  static byte[] program() {
    Assembler assembler = new Assembler(MemoryMap.RAM_PA);
    PROGRAM.accept(assembler);
    return assembler.space(MIN_IMAGE_BYTES).assemble();
  }

  static SessionHeader header() {
    return SessionHeader.of(new SessionHeader.Configuration(MEMORY_MIB, 1, "", 0, 1, 80, 24, null,
        new Hash(new byte[Hash.BYTES]), null, List.of()));
  }

  /** Lives for so long, sleeping as it is told. */
  Guest live(long forNanos) {
    long end = nanos + forNanos;
    while (nanos < end) {
      long wait = live.run(FRAME);
      nanos += Math.min(wait, Math.max(0, end - nanos));
    }
    return this;
  }

  /** Types {@code text}, a key every {@code gapNanos}. */
  Guest type(String text, long gapNanos) {
    for (byte key : text.getBytes(StandardCharsets.ISO_8859_1)) {
      live(gapNanos);
      live.input(new byte[] {key}, 0, 1);
    }
    return live(gapNanos);
  }

  /** Types all of {@code pieces} at this moment, one after another. */
  Guest typeAtOnce(String... pieces) {
    for (String piece : pieces) {
      byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
      live.input(bytes, 0, bytes.length);
    }
    return this;
  }

  byte[] save() {
    return save(header());
  }

  byte[] save(SessionHeader header) {
    return save(header, machine.bootMemory() == null);
  }

  /** As {@link #save()}, with RAM whole. */
  byte[] saveWhole() {
    return save(header(), true);
  }

  byte[] save(SessionHeader header, boolean whole) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    SnapshotWriter.write(machine, header, new byte[0], whole, new ByteSink() {
      @Override
      public void bytes(byte[] bytes) {
        file.writeBytes(bytes);
      }

      @Override
      public void memory(LinearMemory memory, int address, int length) {
        byte[] bytes = new byte[length];
        memory.read(address, bytes, 0, length);
        file.writeBytes(bytes);
      }
    });
    return file.toByteArray();
  }

  Guest restore(byte[] file) {
    Snapshot.read(Snapshot.onHeap(file)).restore(machine);
    return this;
  }

  String digest() {
    return machine.digest().toString();
  }

  static ByteSource source(byte[] bytes) {
    return ByteSource.of(bytes);
  }
}
