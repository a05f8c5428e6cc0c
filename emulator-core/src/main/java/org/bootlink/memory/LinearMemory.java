// SPDX-License-Identifier: Apache-2.0
package org.bootlink.memory;

import java.lang.reflect.Field;
import java.util.Arrays;
import org.teavm.interop.Address;
import org.teavm.interop.PlatformMarker;
import org.teavm.interop.Platforms;
import sun.misc.Unsafe;

/**
 * Little-endian memory addressed by unsigned 32-bit addresses, from {@link #base()} up to {@link #limit()}.
 *
 * <p>Two forms behind one class, chosen when the code is compiled: under TeaVM every access becomes one
 * WebAssembly load or store of the module's own memory; on the JVM it goes to a byte array. Accesses are
 * not checked on either: every address that a guest can influence is checked where it is computed (a TLB
 * entry, a decoded page, {@link #checkRange}).
 */
public final class LinearMemory {
  /** Lowest address handed out on the JVM, so that address 0 never names anything. */
  private static final int JVM_BASE = 4096;

  private final byte[] bytes;
  private final int base;
  private final int sizeBytes;

  private LinearMemory(byte[] bytes, int base, int sizeBytes) {
    this.bytes = bytes;
    this.base = base;
    this.sizeBytes = sizeBytes;
  }

  /**
   * Memory of a fresh byte array (JVM only), all zero.
   *
   * @param sizeBytes 1 to 2^31 - 8192
   */
  public static LinearMemory onHeap(int sizeBytes) {
    if (sizeBytes < 1 || sizeBytes > Integer.MAX_VALUE - 2 * JVM_BASE) {
      throw new IllegalArgumentException("linear memory of " + sizeBytes + " bytes");
    }
    return new LinearMemory(new byte[JVM_BASE + sizeBytes], JVM_BASE, sizeBytes);
  }

  /**
   * A part of the WebAssembly module's memory (TeaVM only) that nothing else uses and that is all zero.
   *
   * @param base first address, as an unsigned number
   * @param sizeBytes its length, as an unsigned number; {@code base + sizeBytes} is at most 2^32 - 1
   */
  public static LinearMemory ofModule(int base, int sizeBytes) {
    return new LinearMemory(null, base, sizeBytes);
  }

  /** The byte array whose indices are the addresses (JVM only). */
  public byte[] array() {
    return bytes;
  }

  /** First usable address. */
  public int base() {
    return base;
  }

  /** The address after the last usable one, as an unsigned number. */
  public int limit() {
    return base + sizeBytes;
  }

  /**
   * Throws unless {@code address .. address + length} lies inside this memory.
   *
   * @throws IndexOutOfBoundsException otherwise; the message names both in hexadecimal
   */
  public void checkRange(int address, int length) {
    long start = (address & 0xffff_ffffL) - (base & 0xffff_ffffL);
    if (length < 0 || start < 0 || start + length > (sizeBytes & 0xffff_ffffL)) {
      throw new IndexOutOfBoundsException(
          "linear memory 0x" + Integer.toHexString(address) + " + 0x" + Integer.toHexString(length));
    }
  }

  public byte getByte(int address) {
    if (inWebAssembly()) {
      return Address.fromInt(address).getByte();
    }
    return Heap.UNSAFE.getByte(bytes, Heap.OFFSET + address);
  }

  public short getShort(int address) {
    if (inWebAssembly()) {
      return Address.fromInt(address).getShort();
    }
    return Heap.UNSAFE.getShort(bytes, Heap.OFFSET + address);
  }

  public int getInt(int address) {
    if (inWebAssembly()) {
      return Address.fromInt(address).getInt();
    }
    return Heap.UNSAFE.getInt(bytes, Heap.OFFSET + address);
  }

  public long getLong(int address) {
    if (inWebAssembly()) {
      return Address.fromInt(address).getLong();
    }
    return Heap.UNSAFE.getLong(bytes, Heap.OFFSET + address);
  }

  public void putByte(int address, byte value) {
    if (inWebAssembly()) {
      Address.fromInt(address).putByte(value);
    } else {
      Heap.UNSAFE.putByte(bytes, Heap.OFFSET + address, value);
    }
  }

  public void putShort(int address, short value) {
    if (inWebAssembly()) {
      Address.fromInt(address).putShort(value);
    } else {
      Heap.UNSAFE.putShort(bytes, Heap.OFFSET + address, value);
    }
  }

  public void putInt(int address, int value) {
    if (inWebAssembly()) {
      Address.fromInt(address).putInt(value);
    } else {
      Heap.UNSAFE.putInt(bytes, Heap.OFFSET + address, value);
    }
  }

  public void putLong(int address, long value) {
    if (inWebAssembly()) {
      Address.fromInt(address).putLong(value);
    } else {
      Heap.UNSAFE.putLong(bytes, Heap.OFFSET + address, value);
    }
  }

  /** Sets {@code length} bytes from {@code address} on to zero. Unchanged pages stay untouched. */
  public void clear(int address, int length) {
    checkRange(address, length);
    if (!inWebAssembly()) {
      Arrays.fill(bytes, address, address + length, (byte) 0);
      return;
    }
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      if (getLong(address + i) != 0) {
        putLong(address + i, 0);
      }
    }
    for (; i < length; i++) {
      putByte(address + i, (byte) 0);
    }
  }

  /** Copies {@code length} bytes; the two ranges must not overlap. */
  public void copy(int from, int to, int length) {
    checkRange(from, length);
    checkRange(to, length);
    if (!inWebAssembly()) {
      System.arraycopy(bytes, from, bytes, to, length);
      return;
    }
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      putLong(to + i, getLong(from + i));
    }
    for (; i < length; i++) {
      putByte(to + i, getByte(from + i));
    }
  }

  /** Whether two ranges of {@code length} bytes, a multiple of 8, hold the same. */
  public boolean equal(int a, int b, int length) {
    checkRange(a, length);
    checkRange(b, length);
    for (int i = 0; i < length; i += 8) {
      if (getLong(a + i) != getLong(b + i)) {
        return false;
      }
    }
    return true;
  }

  /** Copies out of this memory into {@code target[offset .. offset + length]}. */
  public void read(int address, byte[] target, int offset, int length) {
    checkRange(address, length);
    if (!inWebAssembly()) {
      System.arraycopy(bytes, address, target, offset, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      target[offset + i] = getByte(address + i);
    }
  }

  /** Copies {@code source[offset .. offset + length]} into this memory. */
  public void write(int address, byte[] source, int offset, int length) {
    checkRange(address, length);
    if (!inWebAssembly()) {
      System.arraycopy(source, offset, bytes, address, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      putByte(address + i, source[offset + i]);
    }
  }

  /** True where TeaVM compiled this to WebAssembly; TeaVM replaces the call by a constant. */
  @PlatformMarker(Platforms.WEBASSEMBLY_GC)
  private static boolean inWebAssembly() {
    return false;
  }

  /** The JVM's way to the byte array; a class of its own, so that TeaVM never sees it. */
  private static final class Heap {
    static final Unsafe UNSAFE = unsafe();
    static final long OFFSET = Unsafe.ARRAY_BYTE_BASE_OFFSET;

    private static Unsafe unsafe() {
      try {
        Field field = Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        return (Unsafe) field.get(null);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }
}
