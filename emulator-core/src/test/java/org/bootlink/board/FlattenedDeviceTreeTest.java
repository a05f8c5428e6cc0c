// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlattenedDeviceTreeTest {
  @Test
  void everyKindOfPropertyIsReadBackAsWritten() {
    FlattenedDeviceTree tree = new FlattenedDeviceTree();
    int phandle = tree.newPhandle();
    byte[] blob = tree.beginNode("")
        .property("cells", 1, -2)
        .property64("long", 0x8000_0000L, -1)
        .strings("strings", "a", "bcde")
        .bytes("bytes", new byte[] {1, 2, 3})
        .empty("empty")
        .beginNode("child@10").phandle(phandle).property("cells").endNode()
        .beginNode("other").property("cells", 7).endNode()
        .endNode().toBytes();
    FdtReader.Node root = FdtReader.read(blob);
    assertArrayEquals(new int[] {1, -2}, root.cells("cells"));
    assertArrayEquals(new long[] {0x8000_0000L, -1}, root.longs("long"));
    assertEquals(List.of("a", "bcde"), root.strings("strings"));
    assertArrayEquals(new byte[] {1, 2, 3}, root.value("bytes"));
    assertEquals(0, root.value("empty").length);
    assertEquals(phandle, root.at("/child@10").cell("phandle"));
    assertEquals(7, root.at("/other").cell("cells"));
  }

  @Test
  void growsBeyondItsFirstBuffers() {
    FlattenedDeviceTree tree = new FlattenedDeviceTree().beginNode("");
    for (int i = 0; i < 2000; i++) {
      tree.property("property-number-" + i, i);
    }
    FdtReader.Node root = FdtReader.read(tree.endNode().toBytes());
    assertEquals(1999, root.cell("property-number-1999"));
  }

  @Test
  void refusesCallsOutOfOrder() {
    assertThrows(IllegalStateException.class, () -> new FlattenedDeviceTree().empty("before-root"));
    assertThrows(IllegalStateException.class, () -> new FlattenedDeviceTree().beginNode("").toBytes());
    assertThrows(IllegalStateException.class, () -> new FlattenedDeviceTree().endNode());
    assertThrows(IllegalStateException.class,
        () -> new FlattenedDeviceTree().beginNode("").endNode().beginNode(""));
    assertThrows(IllegalStateException.class,
        () -> new FlattenedDeviceTree().beginNode("").beginNode("a").endNode().empty("late"));
    assertThrows(IllegalArgumentException.class,
        () -> new FlattenedDeviceTree().beginNode("").strings("text", "\u00fc"));
  }
}
