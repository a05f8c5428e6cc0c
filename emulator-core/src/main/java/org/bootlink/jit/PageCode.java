// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.exec.Op;
import org.bootlink.memory.LinearMemory;

/** The decoded instructions of one page as they were at one moment, by their offset in the page. */
final class PageCode {
  static final int PAGE_SIZE = 4096;
  private static final int SLOTS = PAGE_SIZE / 2;

  private final int[] words0 = new int[SLOTS];
  private final int[] words1 = new int[SLOTS];
  private final boolean[] entered = new boolean[SLOTS];

  /** The page at {@code decodedPage}, as its slots are. */
  PageCode(LinearMemory memory, int decodedPage) {
    for (int i = 0; i < SLOTS; i++) {
      int slot = decodedPage + i * Op.SLOT_BYTES;
      words0[i] = memory.getInt(slot);
      words1[i] = memory.getInt(slot + 4);
    }
  }

  void replace(int offset, int word0, int word1) {
    words0[offset >> 1] = word0;
    words1[offset >> 1] = word1;
  }

  /** Notes that control often comes to {@code offset} from outside, wherever that is in the code. */
  void enterAt(int offset) {
    entered[offset >> 1] = true;
  }

  boolean isEnteredAt(int offset) {
    return entered[offset >> 1];
  }

  /** Whether the instruction at {@code offset} was ever executed; false outside the page. */
  boolean isKnown(int offset) {
    return offset >= 0 && offset < PAGE_SIZE && operation(offset) != Op.DECODE;
  }

  /** Whether there is an instruction at {@code offset} and the translator knows it. */
  boolean isTranslatable(int offset) {
    return isKnown(offset) && InsnEmitter.canTranslate(word0(offset), word1(offset));
  }

  int word0(int offset) {
    return words0[offset >> 1];
  }

  int word1(int offset) {
    return words1[offset >> 1];
  }

  int operation(int offset) {
    return word0(offset) >>> Op.OPERATION_SHIFT;
  }

  /** Offset of the next instruction in the order of addresses; beyond the page if that's where it is. */
  int next(int offset) {
    return offset + ((word0(offset) & Op.LENGTH_MASK) << 1);
  }

  /** Offset of where the branch or JAL at {@code offset} goes, if need be in another page. */
  int target(int offset) {
    return isNear(offset) ? next(offset) + word1(offset) / (Op.SLOT_BYTES / 2) : word1(offset);
  }

  boolean isBranch(int offset) {
    int operation = operation(offset);
    return operation >= Op.BEQ && operation <= Op.BGEU_FAR;
  }

  /** Whether the branch or jump at {@code offset} stays in the page. */
  boolean isNear(int offset) {
    int operation = operation(offset);
    return operation <= Op.BGEU || operation == Op.J || operation == Op.JAL;
  }

  boolean isJump(int offset) {
    int operation = operation(offset);
    return operation >= Op.J && operation <= Op.JALR;
  }

  /** Whether the instruction at {@code offset} goes where the hart's registers say, at another privilege. */
  boolean isTransfer(int offset) {
    return operation(offset) == Op.CONTROL;
  }

  /** Whether control never simply goes on behind the instruction at {@code offset}. */
  boolean endsBlock(int offset) {
    return isBranch(offset) || isJump(offset) || isTransfer(offset);
  }

  /** Whether the jump at {@code offset} links: what comes behind it is where a call returns to. */
  boolean isCall(int offset) {
    int operation = operation(offset);
    return operation == Op.JAL || operation == Op.JAL_FAR || operation == Op.JALR;
  }
}
