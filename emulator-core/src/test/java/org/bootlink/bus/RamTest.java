// SPDX-License-Identifier: Apache-2.0
package org.bootlink.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.junit.jupiter.api.Test;

class RamTest {
  private static final long BASE = 0x8000_0000L;

  private final LinearMemory memory = LinearMemory.onHeap(1 << 20);
  private final Ram ram = new Ram(new LinearAllocator(memory), BASE, 16 * Ram.PAGE_SIZE);

  @Test
  void whateverStoresIntoAPageIsSeenAndCleared() {
    List<Runnable> stores = List.of(() -> { }, () -> ram.writeI8(page(1), 1), () -> ram.writeI64(page(2), 1),
        () -> ram.write(page(4) - 2, new byte[] {0, 0, 5}, 0, 3),
        () -> ram.copyIn(page(5), ram.addressOf(page(1)), 8),
        () -> memory.putByte(ram.addressForStore(page(6), 4), (byte) 1), () -> {
          ram.noteWritableInTlb(page(7));
          memory.putLong(ram.addressOf(page(7)), 1);
        });
    stores.forEach(Runnable::run);
    for (int page = 0; page < ram.pages(); page++) {
      assertEquals(List.of(1, 2, 4, 5, 6, 7).contains(page), !ram.isZeroPage(page), "page " + page);
    }
    ram.clear();
    for (int page = 0; page < ram.pages(); page++) {
      assertTrue(ram.isZeroPage(page), "page " + page);
    }
    assertEquals(0, ram.readU8(page(7)));
    ram.writeI32(page(7), 1);
    assertFalse(ram.isZeroPage(7));
  }

  private static long page(int number) {
    return BASE + (long) number * Ram.PAGE_SIZE;
  }
}
