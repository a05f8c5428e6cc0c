// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;

/** A disk over another one, which stays as it is: what is written stays in memory. */
final class MemoryLayer implements BlockStore {
  private static final int BLOCK_BYTES = 4096;

  private final BlockStore below;
  private final Map<Long, byte[]> changed = new HashMap<>();
  private final LinearMemory scratch = LinearMemory.onHeap(BLOCK_BYTES);

  MemoryLayer(BlockStore below) {
    this.below = below;
  }

  @Override
  public long sizeBytes() {
    return below.sizeBytes();
  }

  @Override
  public boolean readOnly() {
    return false;
  }

  @Override
  public Outcome read(long position, LinearMemory memory, int address, int length) {
    return eachBlock(position, length, (block, offset, done, part) -> {
      byte[] bytes = changed.get(block);
      if (bytes == null) {
        return below.read(block * BLOCK_BYTES + offset, memory, address + done, part);
      }
      memory.write(address + done, bytes, offset, part);
      return Outcome.DONE;
    });
  }

  @Override
  public Outcome write(long position, LinearMemory memory, int address, int length) {
    return eachBlock(position, length, (block, offset, done, part) -> {
      byte[] bytes = blockToChange(block);
      if (bytes == null) {
        return Outcome.FAILED;
      }
      memory.read(address + done, bytes, offset, part);
      return Outcome.DONE;
    });
  }

  @Override
  public Outcome zero(long position, long length) {
    return eachBlock(position, length, (block, offset, done, part) -> {
      byte[] bytes = blockToChange(block);
      if (bytes == null) {
        return Outcome.FAILED;
      }
      Arrays.fill(bytes, offset, offset + part, (byte) 0);
      return Outcome.DONE;
    });
  }

  @Override
  public Outcome flush() {
    return Outcome.DONE;
  }

  private byte[] blockToChange(long block) {
    byte[] bytes = changed.get(block);
    if (bytes == null) {
      int length = (int) Math.min(BLOCK_BYTES, sizeBytes() - block * BLOCK_BYTES);
      if (below.read(block * BLOCK_BYTES, scratch, scratch.base(), length) != Outcome.DONE) {
        return null;
      }
      bytes = new byte[BLOCK_BYTES];
      scratch.read(scratch.base(), bytes, 0, length);
      changed.put(block, bytes);
    }
    return bytes;
  }

  private static Outcome eachBlock(long position, long length, BlockAction action) {
    for (long done = 0; done < length; ) {
      long at = position + done;
      int offset = (int) (at % BLOCK_BYTES);
      int part = (int) Math.min(BLOCK_BYTES - offset, length - done);
      Outcome outcome = action.on(at / BLOCK_BYTES, offset, (int) done, part);
      if (outcome != Outcome.DONE) {
        return outcome;
      }
      done += part;
    }
    return Outcome.DONE;
  }

  private interface BlockAction {
    Outcome on(long block, int offset, int done, int part);
  }
}
