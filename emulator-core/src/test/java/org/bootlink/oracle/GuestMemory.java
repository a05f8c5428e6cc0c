// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes of the guest's RAM from its start on, by physical address. */
final class GuestMemory {
  private final ByteBuffer bytes;

  GuestMemory(int size) {
    this(ByteBuffer.allocate(size));
  }

  GuestMemory(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  void put16(long pa, int value) {
    bytes.putShort(offset(pa), (short) value);
  }

  void put64(long pa, long value) {
    bytes.putLong(offset(pa), value);
  }

  int get16(long pa) {
    return bytes.getShort(offset(pa)) & 0xffff;
  }

  long get64(long pa) {
    return bytes.getLong(offset(pa));
  }

  void put(long pa, byte[] source) {
    bytes.duplicate().position(offset(pa)).put(source);
  }

  byte[] array() {
    return bytes.array();
  }

  boolean sameAs(GuestMemory other) {
    return Arrays.equals(bytes.array(), other.bytes.array());
  }

  private static int offset(long pa) {
    return Math.toIntExact(pa - Layout.RAM);
  }
}
