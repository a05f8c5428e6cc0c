// SPDX-License-Identifier: Apache-2.0
package org.bootlink.disk;

import org.bootlink.host.BlockFile;
import org.bootlink.memory.LinearMemory;
import org.bootlink.state.Xxh64;

/**
 * A file that holds changed blocks of a disk, in groups that are there as a whole or not at all. It consists
 * of slots of 4 KiB, its numbers are little-endian, and it only ever grows at its end.
 * <pre>
 *  slot 0: header
 *     0  magic        "BOOTOVER"
 *     8  version      u32  1
 *    12  reserved     u32
 *    16  generation   u64  of two files the one with the greater number is the valid one
 *    24  diskBytes    u64
 *    32  base         32 bytes, the identity of the disk that was changed
 *  4088  checksum     u64  XXH64 of the bytes before, as 64-bit words
 *  then groups, each a slot
 *     0  magic        u32  "GRUP"
 *     4  blocks       u32  0 to 256
 *     8  zeroRanges   u32  0 to 128
 *    12  afterFlush   u32  1 if everything before this group was made durable before it was written
 *    16  generation   u64
 *    24  dataChecksum u64  XXH64 of the blocks' slots
 *    32  block        u32 * 256, number of each block; 0xffffffff is a slot without a use
 *  1056  zeros        (u32 first block, u32 count) * 128, set to zero before the blocks are
 *  4088  checksum     u64
 *  and a slot for each of its blocks
 * </pre>
 * A group with a wrong checksum and everything after it was never complete: a reader cuts it off.
 *
 * <p>Groups are put together in linear memory, which this class does not allocate.
 */
final class ChangeLog {
  static final int SLOT_BYTES = LayeredDisk.BLOCK_BYTES;
  static final int GROUP_BLOCKS = 256;
  static final int GROUP_ZEROS = 128;
  static final int IDENTITY_BYTES = 32;
  static final int UNUSED = -1;
  /** Linear memory for a group that is put together. */
  static final int STAGING_BYTES = (1 + GROUP_BLOCKS) * SLOT_BYTES;

  private static final long MAGIC = 0x5245_564f_544f_4f42L;
  private static final int VERSION = 1;
  private static final int GROUP_MAGIC = 0x5055_5247;
  private static final int CHECKSUM = SLOT_BYTES - 8;
  private static final int GENERATION = 16;
  private static final int DISK_BYTES = 24;
  private static final int BASE = 32;
  private static final int BLOCKS = 4;
  private static final int ZERO_RANGES = 8;
  private static final int AFTER_FLUSH = 12;
  private static final int DATA_CHECKSUM = 24;
  private static final int BLOCK_NUMBERS = 32;
  private static final int ZEROS = BLOCK_NUMBERS + 4 * GROUP_BLOCKS;

  private final BlockFile file;
  private final LinearMemory memory;
  /** A slot's room, then {@link #GROUP_BLOCKS} more for the blocks' content. */
  private final int staging;
  private long generation;
  private int slots;

  /** Is told what a file holds. */
  interface Listener {
    void zeros(int firstBlock, int count);

    void block(int block, int slot);
  }

  ChangeLog(BlockFile file, LinearMemory memory, int staging) {
    this.file = file;
    this.memory = memory;
    this.staging = staging;
  }

  BlockFile file() {
    return file;
  }

  long generation() {
    return generation;
  }

  /** Slots in use, the header's among them. */
  int slots() {
    return slots;
  }

  /** Reads the header; whether it is a whole one. */
  boolean readHeader() {
    generation = 0;
    if (file.sizeBytes() < SLOT_BYTES || !file.read(0, memory, staging, SLOT_BYTES)
        || memory.getLong(staging) != MAGIC || memory.getLong(staging + CHECKSUM) != checksum(staging)) {
      return false;
    }
    if (memory.getInt(staging + 8) != VERSION) {
      throw new BadOverlayException("the disk's changes were written by a later version of this program");
    }
    generation = memory.getLong(staging + GENERATION);
    return true;
  }

  /** Throws unless the header that was just read is of changes to such a disk. */
  void checkBase(long diskBytes, byte[] identity) {
    byte[] base = new byte[IDENTITY_BYTES];
    memory.read(staging + BASE, base, 0, IDENTITY_BYTES);
    boolean same = memory.getLong(staging + DISK_BYTES) == diskBytes;
    for (int i = 0; i < IDENTITY_BYTES; i++) {
      same &= base[i] == identity[i];
    }
    if (!same) {
      throw new BadOverlayException("the disk's changes belong to another version of its image");
    }
  }

  /** Empties the file; {@link #writeHeader} makes it valid. */
  boolean clear(long newGeneration) {
    generation = newGeneration;
    slots = 1;
    memory.clear(staging, SLOT_BYTES);
    return file.truncate(0) && file.write(0, memory, staging, SLOT_BYTES);
  }

  boolean writeHeader(long diskBytes, byte[] identity) {
    memory.clear(staging, SLOT_BYTES);
    memory.putLong(staging, MAGIC);
    memory.putInt(staging + 8, VERSION);
    memory.putLong(staging + GENERATION, generation);
    memory.putLong(staging + DISK_BYTES, diskBytes);
    memory.write(staging + BASE, identity, 0, IDENTITY_BYTES);
    memory.putLong(staging + CHECKSUM, checksum(staging));
    return file.flush() && file.write(0, memory, staging, SLOT_BYTES) && file.flush();
  }

