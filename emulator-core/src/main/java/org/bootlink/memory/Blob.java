// SPDX-License-Identifier: Apache-2.0
package org.bootlink.memory;

/**
 * A read-only run of bytes in linear memory: an image as the host delivered it.
 *
 * @param address of its first byte
 * @param length in bytes, 0 or more
 */
public record Blob(LinearMemory memory, int address, int length) {
  public Blob {
    memory.checkRange(address, length);
  }

  /** Puts {@code bytes} into newly allocated linear memory. */
  public static Blob of(LinearAllocator allocator, byte[] bytes) {
    int address = allocator.allocate(bytes.length, 8);
    allocator.memory().write(address, bytes, 0, bytes.length);
    return new Blob(allocator.memory(), address, bytes.length);
  }

  /** Byte at {@code offset}, 0 to 255. */
  public int u8(int offset) {
    check(offset, 1);
    return memory.getByte(address + offset) & 0xff;
  }

  /** Little-endian 16-bit number at {@code offset}, 0 to 65,535. */
  public int u16(int offset) {
    check(offset, 2);
    return memory.getShort(address + offset) & 0xffff;
  }

  /** Little-endian 32-bit word at {@code offset}. */
  public int i32(int offset) {
    check(offset, 4);
    return memory.getInt(address + offset);
  }

  /** Little-endian 64-bit word at {@code offset}. */
  public long i64(int offset) {
    check(offset, 8);
    return memory.getLong(address + offset);
  }

  /** Copies {@code size} bytes from {@code offset} on to other memory, or to another place in the same one. */
  public void copyTo(int offset, LinearMemory to, int toAddress, int size) {
    check(offset, size);
    to.checkRange(toAddress, size);
    int i = 0;
    for (; i + Long.BYTES <= size; i += Long.BYTES) {
      to.putLong(toAddress + i, memory.getLong(address + offset + i));
    }
    for (; i < size; i++) {
      to.putByte(toAddress + i, memory.getByte(address + offset + i));
    }
  }

  private void check(int offset, int size) {
    if (offset < 0 || offset > length - size) {
      throw new IndexOutOfBoundsException("offset " + offset + " of an image of " + length + " bytes");
    }
  }
}
