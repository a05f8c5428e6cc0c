// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.code.CodeHost;
import org.bootlink.code.CodeUnit;

/**
 * The slots of a host's table, and the bytes of the units whose functions are in them. A unit's bytes count
 * until its last function is gone, for so long the host may keep them.
 */
final class CodeCache {
  /** Of the table's slots, the first that is a region's. */
  static final int FIRST_SLOT = Links.FUNCTIONS;

  private static final int NONE = -1;

  private static final class Unit {
    int bytes;
    int functions;
  }

  private final CodeHost host;
  private final int mostBytes;
  private final TranslationCounters counters;
  /** For each slot the unit that its function came in, or null. */
  private final Unit[] unitOf;
  private int lastTaken = FIRST_SLOT - 1;

  /**
   * @param mostBytes after which the cache is full; one unit may exceed it
   * @param counters where to keep what is in use
   */
  CodeCache(CodeHost host, int mostBytes, TranslationCounters counters) {
    this.host = host;
    this.mostBytes = mostBytes;
    this.counters = counters;
    this.unitOf = new Unit[host.slots()];
  }

  /** The first of {@code count} free slots in a row, or -1 if everything has to go first. */
  int find(int count) {
    if (counters.bytesInUse >= mostBytes) {
      return NONE;
    }
    int behind = find(lastTaken + 1, unitOf.length, count);
    return behind != NONE ? behind : find(FIRST_SLOT, Math.min(unitOf.length, lastTaken + count), count);
  }

  private int find(int from, int end, int count) {
    int free = 0;
    for (int slot = from; slot < end; slot++) {
      free = unitOf[slot] == null ? free + 1 : 0;
      if (free == count) {
        return slot + 1 - count;
      }
    }
    return NONE;
  }

  /**
   * Puts the unit's {@code count} functions into the slots that {@link #find} gave.
   *
   * @return the size of what the host made, or 0 if it refuses
   */
  int load(CodeUnit functions, int firstSlot, int count) {
    Unit unit = new Unit();
    unit.bytes = host.load(functions, firstSlot);
    if (unit.bytes != 0) {
      unit.functions = count;
      for (int i = 0; i < count; i++) {
        unitOf[firstSlot + i] = unit;
      }
      lastTaken = firstSlot + count - 1;
      counters.slotsInUse += count;
      counters.bytesInUse += unit.bytes;
    }
    return unit.bytes;
  }

  /** Forgets the function in {@code slot}. */
  void free(int slot) {
    host.clear(slot, 1);
    Unit unit = unitOf[slot];
    unitOf[slot] = null;
    counters.slotsInUse--;
    counters.regionsDropped++;
    if (--unit.functions == 0) {
      counters.bytesInUse -= unit.bytes;
    }
  }
}
