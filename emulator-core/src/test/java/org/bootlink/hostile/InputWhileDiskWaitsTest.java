// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.board.MachineState;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.bootlink.session.InputEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replay may find a disk's data there at once: what came meanwhile must make no difference. */
class InputWhileDiskWaitsTest {
  private static final int MEMORY_MIB = 16;
  private static final long BUFFERS = Script.FREE + 0x1000;
  private static final long MORE_STEPS = 50_000;
  private static final InputEvent TYPED = new InputEvent.ConsoleInput(new byte[] {'x'});
  private static final InputEvent RESIZED = new InputEvent.ConsoleResize(100, 40);

  private final List<InputEvent> recorded = new ArrayList<>();
  private boolean away = true;
  private Machine machine;

  @BeforeEach
  void waitForTheDisk() {
    machine = machine(new Store(() -> away));
    machine.record((steps, event) -> recorded.add(event));
    assertEquals(MachineState.WAITING_FOR_DISK, machine.run(MORE_STEPS));
  }

  /** A guest that reads a sector, then waits for interrupts. */
  private static Machine machine(BlockStore disk) {
    GuestImage image = new GuestImage();
    Ring ring = new Ring(0, 0, 8, Script.FREE);
    ring.descriptor(image, 0, BUFFERS, 16, Ring.NEXT, 1);
    ring.descriptor(image, 1, BUFFERS + 0x200, 512, Ring.NEXT | Ring.WRITE, 2);
    ring.descriptor(image, 2, BUFFERS + 0x100, 1, Ring.WRITE, 0);
    ring.available(image, 1, 0);
    List<Access> script = new ArrayList<>();
    ring.bringUp(script, 0);
    Script.put(image, script);
    byte[] kernel = image.toBytes();
    LinearAllocator allocator = new LinearAllocator(LinearMemory.onHeap(
        Math.toIntExact(Machine.requiredBytes(MEMORY_MIB, 2) + kernel.length)));
    return new Machine(new MachineConfig(MEMORY_MIB, 2, null, Blob.of(allocator, kernel), null, "",
        List.of(disk), 0, 1, 80, 24), allocator, value -> { });
  }

  @Test
  void inputIsHeldUntilTheDataIsThere() {
    String before = machine.digest().toString();
    machine.apply(TYPED);
    machine.apply(RESIZED);
    assertEquals(MachineState.WAITING_FOR_DISK, machine.run(MORE_STEPS));
    assertEquals(before, machine.digest().toString());
    assertEquals(List.of(), recorded);
    away = false;
    machine.run(MORE_STEPS);
    assertEquals(List.of(TYPED, RESIZED), recorded);
  }

  @Test
  void theMachineIsThenAsOneWhoseDiskHadTheDataAtOnce() {
    long steps = machine.steps();
    machine.apply(TYPED);
    machine.apply(RESIZED);
    away = false;
    machine.run(MORE_STEPS);
    Machine quick = machine(new Store(() -> false));
    quick.run(steps);
    quick.apply(TYPED);
    quick.apply(RESIZED);
    quick.run(machine.steps() - steps);
    assertEquals(machine.digest().toString(), quick.digest().toString());
  }

  @Test
  void aResetComesAtOnceAndAfterWhatWasHeld() {
    machine.apply(RESIZED);
    machine.apply(new InputEvent.Reset());
    assertEquals(List.of(RESIZED, new InputEvent.Reset()), recorded);
  }

  /** A disk of zeros whose data may be away. */
  private record Store(BooleanSupplier isAway) implements BlockStore {
    @Override
    public long sizeBytes() {
      return 1 << 20;
    }

    @Override
    public boolean readOnly() {
      return true;
    }

    @Override
    public Outcome read(long position, LinearMemory memory, int address, int length) {
      if (!isAway.getAsBoolean()) {
        memory.clear(address, length);
      }
      return flush();
    }

    @Override
    public Outcome write(long position, LinearMemory memory, int address, int length) {
      return Outcome.FAILED;
    }

    @Override
    public Outcome zero(long position, long length) {
      return Outcome.FAILED;
    }

    @Override
    public Outcome flush() {
      return isAway.getAsBoolean() ? Outcome.AWAY : Outcome.DONE;
    }
  }
}