  /**
   * Reads all whole groups, and cuts off what comes after them.
   *
   * @param diskBlocks how many blocks the disk has
   * @throws BadOverlayException if a group with a right checksum has impossible numbers
   */
  void readGroups(int diskBlocks, Listener listener) {
    int end = wholeGroupsEnd();
    slots = 1;
    while (slots < end) {
      readSlot(slots);
      int blocks = memory.getInt(staging + BLOCKS);
      tellGroup(diskBlocks, listener);
      slots += 1 + blocks;
    }
    if (!file.truncate((long) slots * SLOT_BYTES)) {
      throw new BadOverlayException("the disk's changes can't be written");
    }
  }

  private void tellGroup(int diskBlocks, Listener listener) {
    for (int i = 0; i < memory.getInt(staging + ZERO_RANGES); i++) {
      int first = memory.getInt(staging + ZEROS + 8 * i);
      int count = memory.getInt(staging + ZEROS + 8 * i + 4);
      if (first < 0 || count < 0 || first > diskBlocks - count) {
        throw new BadOverlayException("the disk's changes are damaged");
      }
      listener.zeros(first, count);
    }
    for (int i = 0; i < memory.getInt(staging + BLOCKS); i++) {
      int block = memory.getInt(staging + BLOCK_NUMBERS + 4 * i);
      if (block != UNUSED) {
        if (block < 0 || block >= diskBlocks) {
          throw new BadOverlayException("the disk's changes are damaged");
        }
        listener.block(block, slots + 1 + i);
      }
    }
  }

  /** The slot after the last whole group. Content is looked at where it may not have been durable. */
  private int wholeGroupsEnd() {
    int fileSlots = (int) Math.min(Integer.MAX_VALUE, file.sizeBytes() / SLOT_BYTES);
    int firstDoubtful = 1;
    int end = 1;
    while (end < fileSlots && isGroup(end, fileSlots)) {
      if (memory.getInt(staging + AFTER_FLUSH) == 1) {
        firstDoubtful = end;
      }
      end += 1 + memory.getInt(staging + BLOCKS);
    }
    int slot = firstDoubtful;
    while (slot < end) {
      readSlot(slot);
      int blocks = memory.getInt(staging + BLOCKS);
      long expected = memory.getLong(staging + DATA_CHECKSUM);
      if (blocks > 0 && !file.read((slot + 1L) * SLOT_BYTES, memory, staging + SLOT_BYTES, blocks * SLOT_BYTES)) {
        throw new BadOverlayException("the disk's changes can't be read");
      }
      if (dataChecksum(blocks) != expected) {
        return slot;
      }
      slot += 1 + blocks;
    }
    return end;
  }

  private boolean isGroup(int slot, int fileSlots) {
    readSlot(slot);
    int blocks = memory.getInt(staging + BLOCKS);
    int zeros = memory.getInt(staging + ZERO_RANGES);
    return memory.getInt(staging) == GROUP_MAGIC && memory.getLong(staging + CHECKSUM) == checksum(staging)
        && memory.getLong(staging + GENERATION) == generation
        && blocks >= 0 && blocks <= GROUP_BLOCKS && blocks < fileSlots - slot
        && zeros >= 0 && zeros <= GROUP_ZEROS;
  }

  /** Where the content of block {@code index} of the group that is put together belongs. */
  int stagedAddress(int index) {
    return staging + (1 + index) * SLOT_BYTES;
  }

  /**
   * Appends the group whose content is staged.
   *
   * @param zeros pairs of first block and count
   * @return false if the host can't; then the file is as it was
   */
  boolean append(int[] blocks, int blockCount, int[] zeros, int zeroCount, boolean afterFlush) {
    memory.clear(staging, SLOT_BYTES);
    memory.putInt(staging, GROUP_MAGIC);
    memory.putInt(staging + BLOCKS, blockCount);
    memory.putInt(staging + ZERO_RANGES, zeroCount);
    memory.putInt(staging + AFTER_FLUSH, afterFlush ? 1 : 0);
    memory.putLong(staging + GENERATION, generation);
    memory.putLong(staging + DATA_CHECKSUM, dataChecksum(blockCount));
    for (int i = 0; i < blockCount; i++) {
      memory.putInt(staging + BLOCK_NUMBERS + 4 * i, blocks[i]);
    }
    for (int i = 0; i < 2 * zeroCount; i++) {
      memory.putInt(staging + ZEROS + 4 * i, zeros[i]);
    }
    memory.putLong(staging + CHECKSUM, checksum(staging));
    long end = (long) slots * SLOT_BYTES;
    if (!file.write(end, memory, staging, (1 + blockCount) * SLOT_BYTES)) {
      file.truncate(end);
      return false;
    }
    slots += 1 + blockCount;
    return true;
  }

  private void readSlot(int slot) {
    if (!file.read((long) slot * SLOT_BYTES, memory, staging, SLOT_BYTES)) {
      throw new BadOverlayException("the disk's changes can't be read");
    }
  }

  private long checksum(int slotAddress) {
    Xxh64 hash = new Xxh64();
    hash.add(memory, slotAddress, CHECKSUM);
    return hash.value();
  }

  private long dataChecksum(int blocks) {
    Xxh64 hash = new Xxh64();
    hash.add(memory, staging + SLOT_BYTES, blocks * SLOT_BYTES);
    return hash.value();
  }
}
