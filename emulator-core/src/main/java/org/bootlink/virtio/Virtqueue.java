// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import org.bootlink.bus.Ram;
import org.bootlink.state.StateWalk;

/**
 * A split virtqueue as its device sees it.
 * <pre>
 *  descriptor table  16 * size      le64 addr, le32 len, le16 flags, le16 next
 *  available ring    6 + 2 * size   le16 flags, le16 idx, le16 ring[size], le16 used_event
 *  used ring         6 + 8 * size   le16 flags, le16 idx, {le32 id, le32 len}[size], le16 avail_event
 * </pre>
 * The rings are checked once, by {@link #start}; every descriptor is checked when it is walked. Chains are
 * taken one at a time and given back in the order in which they came.
 *
 * <p>A chain may have as many segments as the largest queue, also where the driver chose a smaller one: the
 * specification's limit, the queue's own size, serves only to end loops, and an indirect table may
 * reasonably be longer. A segment of length 0 counts but holds nothing.
 *
 * <p>Specification: VIRTIO 1.2, section 2.7, "Split Virtqueues".
 */
final class Virtqueue {
  /** What {@link #pop} found. */
  enum Popped { CHAIN, NOTHING, MISUSE }

  private static final int DESCRIPTOR_BYTES = 16;
  private static final int NEXT_MASK = 1;
  private static final int WRITE_MASK = 2;
  private static final int INDIRECT_MASK = 4;
  private static final int NO_INTERRUPT_MASK = 1;
  private static final int INDEX_MASK = 0xffff;
  private static final long MAX_CHAIN_BYTES = 0xffff_ffffL;

  private final Ram ram;
  private final int sizeMax;
  private final Chain chain;
  private final Chain queuedChain;

  private int size;
  private long descriptorPa;
  private long driverPa;
  private long devicePa;
  private boolean ready;
  private boolean indirectNegotiated;
  private boolean eventIdxNegotiated;
  private int nextAvailable;
  private int usedIndex;
  private int usedIndexAtInterrupt;
  private boolean inFlight;
  private String misuse;

  Virtqueue(Ram ram, int sizeMax) {
    this.ram = ram;
    this.sizeMax = sizeMax;
    this.chain = new Chain(ram, sizeMax);
    this.queuedChain = new Chain(ram, sizeMax);
    reset();
  }

  void reset() {
    size = sizeMax;
    descriptorPa = 0;
    driverPa = 0;
    devicePa = 0;
    misuse = null;
    stop();
  }

  void walkState(StateWalk walk) {
    size = walk.value(size);
    descriptorPa = walk.value(descriptorPa);
    driverPa = walk.value(driverPa);
    devicePa = walk.value(devicePa);
    ready = walk.value(ready);
    indirectNegotiated = walk.value(indirectNegotiated);
    eventIdxNegotiated = walk.value(eventIdxNegotiated);
    nextAvailable = (int) walk.bits(nextAvailable, INDEX_MASK);
    usedIndex = (int) walk.bits(usedIndex, INDEX_MASK);
    usedIndexAtInterrupt = (int) walk.bits(usedIndexAtInterrupt, INDEX_MASK);
    inFlight = walk.value(inFlight);
    StateWalk.require(ready ? mayStart() : !inFlight, "a virtqueue that can't be");
    if (inFlight) {
      chain.walkState(walk);
    }
  }

  int sizeMax() {
    return sizeMax;
  }

  boolean ready() {
    return ready;
  }

  /** Whether {@link #chain} was taken and not yet given back. */
  boolean inFlight() {
    return inFlight;
  }

  Chain chain() {
    return chain;
  }

  /** What the driver did wrong, after {@link #start} answered false or {@link #pop} MISUSE. */
  String misuse() {
    return misuse;
  }

  void setSize(int value) {
    size = value;
  }

  void setDescriptorPa(int high, int value) {
    descriptorPa = withHalf(descriptorPa, high, value);
  }

  void setDriverPa(int high, int value) {
    driverPa = withHalf(driverPa, high, value);
  }

  void setDevicePa(int high, int value) {
    devicePa = withHalf(devicePa, high, value);
  }

  /** Makes the queue ready with empty rings; false if its size or a ring's place is not allowed. */
  boolean start(boolean indirect, boolean eventIdx) {
    if (!mayStart()) {
      return false;
    }
    stop();
    indirectNegotiated = indirect;
    eventIdxNegotiated = eventIdx;
    ready = true;
    return true;
  }

  private boolean mayStart() {
    if (size < 1 || size > sizeMax || (size & size - 1) != 0) {
      misuse = "queue size " + size;
      return false;
    }
    if (!fits(descriptorPa, 16, 16L * size) || !fits(driverPa, 2, 6 + 2L * size)
        || !fits(devicePa, 4, 6 + 8L * size)) {
      misuse = "a ring is misaligned or outside of RAM";
      return false;
    }
    return true;
  }

  void stop() {
    ready = false;
    nextAvailable = 0;
    usedIndex = 0;
    usedIndexAtInterrupt = 0;
    inFlight = false;
  }

