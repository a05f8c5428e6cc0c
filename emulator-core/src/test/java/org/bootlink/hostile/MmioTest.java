// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.bootlink.board.MachineState;
import org.bootlink.board.MemoryMap;

/** Every register of every device, and everything beside them, with every size and any value. */
@AddLifecycleHook(TimeBudget.class)
class MmioTest {
  private static final int MAX_STEPS = 20_000;

  private static final Figures ACCESSES = new Figures("MMIO accesses of any kind");
  private static final Figures SWEEP = new Figures("MMIO registers, any size, edge values");

  @AfterContainer
  static void report() {
    ACCESSES.report();
    SWEEP.report();
  }

  @Property(seed = TimeBudget.SEED, tries = Integer.MAX_VALUE, edgeCases = EdgeCasesMode.NONE)
  void anyAccesses(@ForAll("accesses") List<Access> accesses) {
    Arena.fight(ACCESSES, victim -> {
      GuestImage image = new GuestImage();
      Script.put(image, accesses);
      victim.start(image, false);
      MachineState state = victim.run(MAX_STEPS);
      boolean devicesReachMemory = accesses.stream().anyMatch(a -> a.pa() >= MemoryMap.VIRTIO_PA);
      if (!devicesReachMemory && state == MachineState.RUNNING) {
        long counted = victim.machine().hart(1).x(Script.COUNTER);
        victim.run(MAX_STEPS);
        assertTrue(victim.machine().hart(1).x(Script.COUNTER) > counted, "hart 1 does not go on");
      }
    });
  }

  @Property(seed = TimeBudget.SEED, tries = Integer.MAX_VALUE, edgeCases = EdgeCasesMode.NONE)
  void anyRegisterWithAnySize(@ForAll long seed) {
    Rng rng = new Rng(seed);
    List<Access> accesses = new ArrayList<>();
    Access.Kind[] kinds = Access.Kind.values();
    for (Devices device : Devices.values()) {
      List<Long> registers = device.registers();
      for (int i = 0; i < 150 && device != Devices.TEST_FINISHER; i++) {
        long pa = registers.get(rng.below(registers.size()));
        accesses.add(new Access(kinds[rng.below(8)], pa, edge(rng)));
      }
    }
    GuestImage image = new GuestImage();
    Script.put(image, accesses);
    Arena.fight(SWEEP, image, MAX_STEPS);
  }

  private static long edge(Rng rng) {
    long value = 1L << rng.below(64);
    return switch (rng.below(6)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> value - 1;
      case 3 -> value;
      case 4 -> rng.below(32);
      default -> rng.next();
    };
  }

  @Provide
  Arbitrary<List<Access>> accesses() {
    return access().list().ofMaxSize(120);
  }

  private Arbitrary<Access> access() {
    Arbitrary<Access.Kind> kinds = Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.of(Access.Kind.STORE_4, Access.Kind.LOAD_4)),
        Tuple.of(3, Arbitraries.of(Access.Kind.class)));
    return Combinators.combine(kinds, addresses(), values()).as(Access::new);
  }

  private Arbitrary<Long> addresses() {
    List<Long> registers = new ArrayList<>();
    for (Devices device : Devices.values()) {
      registers.addAll(device.registers());
    }
    Arbitrary<Devices> devices = Arbitraries.of(Devices.class);
    Arbitrary<Long> nearEdge = Combinators.combine(devices, Arbitraries.longs().between(-16, 16),
        Arbitraries.of(false, true)).as((device, by, end) -> device.pa + (end ? device.size : 0) + by);
    Arbitrary<Long> inside = devices.flatMap(device ->
        Arbitraries.longs().between(device.pa, device.pa + device.size - 1));
    return Arbitraries.frequencyOf(
        Tuple.of(10, Arbitraries.of(registers)),
        Tuple.of(2, Combinators.combine(Arbitraries.of(registers), Arbitraries.longs().between(-8, 8))
            .as(Long::sum)),
        Tuple.of(2, inside),
        Tuple.of(1, nearEdge),
        Tuple.of(1, Arbitraries.longs()));
  }

  private static Arbitrary<Long> values() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.longs().between(0, 16)),
        Tuple.of(2, Arbitraries.longs()),
        Tuple.of(1, Arbitraries.integers().map(i -> i & 0xffff_ffffL)),
        Tuple.of(1, Arbitraries.of(-1L, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1, 0x5555L, 0x7777L,
            0x3333L, 0x8000_0000L, 0xffff_ffffL)),
        Tuple.of(2, Arbitraries.longs().between(Script.FREE >> 12, (Script.FREE >> 12) + 64)
            .map(page -> page << 12)));
  }
}
