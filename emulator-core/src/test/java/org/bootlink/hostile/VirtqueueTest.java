// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import org.bootlink.board.MemoryMap;

/**
 * Drivers of every virtio device that lay out queues with loops, overlaps, lengths beyond RAM and indices
 * that run away, and change all of it while the device is at work.
 */
@AddLifecycleHook(TimeBudget.class)
class VirtqueueTest {
  private static final int MAX_STEPS = 15_000;
  private static final int SLOTS = 4;
  private static final int QUEUE_SIZE = 16;
  private static final long RINGS = Script.FREE;
  private static final long TABLES = Script.FREE + 0x4000;
  private static final long BUFFERS = Script.FREE + 0x8000;
  private static final int TABLE_DESCRIPTORS = 24;
  private static final long RAM_END = GuestImage.RAM + ((long) Victim.MEMORY_MIB << 20);

  private static final Figures DRIVERS = new Figures("virtio drivers");

  /** A descriptor and where it lies. */
  record Descriptor(int place, long pa, int length, int flags, int next) {
    void put(GuestImage image) {
      int table = place / TABLE_DESCRIPTORS;
      long at = table == 0 ? 0 : TABLES + 0x400L * table;
      int index = place % TABLE_DESCRIPTORS;
      for (int queue = 0; queue < 2 && table == 0; queue++) {
        Ring.putDescriptor(image, RINGS + 0x1000L * queue + 16L * index, pa, length, flags, next);
      }
      if (table != 0) {
        Ring.putDescriptor(image, at + 16L * index, pa, length, flags, next);
      }
    }
  }

  /** Where the rings are, as offsets from where they should be. */
  record Shift(long descriptors, long available, long used) {}

  @AfterContainer
  static void report() {
    DRIVERS.report();
  }

  @Property(seed = TimeBudget.SEED, tries = Integer.MAX_VALUE, edgeCases = EdgeCasesMode.NONE)
  void anyDriver(
      @ForAll("slots") int slot,
      @ForAll("features") int features,
      @ForAll("shifts") Shift shift,
      @ForAll("descriptors") List<Descriptor> descriptors,
      @ForAll("heads") List<Integer> heads,
      @ForAll("actions") List<Access> actions) {
    List<Access> script = new ArrayList<>();
    GuestImage image = new GuestImage();
    for (Descriptor descriptor : descriptors) {
      descriptor.put(image);
    }
    Rng rng = new Rng(slot);
    for (int i = 0; i < 0x1000; i += 8) { // now and then a valid request: small type, small sector
      image.put64(BUFFERS + i, rng.below(4) == 0 ? rng.next() : rng.below(10));
    }
    new Ring(slot, 0, QUEUE_SIZE, RINGS).negotiate(script, features);
    for (int queue = 0; queue < 2; queue++) {
      Ring ring = new Ring(slot, queue, QUEUE_SIZE, RINGS + 0x1000L * queue);
      int[] all = heads.stream().mapToInt(Integer::intValue).toArray();
      ring.available(image, all.length == 0 ? 1 : all[0] % 24, all);
      ring.place(script, ring.pa() + shift.descriptors(), ring.availablePa() + shift.available(),
          ring.usedPa() + shift.used());
    }
    Ring ring = new Ring(slot, 0, QUEUE_SIZE, RINGS);
    script.add(ring.write(Ring.STATUS, 15));
    script.add(ring.write(Ring.QUEUE_NOTIFY, 0));
    script.add(ring.write(Ring.QUEUE_NOTIFY, 1));
    long base = MemoryMap.virtioPa(slot);
    for (Access action : actions) { // below a page: a register of the slot
      boolean register = action.pa() >= 0 && action.pa() < MemoryMap.VIRTIO_SIZE;
      script.add(register ? new Access(action.kind(), base + action.pa(), action.value()) : action);
    }
    Script.put(image, script);
    Arena.fight(DRIVERS, image, MAX_STEPS);
  }

  @Provide
  Arbitrary<Integer> slots() {
    return Arbitraries.integers().between(0, SLOTS - 1);
  }

  @Provide
  Arbitrary<Integer> features() {
    return Arbitraries.of(0, 1 << 28, 1 << 29, 3 << 28, 0x3000_0245, -1);
  }

  @Provide
  Arbitrary<Shift> shifts() {
    Arbitrary<Long> shift = Arbitraries.frequencyOf(
        Tuple.of(12, Arbitraries.just(0L)),
        Tuple.of(1, Arbitraries.of(0x400L, -0x400L, 0x800L, -0x800L, 0x1000L, -0x1000L, 2L, 1L, 16L, 8L,
            RAM_END - RINGS - 0x100, RAM_END - RINGS - 0x900, -RINGS, MemoryMap.UART_PA - RINGS,
            Long.MAX_VALUE, Script.RECORDS - RINGS)));
    return Combinators.combine(shift, shift, shift).as(Shift::new);
  }

