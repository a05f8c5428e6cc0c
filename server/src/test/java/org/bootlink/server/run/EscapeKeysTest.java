// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EscapeKeysTest {
  private int quits;
  private int helps;
  private final EscapeKeys keys = new EscapeKeys(() -> quits++, () -> helps++);

  @Test
  void ordinaryBytesPassThrough() {
    assertEquals("ls \u00e4\u4f60\u001b[A\u0003", type("ls \u00e4\u4f60\u001b[A\u0003"));
  }

  @Test
  void ctrlAXLeavesAndIsNotTyped() {
    assertEquals("ab", type("a\u0001xb"));
    assertEquals(1, quits);
  }

  @Test
  void ctrlAHHelps() {
    assertEquals("", type("\u0001h"));
    assertEquals(1, helps);
    assertEquals(0, quits);
  }

  @Test
  void ctrlATwiceIsCtrlA() {
    assertEquals("\u0001x", type("\u0001\u0001x"));
    assertEquals(0, quits);
  }

  @Test
  void aSequenceMayComeInTwoReads() {
    assertEquals("", type("\u0001"));
    assertEquals("", type("x"));
    assertEquals(1, quits);
  }

  @Test
  void onlyTheCountedBytesAreLookedAt() {
    assertEquals("a", new String(keys.filter("a\u0001x".getBytes(UTF_8), 1), UTF_8));
    assertEquals(0, quits);
  }

  private String type(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new String(keys.filter(bytes, bytes.length), UTF_8);
  }
}
