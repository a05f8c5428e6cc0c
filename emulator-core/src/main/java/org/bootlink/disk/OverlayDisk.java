// SPDX-License-Identifier: Apache-2.0
package org.bootlink.disk;

import org.bootlink.host.BlockFile;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;

/**
 * A disk that can be written over one that can only be read: changed blocks of 4 KiB go into a {@link
 * ChangeLog}. What the guest flushed is durable; of what it wrote later there is after a crash what came
 * before some moment, and nothing that came after it.
 *
 * <p>There are two files. When one holds more of what was overwritten than of what counts, the blocks that
 * count move to the other, which becomes the valid one when it is whole.
 */
public final class OverlayDisk extends LayeredDisk {
  /** Linear memory that a disk needs. */
  public static final int LINEAR_BYTES = ChangeLog.STAGING_BYTES + ChangeLog.SLOT_BYTES;

  /** Values of {@link #map}: nothing changed; zeros; slots of the file from 1 on; and from here down: staged. */
  private static final int UNCHANGED = 0;
  private static final int ZEROS = -1;
  private static final int STAGED = -2;
  /** So many slots are wasted before they are collected. */
  private static final int MIN_GARBAGE_SLOTS = 8192;

  private final byte[] identity;
  private final LinearMemory memory;
  private final int scratch;
  private final BlockMap map;
  private final int[] stagedBlocks = new int[ChangeLog.GROUP_BLOCKS];
  private final int[] stagedZeros = new int[2 * ChangeLog.GROUP_ZEROS];
  /** Carries bytes between two linear memories. */
  private final byte[] between = new byte[BLOCK_BYTES];

  private ChangeLog log;
  private ChangeLog other;
  private int staged;
  private int zeroRanges;
  private int blocksInFile;
  private boolean dirty;
  private boolean flushedSinceGroup;

  /**
   * Opens a disk with the changes that are in the files, or makes new files of empty ones.
   *
   * @param base what the disk was before; only read
   * @param identity 32 bytes that name the content of {@code base}
   * @param memory where {@link #LINEAR_BYTES} from {@code address} on, a multiple of 8, are this disk's
   * @throws BadOverlayException if the files are damaged or of another disk, or the host can't use them
   */
  public OverlayDisk(BlockStore base, byte[] identity, BlockFile first, BlockFile second, LinearMemory memory,
      int address) {
    super(base);
    this.identity = identity.clone();
    this.memory = memory;
    this.scratch = address + ChangeLog.STAGING_BYTES;
    this.map = new BlockMap(blocks());
    this.log = new ChangeLog(first, memory, address);
    this.other = new ChangeLog(second, memory, address);
    open();
  }

  /** Blocks that differ, or may differ, from the base, those of zeros not counted. */
  public int changedBlocks() {
    return blocksInFile + staged;
  }

  @Override
  public Outcome read(long position, LinearMemory target, int address, int length) {
    for (int done = 0; done < length; ) {
      long at = position + done;
      int part = runLength(at, length - done);
      Outcome outcome = readRun(at, target, address + done, part);
      if (outcome != Outcome.DONE) {
        return outcome;
      }
      done += part;
    }
    return Outcome.DONE;
  }

  @Override
  public Outcome write(long position, LinearMemory source, int address, int length) {
    for (int done = 0; done < length; ) {
      int block = (int) ((position + done) / BLOCK_BYTES);
      int offset = (int) ((position + done) % BLOCK_BYTES);
      int part = Math.min(BLOCK_BYTES - offset, length - done);
      Outcome outcome = openBlock(block, part < BLOCK_BYTES);
      if (outcome != Outcome.DONE) {
        return outcome;
      }
      copy(source, address + done, memory, stagedAddress(block) + offset, part);
      done += part;
    }
    return Outcome.DONE;
  }

  @Override
  public Outcome zero(long position, long length) {
    long end = position + length;
    long firstWhole = (position + BLOCK_BYTES - 1) / BLOCK_BYTES;
    long endWhole = end / BLOCK_BYTES;
    if (firstWhole >= endWhole) {
      return zeroParts(position, end);
    }
    Outcome outcome = zeroParts(position, firstWhole * BLOCK_BYTES);
    if (outcome == Outcome.DONE) {
      outcome = zeroParts(endWhole * BLOCK_BYTES, end);
    }
    if (outcome != Outcome.DONE) {
      return outcome;
    }
    return zeroBlocks((int) firstWhole, (int) (endWhole - firstWhole)) ? Outcome.DONE : Outcome.FAILED;
  }