  /** Takes the next available buffer into {@link #chain}. */
  Popped pop() {
    int available = ram.readU16(driverPa + 2) - nextAvailable & INDEX_MASK;
    if (available > size) {
      return misused("the available index is " + available + " ahead in a queue of " + size);
    }
    if (available == 0) {
      if (eventIdxNegotiated) {
        ram.writeI16(devicePa + 4 + 8L * size, nextAvailable); // avail_event: notify of the very next one
      }
      return Popped.NOTHING;
    }
    int head = ram.readU16(driverPa + 4 + 2L * (nextAvailable & size - 1));
    if (head >= size) {
      return misused("head " + head + " in a queue of " + size);
    }
    Popped popped = walk(head, chain);
    if (popped == Popped.CHAIN) {
      nextAvailable = nextAvailable + 1 & INDEX_MASK;
      inFlight = true;
    }
    return popped;
  }

  /** Gives {@link #chain} back; the device wrote {@code writtenBytes} from its first writable byte on. */
  void push(long writtenBytes) {
    long element = devicePa + 4 + 8L * (usedIndex & size - 1);
    ram.writeI32(element, chain.head());
    ram.writeI32(element + 4, (int) writtenBytes);
    usedIndex = usedIndex + 1 & INDEX_MASK;
    ram.writeI16(devicePa + 2, usedIndex);
    inFlight = false;
  }

  /** Whether the driver wants to be interrupted for what was pushed since it was last asked. */
  boolean wantsInterrupt() {
    int before = usedIndexAtInterrupt;
    usedIndexAtInterrupt = usedIndex;
    if (!eventIdxNegotiated) {
      return (ram.readU16(driverPa) & NO_INTERRUPT_MASK) == 0;
    }
    int usedEvent = ram.readU16(driverPa + 4 + 2L * size);
    return (usedIndex - usedEvent - 1 & INDEX_MASK) < (usedIndex - before & INDEX_MASK);
  }

  /**
   * A buffer that the driver has made available and that waits behind {@link #chain}, which stays as it is; null
   * if there is none, or it can't be one. The answer holds until the next call.
   *
   * @param ahead 0 for the next one
   */
  Chain queued(int ahead) {
    int available = ram.readU16(driverPa + 2) - nextAvailable & INDEX_MASK;
    if (available > size || ahead >= available) {
      return null;
    }
    int head = ram.readU16(driverPa + 4 + 2L * (nextAvailable + ahead & size - 1));
    return head < size && walk(head, queuedChain) == Popped.CHAIN ? queuedChain : null;
  }

  private Popped walk(int head, Chain chain) {
    chain.start(head);
    long tablePa = descriptorPa;
    int tableSize = size;
    boolean inIndirect = false;
    int index = head;
    for (int segments = 0; segments < sizeMax; ) {
      long pa = tablePa + (long) DESCRIPTOR_BYTES * index;
      long bufferPa = ram.readI64(pa);
      long length = ram.readI32(pa + 8) & 0xffff_ffffL;
      int flags = ram.readU16(pa + 12);
      if ((flags & INDIRECT_MASK) != 0) {
        String wrong = wrongWithIndirect(bufferPa, length, flags, inIndirect);
        if (wrong != null) {
          return misused(wrong);
        }
        tablePa = bufferPa;
        tableSize = (int) (length / DESCRIPTOR_BYTES);
        inIndirect = true;
        index = 0;
        continue;
      }
      boolean writable = (flags & WRITE_MASK) != 0;
      if (!ram.contains(bufferPa, length)) {
        return misused("buffer 0x" + Long.toHexString(bufferPa) + " + " + length + " is outside of RAM");
      }
      if (!writable && chain.writableBytes() > 0) {
        return misused("a readable buffer follows a writable one");
      }
      if (chain.readableBytes() + chain.writableBytes() + length > MAX_CHAIN_BYTES) {
        return misused("a chain of 2^32 bytes or more");
      }
      if (length > 0) {
        chain.add(bufferPa, (int) length, writable);
      }
      segments++;
      if ((flags & NEXT_MASK) == 0) {
        return Popped.CHAIN;
      }
      index = ram.readU16(pa + 14);
      if (index >= tableSize) {
        return misused("next " + index + " in a table of " + tableSize);
      }
    }
    return misused("a chain longer than the queue");
  }

  private String wrongWithIndirect(long pa, long length, int flags, boolean inIndirect) {
    if (!indirectNegotiated) {
      return "an indirect descriptor without VIRTIO_F_INDIRECT_DESC";
    }
    if (inIndirect) {
      return "an indirect descriptor in an indirect table";
    }
    if ((flags & NEXT_MASK) != 0) {
      return "an indirect descriptor with a next one";
    }
    if (length == 0 || length % DESCRIPTOR_BYTES != 0) {
      return "an indirect table of " + length + " bytes";
    }
    if (!ram.contains(pa, length)) {
      return "indirect table 0x" + Long.toHexString(pa) + " + " + length + " is outside of RAM";
    }
    return null;
  }

  private Popped misused(String what) {
    misuse = what;
    return Popped.MISUSE;
  }

  private boolean fits(long pa, int alignment, long length) {
    return pa % alignment == 0 && ram.contains(pa, length);
  }

  private static long withHalf(long address, int high, int value) {
    return high == 0
        ? address & 0xffff_ffff_0000_0000L | value & 0xffff_ffffL
        : address & 0xffff_ffffL | (long) value << 32;
  }
}
