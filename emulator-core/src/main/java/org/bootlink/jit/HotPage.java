// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bootlink.exec.Op;
import org.bootlink.memory.LinearMemory;

/** What is known of one decoded page: how hot it is, and what of it is translated. */
final class HotPage {
  /** A slot that holds ENTER, and the words that belong there. */
  private record Entry(int slot, int word0, int word1, int entered) {
    void cover(LinearMemory memory) {
      memory.putInt(slot, Op.ENTER << Op.OPERATION_SHIFT);
      memory.putInt(slot + 4, entered);
    }

    void restore(LinearMemory memory) {
      memory.putInt(slot, word0);
      memory.putInt(slot + 4, word1);
    }
  }

  /** However often the page lost its translations. */
  private static final int MOST_SAMPLES = 1 << 20;
  /** How many times the first number of samples until the page is looked at, if it loses no translations. */
  private static final int MOST_WITHOUT_LOSS = 16;

  final int decodedPage;
  /** How often its translations were lost because its code was changed. */
  int losses;
  private final LinearMemory memory;
  private final Map<Integer, Entry> entries = new HashMap<>();
  /** For each offset how often a hart was found there, as far as that fits. */
  private final short[] found = new short[PageCode.PAGE_SIZE];
  private final boolean[] covered = new boolean[PageCode.PAGE_SIZE];
  private final boolean[] entered = new boolean[PageCode.PAGE_SIZE];
  private int samples;
  private int samplesUntilHot;
  private final int mostWithoutLoss;
  /** Table slots of its regions. */
  private final List<Integer> tableSlots = new ArrayList<>();

  HotPage(LinearMemory memory, int decodedPage, int samplesUntilHot) {
    this.memory = memory;
    this.decodedPage = decodedPage;
    this.samplesUntilHot = samplesUntilHot;
    this.mostWithoutLoss = MOST_WITHOUT_LOSS * samplesUntilHot;
  }

  /** Whether the instruction at {@code offset} is part of a region. */
  boolean isCovered(int offset) {
    return covered[offset];
  }

  /** Notes that {@code offset} was executed; returns whether the page has just become hot. */
  boolean sample(int offset) {
    if (covered[offset]) {
      return false;
    }
    found[offset] = (short) Math.min(found[offset] + 1, Short.MAX_VALUE);
    return ++samples == samplesUntilHot;
  }

  /**
   * Notes that translated code was left for what is at {@code offset}, no entry, which counts as a sample. If it
   * is in the middle of translated code, as an instruction is that a page fault returns to, it shall be an entry.
   * Returns whether the page has just become hot.
   */
  boolean leftFor(int offset) {
    entered[offset] |= covered[offset];
    covered[offset] = false;
    return sample(offset);
  }

  /** The page's code without ENTER. */
  PageCode code() {
    PageCode code = new PageCode(memory, decodedPage);
    for (Entry entry : entries.values()) {
      code.replace((entry.slot - decodedPage) / Op.SLOT_BYTES * 2, entry.word0, entry.word1);
    }
    for (int offset = 0; offset < PageCode.PAGE_SIZE; offset += 2) {
      if (entered[offset]) {
        code.enterAt(offset);
      }
    }
    return code;
  }

  /** How often a hart was found in what of {@code block} is not translated. */
  int samplesIn(PageCode code, Block block) {
    int offset = block.start;
    int samples = 0;
    for (int i = 0; i < block.length; i++) {
      samples += covered[offset] ? 0 : found[offset];
      offset = code.next(offset);
    }
    return samples;
  }

  /** Whether a hart was found in {@code block}. */
  boolean wasSampled(PageCode code, Block block) {
    int offset = block.start;
    for (int i = 0; i < block.length; i++) {
      if (found[offset] > 0) {
        return true;
      }
      offset = code.next(offset);
    }
    return false;
  }

  /** What of the page is hot is being translated; until the next time more samples are needed. */
  void beginTranslation() {
    samples = 0;
    if (losses > 0 || samplesUntilHot < mostWithoutLoss) {
      samplesUntilHot = Math.min(2 * samplesUntilHot, MOST_SAMPLES);
    }
  }

  void cover(PageCode code, Block block) {
    int offset = block.start;
    for (int i = 0; i < block.length; i++) {
      covered[offset] = true;
      offset = code.next(offset);
    }
  }

  /** Puts ENTER at {@code offset} of what is in {@code code}. */
  void addEntry(PageCode code, int offset, int word) {
    int slot = slot(offset);
    Entry entry = new Entry(slot, code.word0(offset), code.word1(offset), word);
    entries.put(slot, entry);
    entry.cover(memory);
  }

  void ownTableSlots(int first, int count) {
    for (int i = 0; i < count; i++) {
      tableSlots.add(first + i);
    }
  }

  List<Integer> tableSlots() {
    return tableSlots;
  }

  /** The table slots of regions that others have taken over all entries of; no longer its own. */
  List<Integer> takeUnusedTableSlots() {
    Set<Integer> used = new HashSet<>();
    for (Entry entry : entries.values()) {
      used.add(entry.entered >>> Links.POSITION_BITS);
    }
    List<Integer> unused = new ArrayList<>(tableSlots);
    unused.removeAll(used);
    tableSlots.retainAll(used);
    return unused;
  }

  boolean isTranslated() {
    return !entries.isEmpty();
  }

  void expose(int slot) {
    find(slot).restore(memory);
  }

  void coverAgain(int slot) {
    find(slot).cover(memory);
  }

  /** Removes every ENTER; nothing is translated any more. */
  void forgetTranslations() {
    for (Entry entry : entries.values()) {
      entry.restore(memory);
    }
    entries.clear();
    tableSlots.clear();
    Arrays.fill(covered, false);
  }

  int coveredWord0(int slot) {
    return find(slot).word0;
  }

  int coveredWord1(int slot) {
    return find(slot).word1;
  }

  private int slot(int offset) {
    return decodedPage + offset / 2 * Op.SLOT_BYTES;
  }

  private Entry find(int slot) {
    Entry entry = entries.get(slot);
    if (entry == null) {
      throw new IllegalStateException("no entry at slot 0x" + Integer.toHexString(slot));
    }
    return entry;
  }
}