  @Override
  public Outcome flush() {
    if (!writeGroup()) {
      return Outcome.FAILED;
    }
    if (dirty) {
      if (!log.file().flush()) {
        return Outcome.FAILED;
      }
      dirty = false;
      flushedSinceGroup = true;
      int garbage = log.slots() - blocksInFile;
      if (garbage > MIN_GARBAGE_SLOTS && garbage > blocksInFile) {
        collect();
      }
    }
    return Outcome.DONE;
  }

  private void open() {
    boolean firstIsValid = log.readHeader();
    boolean secondIsValid = other.readHeader();
    if (secondIsValid && (!firstIsValid || other.generation() > log.generation())) {
      swap();
    } else if (!firstIsValid) {
      create();
      return;
    }
    log.readHeader();
    log.checkBase(sizeBytes(), identity);
    log.readGroups(blocks(), new ChangeLog.Listener() {
      @Override
      public void zeros(int firstBlock, int count) {
        for (int block = firstBlock; block < firstBlock + count; block++) {
          place(block, ZEROS);
        }
      }

      @Override
      public void block(int block, int slot) {
        place(block, slot);
      }
    });
    other.file().truncate(0);
  }

  private void create() {
    if (Math.max(log.file().sizeBytes(), other.file().sizeBytes()) > BLOCK_BYTES) {
      throw new BadOverlayException("the disk's changes are damaged");
    }
    if (!log.clear(1) || !log.writeHeader(sizeBytes(), identity)) {
      throw new BadOverlayException("there is no room to keep the disk's changes in");
    }
  }

  private void swap() {
    ChangeLog former = log;
    log = other;
    other = former;
  }

  /** Notes where a block's content is, and keeps count. */
  private void place(int block, int value) {
    if (map.get(block) > 0) {
      blocksInFile--;
    }
    if (value > 0) {
      blocksInFile++;
    }
    map.set(block, value);
  }

  /** How many of {@code max} bytes from {@code position} on come from one place. */
  private int runLength(long position, int max) {
    int block = (int) (position / BLOCK_BYTES);
    int value = map.get(block);
    int length = BLOCK_BYTES - (int) (position % BLOCK_BYTES);
    while (length < max) {
      int next = map.get(++block);
      boolean together = value > 0 ? next == ++value : value == next && value >= ZEROS;
      if (!together) {
        break;
      }
      length += BLOCK_BYTES;
    }
    return Math.min(length, max);
  }

  private Outcome readRun(long position, LinearMemory target, int address, int length) {
    int value = map.get((int) (position / BLOCK_BYTES));
    int offset = (int) (position % BLOCK_BYTES);
    if (value == UNCHANGED) {
      return base.read(position, target, address, length);
    }
    if (value == ZEROS) {
      target.clear(address, length);
    } else if (value <= STAGED) {
      copy(memory, log.stagedAddress(STAGED - value) + offset, target, address, length);
    } else if (!log.file().read((long) value * BLOCK_BYTES + offset, target, address, length)) {
      return Outcome.FAILED;
    }
    return Outcome.DONE;
  }

  /** Makes a block one of those that are staged; with its content, unless all of it is written next. */
  private Outcome openBlock(int block, boolean withContent) {
    if (map.get(block) <= STAGED) {
      return Outcome.DONE;
    }
    if (withContent) {
      int length = (int) Math.min(BLOCK_BYTES, sizeBytes() - (long) block * BLOCK_BYTES);
      memory.clear(scratch, BLOCK_BYTES);
      Outcome outcome = read((long) block * BLOCK_BYTES, memory, scratch, length);
      if (outcome != Outcome.DONE) {
        return outcome;
      }
    }
    if (staged == ChangeLog.GROUP_BLOCKS && !writeGroup()) {
      return Outcome.FAILED;
    }
    if (withContent) {
      memory.copy(scratch, log.stagedAddress(staged), BLOCK_BYTES);
    }
    stagedBlocks[staged] = block;
    place(block, STAGED - staged);
    staged++;
    return Outcome.DONE;
  }

  private int stagedAddress(int block) {
    return log.stagedAddress(STAGED - map.get(block));
  }

