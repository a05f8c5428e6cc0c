// SPDX-License-Identifier: Apache-2.0
package org.bootlink.bus;

import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.bootlink.state.StateWalk;

/**
 * Main memory, as devices and loaders reach it: by physical address, coherent with what harts execute.
 *
 * <p>Every method but {@link #contains} expects a range that {@link #contains} accepts and throws
 * {@link IndexOutOfBoundsException} otherwise; a device checks what its driver gave it first.
 */
public final class Ram {
  /** Told of every store by a device into a page that holds decoded instructions. */
  @FunctionalInterface
  public interface CodeWatcher {
    /** The bytes {@code pa .. pa + length} are about to change; they lie inside one page. */
    void codeChanged(long pa, int length);
  }

  public static final int PAGE_SHIFT = 12;
  public static final int PAGE_SIZE = 1 << PAGE_SHIFT;

  private static final byte CODE_PAGE = 1;
  private static final byte MAYBE_WRITABLE_IN_TLB = 2;
  /** Something may have been stored there; a page without this is all zero. */
  private static final byte TOUCHED = 4;

  private final LinearMemory memory;
  private final long basePa;
  private final int sizeBytes;
  private final int address;
  private final byte[] pageFlags;
  private CodeWatcher watcher = (pa, length) -> { };

  /**
   * @param basePa physical address of the first byte, page-aligned
   * @param sizeBytes a multiple of the page size, below 2^31
   */
  public Ram(LinearAllocator allocator, long basePa, int sizeBytes) {
    if (sizeBytes <= 0 || sizeBytes % PAGE_SIZE != 0 || basePa % PAGE_SIZE != 0) {
      throw new IllegalArgumentException("RAM of " + sizeBytes + " bytes");
    }
    this.memory = allocator.memory();
    this.basePa = basePa;
    this.sizeBytes = sizeBytes;
    this.address = allocator.allocate(sizeBytes, PAGE_SIZE);
    this.pageFlags = new byte[sizeBytes >> PAGE_SHIFT];
  }

  public void watchCode(CodeWatcher codeWatcher) {
    watcher = codeWatcher;
  }

  /** The linear memory that it is a part of. */
  public LinearMemory memory() {
    return memory;
  }

  public long basePa() {
    return basePa;
  }

  public int sizeBytes() {
    return sizeBytes;
  }

  /** Whether {@code length} bytes from {@code pa} on are all RAM; false for a negative length. */
  public boolean contains(long pa, long length) {
    long offset = pa - basePa;
    return length >= 0 && offset >= 0 && offset <= sizeBytes && length <= sizeBytes - offset;
  }

  /** Linear memory address of {@code pa}, which must be RAM. */
  public int addressOf(long pa) {
    return address + (int) (pa - basePa);
  }

  /** Physical address of what lies at {@code linearAddress}, which must be RAM's. */
  public long paOf(int linearAddress) {
    return basePa + (linearAddress - address & 0xffff_ffffL);
  }

  public int readU8(long pa) {
    return memory.getByte(checked(pa, 1)) & 0xff;
  }

  public int readU16(long pa) {
    return memory.getShort(checked(pa, 2)) & 0xffff;
  }

  public int readI32(long pa) {
    return memory.getInt(checked(pa, 4));
  }

  public long readI64(long pa) {
    return memory.getLong(checked(pa, 8));
  }

  public void writeI8(long pa, int value) {
    memory.putByte(addressForStore(pa, 1), (byte) value);
  }

  public void writeI16(long pa, int value) {
    memory.putShort(addressForStore(pa, 2), (short) value);
  }

  public void writeI32(long pa, int value) {
    memory.putInt(addressForStore(pa, 4), value);
  }

  public void writeI64(long pa, long value) {
    memory.putLong(addressForStore(pa, 8), value);
  }

  /** Copies out of RAM into {@code target[offset .. offset + length]}. */
  public void read(long pa, byte[] target, int offset, int length) {
    memory.read(checked(pa, length), target, offset, length);
  }

