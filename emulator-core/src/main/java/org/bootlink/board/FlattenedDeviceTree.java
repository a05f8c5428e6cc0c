// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a device tree blob, node by node in the order of the calls.
 *
 * <p>Specification: Devicetree Specification v0.4, "Flattened Devicetree (DTB) Format"; version 17,
 * readable as version 16. The memory reservation block is empty.
 */
public final class FlattenedDeviceTree {
  static final int MAGIC = 0xd00d_feed;
  static final int VERSION = 17;
  static final int LAST_COMPATIBLE_VERSION = 16;
  static final int HEADER_SIZE = 40;
  /** One entry of two zero double words ends the memory reservation block. */
  static final int RESERVATIONS_SIZE = 16;
  static final int BEGIN_NODE = 1;
  static final int END_NODE = 2;
  static final int PROP = 3;
  static final int END = 9;

  private static final int MAX_NODE_NAME = 31;
  private static final int MAX_PROPERTY_NAME = 31;

  private byte[] structure = new byte[4096];
  private int structureSize;
  private byte[] strings = new byte[512];
  private int stringsSize;
  private final Map<String, Integer> stringOffsets = new LinkedHashMap<>();
  private int depth;
  private boolean rootDone;
  private boolean mayAddProperty;
  private int lastPhandle;

  /** Opens a node; the root's name is empty, every other's is {@code name} or {@code name@unit}. */
  public FlattenedDeviceTree beginNode(String name) {
    int unit = name.indexOf('@');
    int nameLength = unit < 0 ? name.length() : unit;
    if (rootDone || (depth == 0) != name.isEmpty() || nameLength > MAX_NODE_NAME) {
      throw new IllegalStateException("device tree node \"" + name + "\" at depth " + depth);
    }
    putInt(BEGIN_NODE);
    putString(name);
    pad();
    depth++;
    mayAddProperty = true;
    return this;
  }

  public FlattenedDeviceTree endNode() {
    if (depth == 0) {
      throw new IllegalStateException("device tree node ended that was never begun");
    }
    putInt(END_NODE);
    depth--;
    rootDone = depth == 0;
    mayAddProperty = false;
    return this;
  }

  /** A property of 32-bit cells. */
  public FlattenedDeviceTree property(String name, int... cells) {
    beginProperty(name, 4 * cells.length);
    for (int cell : cells) {
      putInt(cell);
    }
    return this;
  }

  /** A property of 64-bit numbers, two cells each. */
  public FlattenedDeviceTree property64(String name, long... values) {
    beginProperty(name, 8 * values.length);
    for (long value : values) {
      putInt((int) (value >>> 32));
      putInt((int) value);
    }
    return this;
  }

  /** A property of one or more ASCII strings. */
  public FlattenedDeviceTree strings(String name, String... values) {
    int length = 0;
    for (String value : values) {
      length += value.length() + 1;
    }
    beginProperty(name, length);
    for (String value : values) {
      putString(value);
    }
    pad();
    return this;
  }

  public FlattenedDeviceTree bytes(String name, byte[] value) {
    beginProperty(name, value.length);
    for (byte b : value) {
      putByte(b);
    }
    pad();
    return this;
  }

  /** A property that says what it says by being there. */
  public FlattenedDeviceTree empty(String name) {
    beginProperty(name, 0);
    return this;
  }

  /** A number by which other nodes can point at one; no number is given out twice. */
  public int newPhandle() {
    return ++lastPhandle;
  }

  /** Makes the open node the one that {@code phandle} points at. */
  public FlattenedDeviceTree phandle(int phandle) {
    return property("phandle", phandle);
  }

  /** The finished blob; the root must have ended. */
  public byte[] toBytes() {
    if (!rootDone) {
      throw new IllegalStateException("device tree finished at depth " + depth);
    }
    int structureOffset = HEADER_SIZE + RESERVATIONS_SIZE;
    int stringsOffset = structureOffset + structureSize + 4;
    byte[] blob = new byte[stringsOffset + stringsSize];
    int[] header = {
      MAGIC, blob.length, structureOffset, stringsOffset, HEADER_SIZE, VERSION, LAST_COMPATIBLE_VERSION,
      0, stringsSize, structureSize + 4,
    };
    for (int i = 0; i < header.length; i++) {
      storeInt(blob, 4 * i, header[i]);
    }
    System.arraycopy(structure, 0, blob, structureOffset, structureSize);
    storeInt(blob, structureOffset + structureSize, END);
    System.arraycopy(strings, 0, blob, stringsOffset, stringsSize);
    return blob;
  }

  private void beginProperty(String name, int length) {
    if (!mayAddProperty || name.isEmpty() || name.length() > MAX_PROPERTY_NAME) {
      throw new IllegalStateException("device tree property \"" + name + "\" at depth " + depth);
    }
    putInt(PROP);
    putInt(length);
    putInt(stringOffset(name));
  }

  private int stringOffset(String name) {
    Integer known = stringOffsets.get(name);
    if (known != null) {
      return known;
    }
    int offset = stringsSize;
    if (stringsSize + name.length() + 1 > strings.length) {
      strings = Arrays.copyOf(strings, 2 * strings.length);
    }
    for (int i = 0; i < name.length(); i++) {
      strings[stringsSize++] = ascii(name, i);
    }
    strings[stringsSize++] = 0;
    stringOffsets.put(name, offset);
    return offset;
  }

  private void putString(String value) {
    for (int i = 0; i < value.length(); i++) {
      putByte(ascii(value, i));
    }
    putByte((byte) 0);
  }

  private void putInt(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      putByte((byte) (value >>> shift));
    }
  }

  private void pad() {
    while ((structureSize & 3) != 0) {
      putByte((byte) 0);
    }
  }

  private void putByte(byte value) {
    if (structureSize == structure.length) {
      structure = Arrays.copyOf(structure, 2 * structure.length);
    }
    structure[structureSize++] = value;
  }

  private static byte ascii(String text, int index) {
    char c = text.charAt(index);
    if (c < ' ' || c > '~') {
      throw new IllegalArgumentException("device tree text \"" + text + "\" is not ASCII");
    }
    return (byte) c;
  }

  private static void storeInt(byte[] target, int offset, int value) {
    for (int i = 0; i < 4; i++) {
      target[offset + i] = (byte) (value >>> (24 - 8 * i));
    }
  }
}
