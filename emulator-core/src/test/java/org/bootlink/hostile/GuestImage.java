// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bootlink.testing.Assembler;

/** What RAM begins with when the machine starts: code and data, addressed physically. */
final class GuestImage {
  static final long RAM = 0x8000_0000L;
  static final int BYTES = 0x6_0000;

  private final ByteBuffer bytes = ByteBuffer.wrap(new byte[BYTES]).order(ByteOrder.LITTLE_ENDIAN);
  private int touched;

  void put(long pa, byte[] data) {
    System.arraycopy(data, 0, bytes.array(), at(pa, data.length), data.length);
  }

  void put(Assembler code, long pa) {
    put(pa, code.assemble());
  }

  void put16(long pa, int value) {
    bytes.putShort(at(pa, 2), (short) value);
  }

  void put32(long pa, int value) {
    bytes.putInt(at(pa, 4), value);
  }

  void put64(long pa, long value) {
    bytes.putLong(at(pa, 8), value);
  }

  /** Everything up to the last byte that was put. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes.array(), touched);
  }

  private int at(long pa, int length) {
    int offset = Math.toIntExact(pa - RAM);
    touched = Math.max(touched, offset + length);
    return offset;
  }
}