  /** Copies {@code source[offset .. offset + length]} into RAM. */
  public void write(long pa, byte[] source, int offset, int length) {
    memory.write(addressForStore(pa, length), source, offset, length);
  }

  /** Copies {@code length} bytes of linear memory from {@code from} on into RAM. */
  public void copyIn(long pa, int from, int length) {
    memory.copy(from, addressForStore(pa, length), length);
  }

  /** Sets all of RAM to zero. */
  public void clear() {
    for (int page = 0; page < pageFlags.length; page++) {
      if ((pageFlags[page] & TOUCHED) != 0) {
        clearPage(page);
      }
    }
  }

  /** Marks the page of {@code pa} as holding decoded instructions, or no longer. */
  public void setCodePage(long pa, boolean code) {
    int page = pageOf(pa);
    pageFlags[page] = (byte) (code ? pageFlags[page] | CODE_PAGE : pageFlags[page] & ~CODE_PAGE);
  }

  public boolean isCodePage(long pa) {
    return (pageFlags[pageOf(pa)] & CODE_PAGE) != 0;
  }

  /** Notes that some TLB may now let stores into the page of {@code pa} through unseen. */
  public void noteWritableInTlb(long pa) {
    pageFlags[pageOf(pa)] |= MAYBE_WRITABLE_IN_TLB | TOUCHED;
  }

  public boolean mayBeWritableInTlb(long pa) {
    return (pageFlags[pageOf(pa)] & MAYBE_WRITABLE_IN_TLB) != 0;
  }

  /** Forgets {@link #noteWritableInTlb} for the page of {@code pa}. */
  public void clearWritableInTlb(long pa) {
    pageFlags[pageOf(pa)] &= ~MAYBE_WRITABLE_IN_TLB;
  }

  /** The number and the contents of each page that is not all zero, in order; then -1. Restores nothing. */
  public void walkForDigest(StateWalk walk) {
    for (int page = 0; page < pageFlags.length; page++) {
      if (!isZeroPage(page)) {
        walk.value(page);
        walk.memory(memory, pageAddress(page), PAGE_SIZE);
      }
    }
    walk.value(-1);
  }

  /** Number of pages. */
  public int pages() {
    return pageFlags.length;
  }

  /** Linear memory address of page {@code page}, 0 to {@link #pages} - 1. */
  public int pageAddress(int page) {
    return address + (page << PAGE_SHIFT);
  }

  /** Sets page {@code page} to zero. */
  public void clearPage(int page) {
    memory.clear(addressForStore(basePa + ((long) page << PAGE_SHIFT), PAGE_SIZE), PAGE_SIZE);
  }

  /** Whether page {@code page} is all zero. */
  public boolean isZeroPage(int page) {
    return (pageFlags[page] & TOUCHED) == 0 || isZero(pageAddress(page));
  }

  private boolean isZero(int start) {
    for (int i = 0; i < PAGE_SIZE; i += 32) {
      int at = start + i;
      if ((memory.getLong(at) | memory.getLong(at + 8) | memory.getLong(at + 16)
          | memory.getLong(at + 24)) != 0) {
        return false;
      }
    }
    return true;
  }

  private int pageOf(long pa) {
    return (int) ((pa - basePa) >>> PAGE_SHIFT);
  }

  private int checked(long pa, int length) {
    if (!contains(pa, length)) {
      throw new IndexOutOfBoundsException("RAM 0x" + Long.toHexString(pa) + " + " + length);
    }
    return addressOf(pa);
  }

  /** Linear memory address of {@code pa}, where the caller is about to store {@code length} bytes. */
  public int addressForStore(long pa, int length) {
    int start = checked(pa, length);
    long end = pa + length;
    for (long part = pa; part < end; part = (part | (PAGE_SIZE - 1)) + 1) {
      int page = pageOf(part);
      pageFlags[page] |= TOUCHED;
      if ((pageFlags[page] & CODE_PAGE) != 0) {
        watcher.codeChanged(part, (int) (Math.min(end, (part | (PAGE_SIZE - 1)) + 1) - part));
      }
    }
    return start;
  }
}
