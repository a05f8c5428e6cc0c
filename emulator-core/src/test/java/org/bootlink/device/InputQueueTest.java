// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class InputQueueTest {
  private final InputQueue queue = new InputQueue();

  @Test
  void bytesLeaveInTheOrderInWhichTheyCameHoweverTheQueueGrows() {
    int sent = 0;
    int received = 0;
    for (int round = 1; round < 200; round++) {
      byte[] part = new byte[round];
      for (int i = 0; i < round; i++) {
        part[i] = (byte) sent++;
      }
      queue.add(part, 0, round);
      for (int i = 0; i < round / 2; i++) {
        assertEquals(received++ & 0xff, queue.remove());
      }
    }
    assertEquals(sent - received, queue.size());
  }

  @Test
  void onlyTheNamedPartIsAdded() {
    queue.add(new byte[] {1, 2, 3, 4}, 1, 2);
    assertEquals(2, queue.size());
    assertEquals(2, queue.remove());
    assertEquals(3, queue.remove());
  }

  @Test
  void aPartOutsideTheDataIsRefused() {
    assertThrows(IndexOutOfBoundsException.class, () -> queue.add(new byte[4], 3, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> queue.add(new byte[4], 1, Integer.MAX_VALUE));
    assertThrows(IllegalStateException.class, queue::remove);
  }
}
