// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.exec.Op;

/**
 * Divides the code of a page into blocks, and these into regions: sets of blocks that branches and plain
 * succession connect. Calls connect nothing, so most regions are functions.
 *
 * <p>A block begins where a branch or call goes to, behind one, behind an instruction that the translator
 * leaves to the interpreter, and at code that nothing in the page leads to. Control may come from outside
 * to all of these but what only branches lead to. Where it comes in unexpectedly all the same, the
 * interpreter executes as far as the next entry; where it does so often, a block begins next time ({@link
 * HotPage#leftFor}).
 */
final class BlockFinder {
  /** Longer blocks are cut, so that a hart with few steps left can take them. */
  private static final int LONGEST_BLOCK = 128;

  private final PageCode code;
  private final boolean[] led = new boolean[PageCode.PAGE_SIZE];
  private final boolean[] leader = new boolean[PageCode.PAGE_SIZE];
  private final boolean[] entry = new boolean[PageCode.PAGE_SIZE];
  private final Block[] blocks = new Block[PageCode.PAGE_SIZE];

  BlockFinder(PageCode code) {
    this.code = code;
  }

  /** All blocks of the page, in the order of their addresses. */
  List<Block> find() {
    for (int offset = 0; offset < PageCode.PAGE_SIZE; offset += 2) {
      if (code.isKnown(offset)) {
        markWhatFollows(offset);
      }
      if (code.isEnteredAt(offset)) {
        mark(offset, true);
      }
    }
    List<Block> found = new ArrayList<>();
    for (int offset = 0; offset < PageCode.PAGE_SIZE; offset += 2) {
      if (code.isKnown(offset) && !led[offset]) {
        mark(offset, true);
      }
      if (leader[offset] && code.isTranslatable(offset)) {
        addBlock(found, offset);
      }
    }
    for (Block block : found) {
      connect(block);
    }
    return found;
  }

  private void markWhatFollows(int offset) {
    int next = code.next(offset);
    if (code.isBranch(offset) || code.isJump(offset)) {
      if (code.isNear(offset)) {
        mark(code.target(offset), code.isCall(offset));
        lead(code.target(offset));
      }
      if (code.isBranch(offset)) {
        mark(next, false);
        lead(next);
      } else if (code.isCall(offset)) {
        mark(next, true);
      }
    } else if (code.isTranslatable(offset) && !code.isTransfer(offset)) {
      lead(next);
    } else {
      mark(next, true);
      lead(next);
    }
  }

  private void mark(int offset, boolean entered) {
    if (code.isKnown(offset)) {
      leader[offset] = true;
      entry[offset] |= entered;
    }
  }

  private void lead(int offset) {
    if (offset < PageCode.PAGE_SIZE) {
      led[offset] = true;
    }
  }

  private void addBlock(List<Block> found, int start) {
    Block block = new Block(start);
    block.entered = entry[start];
    blocks[start] = block;
    found.add(block);
    int offset = start;
    for (;;) {
      block.length++;
      block.last = offset;
      int next = code.next(offset);
      if (code.endsBlock(offset) || !code.isTranslatable(next) || leader[next]) {
        return;
      }
      if (block.length == LONGEST_BLOCK) {
        leader[next] = true;
        return;
      }
      offset = next;
    }
  }

  private void connect(Block block) {
    int last = block.last;
    if (!code.isJump(last) && !code.isTransfer(last)) {
      block.following = at(code.next(last));
    }
    if (code.isCall(last)) {
      block.returned = at(code.next(last));
    }
    if ((code.isBranch(last) || code.operation(last) == Op.J) && code.isNear(last)) {
      block.taken = at(code.target(last));
    }
    block.join(block.following);
    block.join(block.taken);
  }

  private Block at(int offset) {
    return offset < PageCode.PAGE_SIZE ? blocks[offset] : null;
  }
}
