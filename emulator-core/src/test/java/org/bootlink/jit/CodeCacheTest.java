// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.bootlink.code.CodeHost;
import org.bootlink.code.CodeUnit;
import org.bootlink.code.StackCode;
import org.junit.jupiter.api.Test;

class CodeCacheTest {
  private static final int SLOTS = 64;
  private static final int UNIT_BYTES = 1000;

  /** Knows which slots were cleared; every unit has {@link #UNIT_BYTES}. */
  private static final class Slots implements CodeHost {
    final BitSet cleared = new BitSet();

    @Override
    public int slots() {
      return SLOTS;
    }

    @Override
    public void bind(Object methods) {}

    @Override
    public boolean fusesMultiplyAdd() {
      return false;
    }

    @Override
    public boolean accepts(StackCode function) {
      return true;
    }

    @Override
    public int load(CodeUnit unit, int firstSlot) {
      return UNIT_BYTES;
    }

    @Override
    public void clear(int firstSlot, int count) {
      cleared.set(firstSlot, firstSlot + count);
    }

    @Override
    public void enter(int hartBase, int fetchTlb, int entry, long pageVa) {}
  }

  private final Slots host = new Slots();
  private final TranslationCounters counters = new TranslationCounters(List.of());

  private CodeCache cache(int mostBytes) {
    return new CodeCache(host, mostBytes, counters);
  }

  private int load(CodeCache cache, int count) {
    int slot = cache.find(count);
    assertTrue(slot >= CodeCache.FIRST_SLOT, "there is room for " + count);
    cache.load(new CodeUnit(), slot, count);
    return slot;
  }

  @Test
  void slotsThatAreFreeAreGivenAgainAndNoneIsGivenTwice() {
    CodeCache cache = cache(Integer.MAX_VALUE);
    Random random = new Random(5);
    boolean[] taken = new boolean[SLOTS];
    Arrays.fill(taken, 0, CodeCache.FIRST_SLOT, true);
    int refusals = 0;
    for (int i = 0; i < 20_000; i++) {
      int count = 1 + random.nextInt(12);
      int slot = cache.find(count);
      if (slot < 0) {
        refusals++;
        assertFalse(hasRoom(taken, count), "refused " + count + " in " + Arrays.toString(taken));
        for (int used = CodeCache.FIRST_SLOT; used < SLOTS; used++) {
          if (taken[used] && random.nextInt(3) > 0) {
            taken[used] = false;
            cache.free(used);
          }
        }
        continue;
      }
      cache.load(new CodeUnit(), slot, count);
      for (int at = slot; at < slot + count; at++) {
        assertFalse(taken[at], "slot " + at + " is given twice");
        taken[at] = true;
      }
    }
    assertTrue(refusals > 100);
  }

  /** Whether {@code count} slots in a row are free. */
  private static boolean hasRoom(boolean[] taken, int count) {
    int free = 0;
    for (boolean one : taken) {
      free = one ? 0 : free + 1;
      if (free == count) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aUnitsBytesCountUntilItsLastFunctionIsGone() {
    CodeCache cache = cache(Integer.MAX_VALUE);
    int first = load(cache, 3);
    load(cache, 2);
    assertEquals(2 * UNIT_BYTES, counters.bytesInUse());
    cache.free(first);
    cache.free(first + 2);
    assertEquals(2 * UNIT_BYTES, counters.bytesInUse());
    cache.free(first + 1);
    assertEquals(UNIT_BYTES, counters.bytesInUse());
    assertEquals(2, counters.slotsInUse());
    assertEquals(first + 2, host.cleared.length() - 1, "the host may collect what is gone");
  }

  @Test
  void whatTakesTooManyBytesIsAsFullAsWhatTakesAllSlots() {
    CodeCache cache = cache(5 * UNIT_BYTES);
    List<Integer> loaded = new ArrayList<>();
    while (cache.find(1) > 0) {
      loaded.add(load(cache, 1));
    }
    assertEquals(5, loaded.size());
    loaded.forEach(cache::free);
    assertEquals(0, counters.bytesInUse());
    load(cache, SLOTS / 2);
  }
}
