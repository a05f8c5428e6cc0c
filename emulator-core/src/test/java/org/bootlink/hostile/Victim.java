// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.board.MachineState;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.bootlink.session.InputEvent;

/**
 * A machine of two harts, a disk, a read-only disk, console and entropy, for one guest after the other. Its
 * kernel is changed under its hands between resets. Canaries lie before and behind all that it allocates.
 */
final class Victim {
  static final int MEMORY_MIB = 16;
  static final int HARTS = 2;

  private static final int CANARY_BYTES = 64 << 10;
  private static final byte CANARY = 0x5a;
  private static final int ALIGNMENT_BYTES = 16 << 10;
  private static final long SLICE_STEPS = 10_000;
  /** Calls without a step, such as for a disk that is away or a clock that stands still. */
  private static final int MAX_CALLS_WITHOUT_STEP = 3_000;
  private static final int MAX_CONSOLE = 4096;
  private static final byte[] KEYS = "ls\r\u0003".getBytes(StandardCharsets.US_ASCII);

  private final LinearMemory memory;
  private final Blob canaryBefore;
  private final Blob kernel;
  private final Blob canaryBehind;
  private final HostileDisk disk = new HostileDisk(false);
  private final HostileDisk readOnlyDisk = new HostileDisk(true);
  private final StringBuilder console = new StringBuilder();
  private final Machine machine;
  private byte[] kernelBytes = new byte[0];
  private Checkup.Result healthy;
  private long slowestCallNanos;

  Victim() {
    long bytes = Machine.requiredBytes(MEMORY_MIB, HARTS) + GuestImage.BYTES + 2 * CANARY_BYTES
        + ALIGNMENT_BYTES;
    memory = LinearMemory.onHeap(Math.toIntExact(bytes));
    LinearAllocator allocator = new LinearAllocator(memory);
    byte[] canary = new byte[CANARY_BYTES];
    Arrays.fill(canary, CANARY);
    canaryBefore = Blob.of(allocator, canary);
    byte[] first = new byte[GuestImage.BYTES];
    first[0] = 1;
    kernel = Blob.of(allocator, first);
    MachineConfig config = new MachineConfig(MEMORY_MIB, HARTS, null, kernel, null, "",
        List.of(disk, readOnlyDisk), 1_700_000_000_000_000_000L, 42, 80, 25);
    machine = new Machine(config, allocator, this::print);
    canaryBehind = Blob.of(allocator, canary);
    healthy = Checkup.run(this);
  }

  /** Another machine of the kind, on which no guest was before this one. */
  static Machine alone(GuestImage image, BiConsumer<Machine, LinearMemory> prepare) {
    Victim victim = new Victim();
    prepare.accept(victim.machine, victim.memory);
    victim.start(image, true);
    return victim.machine;
  }

  Machine machine() {
    return machine;
  }

  String console() {
    return console.toString();
  }

  /** The longest that a call of the machine took so far. */
  long slowestCallNanos() {
    return slowestCallNanos;
  }

  /** Presses reset, with another kernel. */
  void start(GuestImage image, boolean reliableDisks) {
    disk.restart(reliableDisks);
    readOnlyDisk.restart(reliableDisks);
    console.setLength(0);
    kernelBytes = Arrays.copyOf(image.toBytes(), GuestImage.BYTES);
    memory.write(kernel.address(), kernelBytes, 0, kernelBytes.length);
    // The terminal is the host's: its size survives a reset.
    machine.apply(new InputEvent.ConsoleResize(machine.config().columns(), machine.config().rows()));
    timed(() -> machine.apply(new InputEvent.Reset()));
  }

  /** Runs, types and waits as a host does, until so many steps are done or nothing can happen any more. */
  MachineState run(long steps) {
    long end = machine.steps() + steps;
    MachineState state = MachineState.RUNNING;
    int idleCalls = 0;
    for (int calls = 0; machine.steps() < end && calls < MAX_CALLS_WITHOUT_STEP; calls++) {
      long before = machine.steps();
      MachineState[] result = new MachineState[1];
      timed(() -> result[0] = machine.run(Math.min(SLICE_STEPS, end - before)));
      state = result[0];
      if (machine.steps() != before) {
        calls = 0;
      }
      if (state == MachineState.OFF || state == MachineState.FAILED) {
        return state;
      }
      if (state == MachineState.IDLE) {
        idle(idleCalls++);
      }
    }
    return state;
  }

  /** Throws unless the machine is as fit as a new one. */
  void examine() {
    checkIntact();
    Checkup.Result result = Checkup.run(this);
    if (healthy != null && !healthy.equals(result)) {
      throw new AssertionError("after reset " + result + ", of a new machine " + healthy);
    }
    checkIntact();
  }

  private void print(int value) {
    if (console.length() < MAX_CONSOLE) {
      console.append((char) value);
    }
  }

  private void idle(int call) {
    if (call % 3 == 0) {
      machine.apply(new InputEvent.ConsoleInput(KEYS));
    } else if (call % 3 == 1) {
      machine.apply(new InputEvent.ConsoleResize(1 + call % 65_535, 25));
    }
    timed(machine::skipToDeadline);
  }

  private void timed(Runnable call) {
    long start = System.nanoTime();
    call.run();
    slowestCallNanos = Math.max(slowestCallNanos, System.nanoTime() - start);
  }

  private void checkIntact() {
    byte[] bytes = new byte[CANARY_BYTES];
    for (Blob canary : List.of(canaryBefore, canaryBehind)) {
      memory.read(canary.address(), bytes, 0, bytes.length);
      for (byte b : bytes) {
        if (b != CANARY) {
          throw new AssertionError("memory " + (canary == canaryBefore ? "before" : "behind")
              + " the machine was written to");
        }
      }
    }
    byte[] kernelNow = new byte[kernel.length()];
    memory.read(kernel.address(), kernelNow, 0, kernelNow.length);
    if (!Arrays.equals(kernelBytes, kernelNow)) {
      throw new AssertionError("the kernel that the machine was given was written to");
    }
    for (int i = 0; i < HARTS; i++) {
      // It is the first thing behind RAM, too.
      if (machine.hart(i).x(0) != 0) {
        throw new AssertionError("x0 of hart " + i + " is " + machine.hart(i).x(0));
      }
    }
  }
}
