// SPDX-License-Identifier: Apache-2.0
package org.bootlink.memory;

/** Hands out parts of a {@link LinearMemory}, from the bottom up; nothing is ever given back. */
public final class LinearAllocator {
  private final LinearMemory memory;
  private long next;

  public LinearAllocator(LinearMemory memory) {
    this.memory = memory;
    this.next = memory.base() & 0xffff_ffffL;
  }

  public LinearMemory memory() {
    return memory;
  }

  /**
   * Reserves {@code sizeBytes} bytes and returns the address of the first.
   *
   * @param alignment a power of two
   * @throws OutOfLinearMemoryException if the memory has no such room left
   */
  public int allocate(int sizeBytes, int alignment) {
    long address = (next + alignment - 1) & -alignment;
    long end = address + (sizeBytes & 0xffff_ffffL);
    if (end > (memory.limit() & 0xffff_ffffL)) {
      throw new OutOfLinearMemoryException(sizeBytes & 0xffff_ffffL, (memory.limit() & 0xffff_ffffL) - next);
    }
    next = end;
    return (int) address;
  }
}
