// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import java.util.HashMap;
import java.util.Map;
import org.bootlink.disk.SessionDisk;
import org.bootlink.session.BadSessionException;
import org.bootlink.state.BadStateException;
import org.bootlink.state.ByteReader;
import org.bootlink.state.ByteWriter;

/** What a session has changed of a disk, as snapshots hold it; see docs/session-format.md. */
final class DiskChanges {
  /** Disks have at most 2^31 - 1 blocks. */
  private static final int MAX_BLOCKS = Integer.MAX_VALUE;
  /** Of zeros, which take no room in the file, but on the heap. */
  private static final int MAX_ZERO_BLOCKS = 1 << 20;

  private DiskChanges() {}

  /**
   * The contents of a section of changes; the contents of blocks come last, in order.
   *
   * @throws BadSessionException if there are too many
   */
  static byte[] write(Map<Integer, byte[]> changes) {
    int[] blocks = SessionDisk.sorted(changes);
    ByteWriter runs = new ByteWriter();
    int count = 0;
    int end = 0;
    int zeroBlocks = 0;
    for (int i = 0; i < blocks.length; ) {
      int first = i;
      boolean stored = changes.get(blocks[i]).length > 0;
      do {
        i++;
      } while (i < blocks.length && blocks[i] == blocks[i - 1] + 1 && changes.get(blocks[i]).length > 0 == stored);
      runs.unsigned(blocks[first] - end);
      runs.unsigned(2L * (i - first) + (stored ? 1 : 0));
      end = blocks[i - 1] + 1;
      zeroBlocks += stored ? 0 : i - first;
      count++;
    }
    if (zeroBlocks > MAX_ZERO_BLOCKS) {
      throw new BadSessionException("too much of the machine's disk was discarded for a snapshot");
    }
    ByteWriter all = new ByteWriter();
    all.unsigned(count);
    byte[] rest = runs.toBytes();
    all.bytes(rest, 0, rest.length);
    for (int block : blocks) {
      byte[] content = changes.get(block);
      all.bytes(content, 0, content.length);
    }
    return all.toBytes();
  }

  /** @throws BadStateException if that is no such section */
  static Map<Integer, byte[]> read(ByteReader from) {
    int count = from.count("runs of blocks", from.left() / 2);
    int[] first = new int[count];
    int[] blocks = new int[count];
    boolean[] stored = new boolean[count];
    int end = 0;
    long storedBytes = 0;
    long zeroBlocks = 0;
    for (int i = 0; i < count; i++) {
      first[i] = end + from.count("unchanged blocks", MAX_BLOCKS - end);
      long lengthAndKind = from.unsigned();
      long length = lengthAndKind >>> 1;
      if (length > MAX_BLOCKS - first[i]) {
        throw new BadStateException("blocks beyond the end of any disk");
      }
      blocks[i] = (int) length;
      stored[i] = (lengthAndKind & 1) != 0;
      end = first[i] + blocks[i];
      storedBytes += stored[i] ? length * SessionDisk.BLOCK_BYTES : 0;
      zeroBlocks += stored[i] ? 0 : length;
    }
    if (storedBytes != from.left() || zeroBlocks > MAX_ZERO_BLOCKS) {
      throw new BadStateException("it has not the blocks that it says");
    }
    Map<Integer, byte[]> changes = new HashMap<>();
    for (int i = 0; i < count; i++) {
      for (int block = first[i]; block < first[i] + blocks[i]; block++) {
        changes.put(block, stored[i] ? from.bytes(SessionDisk.BLOCK_BYTES) : SessionDisk.ZEROS);
      }
    }
    return changes;
  }
}
