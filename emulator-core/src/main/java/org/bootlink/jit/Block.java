// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

/**
 * Instructions that are only executed together, from the first on.
 *
 * <p>Filled in by {@link BlockFinder}; {@link #region} and {@link #position} come later.
 */
final class Block {
  /** Offset in the page. */
  final int start;
  /** Number of instructions, 1 or more. */
  int length;
  /** Offset of the last instruction. */
  int last;
  /** Where a branch or jump at the end goes if that is a block, else null; never set for a call. */
  Block taken;
  /**
   * What comes behind it if control can get there and that is a block, else null; behind a call only if the
   * region goes on there, see {@link #returned}.
   */
  Block following;
  /** What the call at the end returns to if that is a block, else null. */
  Block returned;
  /** Whether control may come here from elsewhere than a block that names it. */
  boolean entered;
  /** Some block of the same region, in the end its representative. */
  Block region = this;
  /** Where its code stands in the region's function. */
  int position;

  Block(int start) {
    this.start = start;
  }

  /** The block that stands for this one's region. */
  Block representative() {
    Block block = this;
    while (block.region != block) {
      block.region = block.region.region;
      block = block.region;
    }
    return block;
  }

  void join(Block other) {
    if (other != null) {
      other.representative().region = representative();
    }
  }
}
