// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each register of each device, and each byte beside it, loaded and stored with each size and with each value at
 * which something may change. In order and completely; {@link MmioTest} does so by chance and in any order.
 */
class MmioSweepTest {
  private static final Figures SWEEP = new Figures("MMIO registers, each offset, size and edge value");
  /** Every byte of this many is tried at a device's beginning; farther on, those at and beside registers. */
  private static final int FIRST_BYTES = 0x200;
  private static final int MAX_BATCH = 1500;
  private static final int STEPS_PER_ACCESS = 12;
  private static final long[] EDGES = {
    0, 1, 2, -1, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, Long.MIN_VALUE, Long.MAX_VALUE, GuestImage.RAM - 1,
  };

  @AfterAll
  static void report() {
    SWEEP.report();
  }

  @TestFactory
  Stream<DynamicTest> everyRegisterTakesEverySizeAndEdgeValue() {
    return Stream.of(Devices.values()).map(device ->
        DynamicTest.dynamicTest(device.name(), () -> sweep(accesses(device))));
  }

  private static List<Access> accesses(Devices device) {
    TreeSet<Long> places = new TreeSet<>(device.registers());
    for (long register : device.registers()) {
      for (int by = -7; by < 8; by++) {
        places.add(register + by);
      }
    }
    for (int i = 0; i < Math.min(FIRST_BYTES, device.size); i++) {
      places.add(device.pa + i);
    }
    for (int by = -8; by < 8; by++) {
      places.add(device.pa + by);
      places.add(device.pa + device.size + by);
    }
    TreeSet<Long> registers = new TreeSet<>(device.registers());
    List<Access> all = new ArrayList<>();
    for (long pa : places) {
      for (Access.Kind kind : List.of(
          Access.Kind.LOAD_1, Access.Kind.LOAD_2, Access.Kind.LOAD_4, Access.Kind.LOAD_8)) {
        all.add(new Access(kind, pa, 0));
      }
      for (Access.Kind kind : List.of(
          Access.Kind.STORE_1, Access.Kind.STORE_2, Access.Kind.STORE_4, Access.Kind.STORE_8)) {
        for (long value : registers.contains(pa) ? EDGES : new long[] {0, -1}) {
          all.add(new Access(kind, pa, value));
        }
      }
      for (int bit = 0; registers.contains(pa) && bit < 32; bit++) {
        all.add(Access.store32(pa, 1L << bit));
      }
    }
    return all;
  }

  /** An access may end the machine, or have a device write over the script: the next one begins anew behind it. */
  private static void sweep(List<Access> accesses) {
    int[] done = {0};
    while (done[0] < accesses.size()) {
      List<Access> batch = accesses.subList(done[0], Math.min(accesses.size(), done[0] + MAX_BATCH));
      GuestImage image = new GuestImage();
      Script.put(image, batch);
      int before = done[0];
      Arena.fight(SWEEP, victim -> {
        victim.start(image, true);
        victim.run((long) Victim.HARTS * STEPS_PER_ACCESS * (batch.size() + 10));
        long at = victim.machine().hart(0).x(Script.POSITION);
        long reached = (at - Script.RECORDS) / Script.RECORD_BYTES;
        done[0] = before + (int) (reached >= 0 && reached < batch.size() ? reached + 1 : batch.size());
      });
      assertTrue(done[0] > before, "the script does not begin");
    }
  }
}
