// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * The blocks that {@code stress files} and {@code stress disk} write, found wherever they are on a disk. What
 * a block and a folder consist of is told in {@code kernels/stress/files.c}; this is the host's own account.
 */
final class StressBlocks {
  private static final int BLOCK = 4096;
  private static final int WORDS = BLOCK / Long.BYTES;
  private static final long MAGIC = 0x4b434f4c42545342L;
  private static final int FILES = 40;
  private static final int LARGE_FILE = 7;
  private static final int LARGE_BLOCKS = 600;
  private static final int MOST_BLOCKS = 48;
  private static final long DISK = 0xd15c;

  private record Block(long file, long block, long generation) {}

  private StressBlocks() {}

  /** Fails unless every block of every file that {@code stress files write} left is on the disk, intact. */
  static void assertHoldsFiles(ByteBuffer disk, int scale) {
    Set<Block> found = intactBlocks(disk);
    for (long file = 0; file < (long) FILES * scale; file++) {
      for (long block = 0; block < blocksLeft(file); block++) {
        long generation = Long.remainderUnsigned(mix(file, block + 100), 3) == 0 ? 2 : 1;
        Block wanted = new Block(file, block, generation);
        assertEquals(true, found.contains(wanted), wanted + " is on the disk");
      }
    }
  }

  /** Fails unless the whole disk is as {@code stress disk} writes it. */
  static void assertFilledByDisk(ByteBuffer disk) {
    for (int block = 0; block < disk.capacity() / BLOCK; block++) {
      assertEquals(new Block(DISK, block, 1), intactBlock(disk, block * BLOCK), "block " + block);
    }
  }

  private static long blocksLeft(long file) {
    long written = file == LARGE_FILE ? LARGE_BLOCKS : 1 + Long.remainderUnsigned(mix(file, 1), MOST_BLOCKS);
    return switch ((int) (file % 5)) {
      case 4 -> 0;
      case 3 -> written / 2;
      default -> written;
    };
  }

  private static Set<Block> intactBlocks(ByteBuffer disk) {
    Set<Block> blocks = new HashSet<>();
    for (int at = 0; at < disk.capacity(); at += BLOCK) {
      Block block = intactBlock(disk, at);
      if (block != null) {
        blocks.add(block);
      }
    }
    return blocks;
  }

  /** The block at that place, or null if there is none or it is damaged. */
  private static Block intactBlock(ByteBuffer disk, int at) {
    if (disk.getLong(at) != MAGIC) {
      return null;
    }
    Block block = new Block(disk.getLong(at + 8), disk.getLong(at + 16), disk.getLong(at + 24));
    long seed = mix(block.file, block.block);
    for (int i = 4; i < WORDS; i++) {
      if (disk.getLong(at + i * Long.BYTES) != mix(seed, block.generation * WORDS + i)) {
        return null;
      }
    }
    return block;
  }

  /** As in {@code kernels/stress/random.c}. */
  private static long mix(long a, long b) {
    long x = a * 0x9e3779b97f4a7c15L ^ (b + 0x632be59bd9b4e019L) * 0xd6e8feb86659fd93L;
    x = (x ^ x >>> 32) * 0xd6e8feb86659fd93L;
    return x ^ x >>> 29;
  }
}