  @Provide
  Arbitrary<List<Descriptor>> descriptors() {
    return descriptor().list().ofMinSize(4).ofMaxSize(60);
  }

  @Provide
  Arbitrary<List<Integer>> heads() {
    return Arbitraries.frequencyOf(
        Tuple.of(20, Arbitraries.integers().between(0, QUEUE_SIZE - 1)),
        Tuple.of(1, Arbitraries.integers().between(0, 0xffff))).list().ofMaxSize(QUEUE_SIZE);
  }

  @Provide
  Arbitrary<List<Access>> actions() {
    Arbitrary<Access> notify = Arbitraries.longs().between(0, 2)
        .map(queue -> Access.store32(Ring.QUEUE_NOTIFY, queue));
    Arbitrary<Access> register = Combinators.combine(
        Arbitraries.of(Ring.QUEUE_SEL, Ring.QUEUE_SIZE, Ring.QUEUE_READY, Ring.INTERRUPT_ACK, Ring.STATUS,
            Ring.DRIVER_FEATURES, Ring.QUEUE_DESC, Ring.QUEUE_DRIVER, Ring.QUEUE_DEVICE, 0x108),
        Arbitraries.of(0L, 1L, 2L, 3L, 15L, 16L, 256L, 0x8000_0000L, RINGS, RINGS + 0x1000, -1L))
        .as((offset, value) -> Access.store32(offset, value));
    Arbitrary<Access> available = Combinators.combine(Arbitraries.of(0L, 0x1000L),
        Arbitraries.longs().between(0, 0xffff))
        .as((queue, index) -> new Access(Access.Kind.STORE_2, RINGS + queue + 0x402, index));
    Arbitrary<Access> flags = Combinators.combine(Arbitraries.longs().between(0, QUEUE_SIZE - 1),
        Arbitraries.longs().between(0, 7))
        .as((index, value) -> new Access(Access.Kind.STORE_2, RINGS + 16 * index + 12, value));
    Arbitrary<Access> anywhere = Combinators.combine(Arbitraries.longs().between(0, 0x4000 / 8 - 1),
        Arbitraries.longs()).as((at, value) -> new Access(Access.Kind.STORE_8, RINGS + 8 * at, value));
    return Arbitraries.frequencyOf(Tuple.of(6, notify), Tuple.of(2, register), Tuple.of(2, available),
        Tuple.of(2, flags), Tuple.of(1, anywhere)).list().ofMaxSize(40);
  }

  private static Arbitrary<Descriptor> descriptor() {
    Arbitrary<Integer> places = Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.integers().between(0, QUEUE_SIZE - 1)),
        Tuple.of(2, Arbitraries.integers().between(TABLE_DESCRIPTORS, 4 * TABLE_DESCRIPTORS - 1)));
    Arbitrary<Long> addresses = Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.longs().between(0, 0x1ff).map(i -> BUFFERS + 8 * i)),
        Tuple.of(4, Arbitraries.longs().between(1, 3).map(table -> TABLES + 0x400 * table)),
        Tuple.of(1, Arbitraries.of(RINGS, RINGS + 0x400, RINGS + 0x800, RAM_END - 16, RAM_END,
            GuestImage.RAM - 1, 0L, -16L, MemoryMap.UART_PA, Script.RECORDS, Script.CODE)),
        Tuple.of(1, Arbitraries.longs()));
    Arbitrary<Integer> lengths = Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.of(16, 513, 512, 1, 0, 4096, 16 * TABLE_DESCRIPTORS, 528)),
        Tuple.of(1, Arbitraries.of(-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 8 << 20, 15 << 20)),
        Tuple.of(1, Arbitraries.integers()));
    Arbitrary<Integer> flags = Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.of(Ring.NEXT, Ring.WRITE, Ring.NEXT | Ring.WRITE)),
        Tuple.of(2, Arbitraries.just(Ring.INDIRECT)),
        Tuple.of(1, Arbitraries.integers().between(0, 0xffff)));
    Arbitrary<Integer> nexts = Arbitraries.frequencyOf(
        Tuple.of(10, Arbitraries.integers().between(0, TABLE_DESCRIPTORS)),
        Tuple.of(1, Arbitraries.integers().between(0, 0xffff)));
    return Combinators.combine(places, addresses, lengths, flags, nexts).as(Descriptor::new);
  }
}
