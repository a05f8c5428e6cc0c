// SPDX-License-Identifier: Apache-2.0
package org.bootlink.disk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;
import org.bootlink.state.StateWalk;

/**
 * A disk whose changes end with the machine and belong to its session: they are part of digests and snapshots,
 * and a replay goes back in them. They are blocks of 4 KiB on the Java heap over a disk that is only read.
 */
public final class SessionDisk extends LayeredDisk {
  public static final int BLOCK_BYTES = LayeredDisk.BLOCK_BYTES;
  /** Linear memory that a disk needs. */
  public static final int LINEAR_BYTES = BLOCK_BYTES;
  /** Stands for a block of zeros. */
  public static final byte[] ZEROS = {};

  private final long maxBytes;
  private final LinearMemory memory;
  private final int scratch;
  /** By block number. An array in here never changes again, so that copies of the map stay true. */
  private Map<Integer, byte[]> changes = new HashMap<>();
  private long bytes;

  /**
   * @param base only read
   * @param maxBytes when so much is changed, writing fails
   * @param memory where {@link #LINEAR_BYTES} from {@code address} on, a multiple of 8, are this disk's
   */
  public SessionDisk(BlockStore base, long maxBytes, LinearMemory memory, int address) {
    super(base);
    this.maxBytes = maxBytes;
    this.memory = memory;
    this.scratch = address;
  }

  /** What differs, or may differ, from the disk below: contents by block, {@link #ZEROS} for zeros. */
  public Map<Integer, byte[]> changes() {
    return new HashMap<>(changes);
  }

  /**
   * Gives the disk other contents.
   *
   * @param others as {@link #changes} gives them; their arrays must not be changed any more
   */
  public void changeTo(Map<Integer, byte[]> others) {
    changes = new HashMap<>(others);
    bytes = 0;
    changes.values().forEach(content -> bytes += content.length);
  }

  /** Number and contents of each changed block, in order; then -1. Restores nothing. */
  public void walkForDigest(StateWalk walk) {
    for (int block : sorted(changes)) {
      byte[] content = changes.get(block);
      walk.value(block);
      walk.value(content.length);
      if (content.length > 0) {
        memory.write(scratch, content, 0, BLOCK_BYTES);
        walk.memory(memory, scratch, BLOCK_BYTES);
      }
    }
    walk.value(-1);
  }

  /** The numbers of the blocks in {@code changes}, ascending. */
  public static int[] sorted(Map<Integer, byte[]> changes) {
    int[] blocks = new int[changes.size()];
    int count = 0;
    for (int block : changes.keySet()) {
      blocks[count++] = block;
    }
    Arrays.sort(blocks);
    return blocks;
  }

  @Override
  public Outcome read(long position, LinearMemory target, int address, int length) {
    for (int done = 0; done < length; ) {
      int part = unchangedLength(position + done, length - done);
      if (part > 0) {
        Outcome outcome = base.read(position + done, target, address + done, part);
        if (outcome != Outcome.DONE) {
          return outcome;
        }
      } else {
        int offset = offset(position + done);
        part = Math.min(BLOCK_BYTES - offset, length - done);
        byte[] content = changes.get(block(position + done));
        if (content.length == 0) {
          target.clear(address + done, part);
        } else {
          target.write(address + done, content, offset, part);
        }
      }
      done += part;
    }
    return Outcome.DONE;
  }

  @Override
  public Outcome write(long position, LinearMemory source, int address, int length) {
    for (int done = 0; done < length; ) {
      int offset = offset(position + done);
      int part = Math.min(BLOCK_BYTES - offset, length - done);
      byte[] content = new byte[BLOCK_BYTES];
      Outcome outcome = part == BLOCK_BYTES ? Outcome.DONE : content(block(position + done), content);
      if (outcome != Outcome.DONE) {
        return outcome;
      }
      source.read(address + done, content, offset, part);
      if (!put(block(position + done), content)) {
        return Outcome.FAILED;
      }
      done += part;
    }
    return Outcome.DONE;
  }

  @Override
  public Outcome zero(long position, long length) {
    for (long done = 0; done < length; ) {
      int block = block(position + done);
      int offset = offset(position + done);
      int part = (int) Math.min(BLOCK_BYTES - offset, length - done);
      byte[] content = ZEROS;
      boolean whole = part == BLOCK_BYTES || offset == 0 && position + done + part == sizeBytes();
      if (!whole && changes.get(block) != ZEROS) {
        content = new byte[BLOCK_BYTES];
        Outcome outcome = content(block, content);
        if (outcome != Outcome.DONE) {
          return outcome;
        }
        Arrays.fill(content, offset, offset + part, (byte) 0);
      }
      if (!put(block, content)) {
        return Outcome.FAILED;
      }
      done += part;
    }
    return Outcome.DONE;
  }

  @Override
  public Outcome flush() {
    return Outcome.DONE;
  }

  private boolean put(int block, byte[] content) {
    byte[] before = changes.get(block);
    long after = bytes + content.length - (before == null ? 0 : before.length);
    if (after > maxBytes) {
      return false;
    }
    changes.put(block, content);
    bytes = after;
    return true;
  }

  private Outcome content(int block, byte[] content) {
    byte[] changed = changes.get(block);
    if (changed != null) {
      System.arraycopy(changed, 0, content, 0, changed.length);
      return Outcome.DONE;
    }
    int length = (int) Math.min(BLOCK_BYTES, sizeBytes() - (long) block * BLOCK_BYTES);
    Outcome outcome = base.read((long) block * BLOCK_BYTES, memory, scratch, length);
    if (outcome == Outcome.DONE) {
      memory.read(scratch, content, 0, length);
    }
    return outcome;
  }

  /** How many of {@code max} bytes from {@code position} on are those of the disk below. */
  private int unchangedLength(long position, int max) {
    int length = 0;
    while (length < max && !changes.containsKey(block(position + length))) {
      length += BLOCK_BYTES - offset(position + length);
    }
    return Math.min(length, max);
  }

  private static int block(long position) {
    return (int) (position / BLOCK_BYTES);
  }

  private static int offset(long position) {
    return (int) (position % BLOCK_BYTES);
  }
}