  private Outcome zeroParts(long position, long end) {
    for (long at = position; at < end; ) {
      int block = (int) (at / BLOCK_BYTES);
      int offset = (int) (at % BLOCK_BYTES);
      int part = (int) Math.min(BLOCK_BYTES - offset, end - at);
      Outcome outcome = openBlock(block, true);
      if (outcome != Outcome.DONE) {
        return outcome;
      }
      memory.clear(stagedAddress(block) + offset, part);
      at += part;
    }
    return Outcome.DONE;
  }

  private boolean zeroBlocks(int first, int count) {
    if (zeroRanges == ChangeLog.GROUP_ZEROS && !writeGroup()) {
      return false;
    }
    stagedZeros[2 * zeroRanges] = first;
    stagedZeros[2 * zeroRanges + 1] = count;
    zeroRanges++;
    for (int block = first; block < first + count; block++) {
      if (map.get(block) <= STAGED) {
        stagedBlocks[STAGED - map.get(block)] = ChangeLog.UNUSED;
      }
      place(block, ZEROS);
    }
    return true;
  }

  /** Appends what is staged to the file. If the host can't, it stays staged. */
  private boolean writeGroup() {
    if (staged == 0 && zeroRanges == 0) {
      return true;
    }
    int firstSlot = log.slots() + 1;
    if (!log.append(stagedBlocks, staged, stagedZeros, zeroRanges, flushedSinceGroup)) {
      return false;
    }
    for (int i = 0; i < staged; i++) {
      if (stagedBlocks[i] != ChangeLog.UNUSED) {
        place(stagedBlocks[i], firstSlot + i);
      }
    }
    staged = 0;
    zeroRanges = 0;
    dirty = true;
    flushedSinceGroup = false;
    return true;
  }

  /** Moves what counts to the other file; if the host can't, all stays as it is. */
  private void collect() {
    if (!other.clear(log.generation() + 1) || !copyBlocks() || !copyZeros()
        || !other.writeHeader(sizeBytes(), identity)) {
      other.file().truncate(0);
      return;
    }
    ChangeLog former = log;
    swap();
    blocksInFile = 0;
    BlockMap moved = map;
    log.readHeader();
    log.readGroups(blocks(), new ChangeLog.Listener() {
      @Override
      public void zeros(int firstBlock, int count) {}

      @Override
      public void block(int block, int slot) {
        moved.set(block, slot);
        blocksInFile++;
      }
    });
    former.file().truncate(0);
  }

  private boolean copyBlocks() {
    int count = 0;
    for (int block = map.skipUnset(0); block < blocks(); block = map.skipUnset(block + 1)) {
      int slot = map.get(block);
      if (slot > 0) {
        if (!log.file().read((long) slot * BLOCK_BYTES, memory, other.stagedAddress(count), BLOCK_BYTES)) {
          return false;
        }
        stagedBlocks[count++] = block;
        if (count == ChangeLog.GROUP_BLOCKS) {
          if (!other.append(stagedBlocks, count, stagedZeros, 0, false)) {
            return false;
          }
          count = 0;
        }
      }
    }
    return count == 0 || other.append(stagedBlocks, count, stagedZeros, 0, false);
  }

  private boolean copyZeros() {
    int count = 0;
    for (int block = map.skipUnset(0); block < blocks(); block = map.skipUnset(block + 1)) {
      if (map.get(block) != ZEROS) {
        continue;
      }
      boolean continues = count > 0
          && stagedZeros[2 * count - 2] + stagedZeros[2 * count - 1] == block;
      if (continues) {
        stagedZeros[2 * count - 1]++;
        continue;
      }
      if (count == ChangeLog.GROUP_ZEROS) {
        if (!other.append(stagedBlocks, 0, stagedZeros, count, false)) {
          return false;
        }
        count = 0;
      }
      stagedZeros[2 * count] = block;
      stagedZeros[2 * count + 1] = 1;
      count++;
    }
    return count == 0 || other.append(stagedBlocks, 0, stagedZeros, count, false);
  }

  private void copy(LinearMemory from, int fromAddress, LinearMemory to, int toAddress, int length) {
    if (from == to) {
      from.copy(fromAddress, toAddress, length);
      return;
    }
    for (int done = 0; done < length; ) {
      int part = Math.min(between.length, length - done);
      from.read(fromAddress + done, between, 0, part);
      to.write(toAddress + done, between, 0, part);
      done += part;
    }
  }
}
