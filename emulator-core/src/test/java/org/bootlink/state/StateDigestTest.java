// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.function.Consumer;
import org.bootlink.bus.Ram;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.junit.jupiter.api.Test;

class StateDigestTest {
  private static final long RAM_PA = 0x8000_0000L;

  private final Ram ram = new Ram(new LinearAllocator(LinearMemory.onHeap(1 << 20)), RAM_PA, 1 << 16);

  @Test
  void tellsWhichPartDiffers() {
    String[] one = digest(walk -> walk.value(1)).split(" ");
    String[] two = digest(walk -> walk.value(2)).split(" ");
    assertNotEquals(one[0], two[0]);
    assertEquals(one[1], two[1]);
    assertNotEquals(one[2], two[2]);
    assertEquals("second:", two[2].substring(0, 7));
  }

  @Test
  void everyByteOfRamCounts() {
    String zero = digest(ram::walkForDigest);
    for (long pa : new long[] {RAM_PA, RAM_PA + 4095, RAM_PA + 0x7ff8, RAM_PA + 0xffff}) {
      ram.writeI8(pa, 1);
      assertNotEquals(zero, digest(ram::walkForDigest));
      ram.writeI8(pa, 0);
      assertEquals(zero, digest(ram::walkForDigest));
    }
  }

  @Test
  void theSamePageElsewhereIsAnotherRam() {
    ram.writeI8(RAM_PA, 1);
    String first = digest(ram::walkForDigest);
    ram.writeI8(RAM_PA, 0);
    ram.writeI8(RAM_PA + Ram.PAGE_SIZE, 1);
    assertNotEquals(first, digest(ram::walkForDigest));
  }

  private static String digest(Consumer<StateWalk> second) {
    StateDigest digest = new StateDigest();
    digest.begin("first");
    digest.begin("second");
    second.accept(digest);
    return digest.toString();
  }
}
