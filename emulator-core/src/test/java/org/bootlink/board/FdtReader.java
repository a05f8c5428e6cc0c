// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a device tree blob and fails the test wherever it is not well-formed. */
public final class FdtReader {
  /** A node with its properties and children in the order of the blob. */
  public static final class Node {
    final Map<String, byte[]> properties = new LinkedHashMap<>();
    final Map<String, Node> children = new LinkedHashMap<>();

    int[] cells(String property) {
      ByteBuffer value = ByteBuffer.wrap(value(property));
      assertEquals(0, value.remaining() % 4, property);
      int[] cells = new int[value.remaining() / 4];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = value.getInt();
      }
      return cells;
    }

    int cell(String property) {
      int[] cells = cells(property);
      assertEquals(1, cells.length, property);
      return cells[0];
    }

    public long[] longs(String property) {
      int[] cells = cells(property);
      long[] longs = new long[cells.length / 2];
      for (int i = 0; i < longs.length; i++) {
        longs[i] = (long) cells[2 * i] << 32 | cells[2 * i + 1] & 0xffff_ffffL;
      }
      return longs;
    }

    public List<String> strings(String property) {
      byte[] value = value(property);
      assertEquals(0, value[value.length - 1], property);
      return List.of(new String(value, 0, value.length - 1, StandardCharsets.US_ASCII).split("\0"));
    }

    byte[] value(String property) {
      byte[] value = properties.get(property);
      assertNotNull(value, property);
      return value;
    }

    public Node at(String path) {
      Node node = this;
      for (String name : path.substring(1).split("/")) {
        node = node.children.get(name);
        assertNotNull(node, path);
      }
      return node;
    }
  }

  private final ByteBuffer blob;
  private final ByteBuffer structure;
  private final int stringsOffset;
  private final int stringsSize;

  public static Node read(byte[] bytes) {
    return new FdtReader(bytes).readRoot();
  }

  private FdtReader(byte[] bytes) {
    blob = ByteBuffer.wrap(bytes);
    assertEquals(0xd00dfeed, blob.getInt(0));
    assertEquals(bytes.length, blob.getInt(4));
    int structureOffset = blob.getInt(8);
    stringsOffset = blob.getInt(12);
    int reservationsOffset = blob.getInt(16);
    assertEquals(17, blob.getInt(20));
    assertEquals(16, blob.getInt(24));
    assertEquals(0, blob.getInt(28), "boot CPU");
    stringsSize = blob.getInt(32);
    int structureSize = blob.getInt(36);
    assertEquals(0, reservationsOffset % 8);
    assertEquals(0, structureOffset % 4);
    assertEquals(0, blob.getLong(reservationsOffset));
    assertEquals(0, blob.getLong(reservationsOffset + 8));
    assertTrue(reservationsOffset >= 40 && reservationsOffset + 16 <= structureOffset);
    assertTrue(structureOffset + structureSize <= stringsOffset);
    assertTrue(stringsOffset + stringsSize <= bytes.length);
    structure = blob.slice(structureOffset, structureSize);
  }

  private Node readRoot() {
    assertEquals(FlattenedDeviceTree.BEGIN_NODE, structure.getInt());
    assertEquals("", readName());
    Node root = readNode();
    assertEquals(FlattenedDeviceTree.END, structure.getInt());
    assertEquals(0, structure.remaining());
    return root;
  }

  private Node readNode() {
    Node node = new Node();
    while (true) {
      switch (structure.getInt()) {
        case FlattenedDeviceTree.PROP -> {
          assertTrue(node.children.isEmpty(), "property after a child node");
          byte[] value = new byte[structure.getInt()];
          String name = stringAt(structure.getInt());
          structure.get(value);
          skipPadding();
          assertNull(node.properties.put(name, value), name + " twice");
        }
        case FlattenedDeviceTree.BEGIN_NODE -> {
          String name = readName();
          assertNull(node.children.put(name, readNode()), name + " twice");
        }
        case FlattenedDeviceTree.END_NODE -> {
          return node;
        }
        default -> throw new AssertionError("token at " + structure.position());
      }
    }
  }

  private String readName() {
    List<Byte> name = new ArrayList<>();
    for (byte b = structure.get(); b != 0; b = structure.get()) {
      name.add(b);
    }
    skipPadding();
    StringBuilder text = new StringBuilder();
    name.forEach(b -> text.append((char) b.byteValue()));
    return text.toString();
  }

  private String stringAt(int offset) {
    StringBuilder text = new StringBuilder();
    for (int i = offset; ; i++) {
      assertTrue(i >= 0 && i < stringsSize);
      byte b = blob.get(stringsOffset + i);
      if (b == 0) {
        return text.toString();
      }
      text.append((char) b);
    }
  }

  private void skipPadding() {
    while (structure.position() % 4 != 0) {
      assertEquals(0, structure.get());
    }
  }
}
