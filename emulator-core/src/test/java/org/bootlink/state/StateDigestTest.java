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
    String[] one = digest(sink -> sink.putInt(1)).split(" ");
    String[] two = digest(sink -> sink.putInt(2)).split(" ");
    assertNotEquals(one[0], two[0]);
    assertEquals(one[1], two[1]);
    assertNotEquals(one[2], two[2]);
    assertEquals("second:", two[2].substring(0, 7));
  }

  @Test
  void bytesCountWhereverTheyAre() {
    assertNotEquals(digest(sink -> sink.putBytes(new byte[] {0, 1}, 0, 2)),
        digest(sink -> sink.putBytes(new byte[] {1, 0}, 0, 2)));
    assertNotEquals(digest(sink -> sink.putBytes(new byte[9], 0, 9)),
        digest(sink -> sink.putBytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 1}, 0, 9)));
  }

  @Test
  void everyByteOfRamCounts() {
    String zero = digest(ram::saveTo);
    for (long pa : new long[] {RAM_PA, RAM_PA + 4095, RAM_PA + 0x7ff8, RAM_PA + 0xffff}) {
      ram.writeI8(pa, 1);
      assertNotEquals(zero, digest(ram::saveTo));
      ram.writeI8(pa, 0);
      assertEquals(zero, digest(ram::saveTo));
    }
  }

  @Test
  void theSamePageElsewhereIsAnotherRam() {
    ram.writeI8(RAM_PA, 1);
    String first = digest(ram::saveTo);
    ram.writeI8(RAM_PA, 0);
    ram.writeI8(RAM_PA + Ram.PAGE_SIZE, 1);
    assertNotEquals(first, digest(ram::saveTo));
  }

  private static String digest(Consumer<StateSink> second) {
    StateDigest digest = new StateDigest();
    digest.begin("first");
    digest.begin("second");
    second.accept(digest);
    return digest.toString();
  }
}
