// SPDX-License-Identifier: Apache-2.0
package org.bootlink.mmu;

import org.bootlink.bus.Ram;
import org.bootlink.memory.LinearMemory;
import org.bootlink.state.BadStateException;
import org.bootlink.state.StateWalk;

/**
 * A hart's translation look-aside buffer in linear memory: direct-mapped arrays of entries that tell where
 * in linear memory a page of RAM lies. What is not RAM, or not fully permitted, is never in it.
 *
 * <pre>
 *  entry    0  tag      64   virtual page address, with SLOW or as it is; or INVALID
 *           8  addend   32   linear memory address minus the low 32 bits of the virtual address
 *          12  mapping  32   physical page, size and kind of the mapping; which logs the entry is in
 *  context  U, S, S with mstatus.SUM, M (also untranslated accesses): a read, a write and a fetch array
 * </pre>
 *
 * An access of 2^k bytes hits if {@code (va & (-4096 | (1 << k) - 1))} equals the tag, which makes a
 * misaligned access miss. A fetch entry's addend is the address of the page's decoded instructions.
 *
 * <p>Which entries there are is architectural state: it decides whether the next access walks the page
 * tables, which a guest can see by A bits and by PTEs that it changed without a fence. So entries come and
 * go only with what the guest does. What the host happens to know of a page is told by SLOW: the entry holds,
 * but loops miss it. It is set in write entries of pages with decoded code, whose stores must be seen, and in
 * fetch entries of pages without.
 */
public final class Tlb {
  public static final int CONTEXT_U = 0;
  public static final int CONTEXT_S = 1;
  public static final int CONTEXT_S_SUM = 2;
  public static final int CONTEXT_M = 3;

  /** No address masked for a lookup has this bit set. */
  private static final long INVALID = 1 << 11;
  /** Nor this one: the entry is for the slow path only. */
  private static final long SLOW = 1 << 10;
  private static final long PAGE = -4096L;

  private static final int ADDEND = 8;
  private static final int MAPPING = 12;

  private static final int PAGE_SHIFT = 12;
  private static final int PPN_MASK = (1 << 22) - 1;
  private static final int ANY_PPN = -1;
  private static final int SIZE_LOG2_SHIFT = 22;
  private static final int SIZE_LOG2_MASK = 63;
  private static final int GLOBAL = 1 << 28;
  private static final int IN_NON_GLOBAL_LOG = 1 << 29;
  private static final int IN_GLOBAL_LOG = 1 << 30;
  private static final int IN_LOGS = IN_NON_GLOBAL_LOG | IN_GLOBAL_LOG;

  private final LinearMemory memory;
  private final int address;
  private final int entries;
  private final TlbShape shape;
  /** Entries filled since the last flush, so that a flush costs no more than the fills before it. */
  private final Log nonGlobal;
  private final Log global;
  /** No mapping larger than 4 KiB from which an entry was filled since the last flush lies outside. */
  private long largeFirst;
  private long largeLast;

  /**
   * Offsets inside a context, in bytes.
   *
   * @param entryBytes size of an entry
   * @param offsetShift right shift of a virtual address that leaves its page number times the entry size
   * @param offsetMask what remains of that as an offset into an array
   * @param write from the read array to the write array
   * @param fetch from the read array to the fetch array
   * @param contextBytes from one context to the next
   */
  public record TlbShape(
      int entryBytes, int offsetShift, int offsetMask, int write, int fetch, int contextBytes) {}

  /**
   * @param address of the first context's read array
   * @param contexts how many there are
   */
  public Tlb(LinearMemory memory, int address, int contexts, TlbShape shape) {
    this.memory = memory;
    this.address = address;
    this.shape = shape;
    this.entries = contexts * shape.contextBytes / shape.entryBytes;
    this.nonGlobal = new Log(IN_NON_GLOBAL_LOG);
    this.global = new Log(IN_GLOBAL_LOG);
    for (int i = 0; i < entries; i++) {
      int entry = address + i * shape.entryBytes;
      memory.putLong(entry, INVALID);
      memory.putInt(entry + MAPPING, 0);
    }
    flush();
  }

  /** Address of the read array of {@code context}. */
  public int context(int context) {
    return address + context * shape.contextBytes;
  }

  /**
   * What an entry remembers of how its page is mapped.
   *
   * @param pa physical address in the page, below 2^34
   * @param isGlobal whether the mapping is the same in every address space
   * @param sizeLog2 logarithm of the size of what the PTE maps, which may be far more than the page
   */
  public static int mapping(long pa, boolean isGlobal, int sizeLog2) {
    return ppn(pa) | sizeLog2 << SIZE_LOG2_SHIFT | (isGlobal ? GLOBAL : 0);
  }

  /** Physical page that {@code mapping} tells of. */
  public static long page(int mapping) {
    return (long) (mapping & PPN_MASK) << PAGE_SHIFT;
  }

  public void fillRead(int context, long va, int pageAddress, int mapping) {
    fill(entry(context(context), va), va & PAGE, pageAddress - (int) (va & PAGE), mapping);
  }

  /** @param watched whether stores into the page must come by the slow path */
  public void fillWrite(int context, long va, int pageAddress, int mapping, boolean watched) {
    fill(entry(context(context) + shape.write, va), va & PAGE | (watched ? SLOW : 0),
        pageAddress - (int) (va & PAGE), mapping);
  }

  public void fillFetch(int context, long va, int decodedPage, int mapping) {
    fill(entry(context(context) + shape.fetch, va), va & PAGE, decodedPage, mapping);
  }

  /** Linear memory address of {@code va} for a load, or 0 if no read entry has its page. */
  public int read(int context, long va) {
    return lookUp(entry(context(context), va), va);
  }

  /** Linear memory address of {@code va} for a store, watched or not, or 0 if no write entry has its page. */
  public int write(int context, long va) {
    return lookUp(entry(context(context) + shape.write, va), va);
  }

  /** Whether the write entry for {@code va}, which there must be, is for the slow path only. */
  public boolean isWatched(int context, long va) {
    return (memory.getLong(entry(context(context) + shape.write, va)) & SLOW) != 0;
  }

  /** Stores by the write entry for {@code va}, which there must be, need not be seen any more. */
  public void unwatch(int context, long va) {
    memory.putLong(entry(context(context) + shape.write, va), va & PAGE);
  }

  /** Decoded page of {@code va}, or 0 if no fetch entry has it, or one of a page that isn't decoded. */
  public int fetch(int context, long va) {
    int entry = entry(context(context) + shape.fetch, va);
    return memory.getLong(entry) == (va & PAGE) ? memory.getInt(entry + ADDEND) : 0;
  }

  /** Physical page of {@code va}, decoded or not, or -1 if no fetch entry has it. */
  public long fetchPage(int context, long va) {
    int entry = entry(context(context) + shape.fetch, va);
    return holds(entry, va) ? page(memory.getInt(entry + MAPPING)) : -1;
  }

  /** Gives the fetch entry for {@code va}, which there must be, its decoded page. */
  public void setDecoded(int context, long va, int decodedPage) {
    int entry = entry(context(context) + shape.fetch, va);
    memory.putLong(entry, va & PAGE);
    memory.putInt(entry + ADDEND, decodedPage);
  }

  /** From now on no store into the page of {@code pa} goes unseen. */
  public void watch(long pa) {
    makeSlow(shape.write, ppn(pa));
  }

  /** The decoded page for {@code pa} is gone. */
  public void forgetDecoded(long pa) {
    makeSlow(shape.fetch, ppn(pa));
  }

  /** All decoded pages are gone. */
  public void forgetDecoded() {
    makeSlow(shape.fetch, ANY_PPN);
  }

  /** Forgets everything. */
  public void flush() {
    nonGlobal.flush(true);
    global.flush(true);
    largeFirst = Long.MAX_VALUE;
    largeLast = Long.MIN_VALUE;
  }

  /** Forgets what does not hold in every address space. */
  public void flushNonGlobal() {
    nonGlobal.flush(false);
  }

  /** Forgets what is known by the PTE that maps {@code va}, however large. */
  public void flushPage(long va) {
    for (int context = CONTEXT_U; context <= CONTEXT_M; context++) {
      int base = context(context);
      invalidate(entry(base, va), va);
      invalidate(entry(base + shape.write, va), va);
      invalidate(entry(base + shape.fetch, va), va);
    }
    if (va >= largeFirst && va <= largeLast) {
      nonGlobal.flushLarge(va);
      global.flushLarge(va);
    }
  }

  /**
   * Two values for each entry, in the order of their addresses: virtual page plus number of the array (three
   * for each context), and {@link #mapping}; then -1. A restored entry is for the slow path wherever the host
   * has to look again.
   *
   * @param ram where read and write entries' pages must be; whoever uses a fetch entry checks its page
   */
  public void walkState(StateWalk walk, Ram ram) {
    if (walk.restores()) {
      flush();
      restore(walk, ram);
      return;
    }
    int entriesPerArray = shape.write / shape.entryBytes;
    for (int i = 0; i < entries; i++) {
      int entry = address + i * shape.entryBytes;
      long tag = memory.getLong(entry);
      if (tag != INVALID) {
        walk.value(tag & PAGE | i / entriesPerArray);
        walk.value(memory.getInt(entry + MAPPING) & ~IN_LOGS);
      }
    }
    walk.value(-1L);
  }

  private void restore(StateWalk walk, Ram ram) {
    int arrays = entries * shape.entryBytes / shape.write;
    for (int i = 0; i <= entries; i++) {
      long pageAndArray = walk.value(0L);
      if (pageAndArray == -1) {
        return;
      }
      long page = pageAndArray & PAGE;
      int number = (int) (pageAndArray & ~PAGE);
      int mapping = walk.value(0);
      StateWalk.require(number < arrays && isMapping(mapping), "a TLB entry that can't be");
      int array = number * shape.write;
      int kind = array % shape.contextBytes;
      boolean inRam = ram.contains(page(mapping), -PAGE);
      StateWalk.require(inRam || kind == shape.fetch, "a TLB entry for what is not RAM");
      int pageAddress = inRam ? ram.addressOf(page(mapping)) : 0;
      fill(entry(address + array, page), kind == 0 ? page : page | SLOW, pageAddress - (int) page, mapping);
    }
    throw new BadStateException("more TLB entries than there are");
  }

  private static boolean isMapping(int mapping) {
    int sizeLog2 = mapping >>> SIZE_LOG2_SHIFT & SIZE_LOG2_MASK;
    return (mapping & ~(PPN_MASK | SIZE_LOG2_MASK << SIZE_LOG2_SHIFT | GLOBAL)) == 0 && sizeLog2 >= PAGE_SHIFT;
  }

  private static int ppn(long pa) {
    return (int) (pa >>> PAGE_SHIFT) & PPN_MASK;
  }

  private void makeSlow(int array, int ppn) {
    nonGlobal.makeSlow(array, ppn);
    global.makeSlow(array, ppn);
  }

  private boolean holds(int entry, long va) {
    return (memory.getLong(entry) & ~SLOW) == (va & PAGE);
  }

  private int lookUp(int entry, long va) {
    return holds(entry, va) ? memory.getInt(entry + ADDEND) + (int) va : 0;
  }

  private void invalidate(int entry, long va) {
    if (holds(entry, va)) {
      memory.putLong(entry, INVALID);
    }
  }

  private int entry(int array, long va) {
    return array + ((int) (va >>> shape.offsetShift) & shape.offsetMask);
  }

  private void fill(int entry, long tag, int addend, int mapping) {
    int logs = memory.getInt(entry + MAPPING) & IN_LOGS;
    memory.putLong(entry, tag);
    memory.putInt(entry + ADDEND, addend);
    memory.putInt(entry + MAPPING, mapping | logs);
    ((mapping & GLOBAL) != 0 ? global : nonGlobal).add(entry);
    int sizeLog2 = mapping >>> SIZE_LOG2_SHIFT & SIZE_LOG2_MASK;
    if (sizeLog2 > PAGE_SHIFT) {
      long first = tag & -1L << sizeLog2;
      largeFirst = Math.min(largeFirst, first);
      largeLast = Math.max(largeLast, first + (1L << sizeLog2) - 1);
    }
  }

  /** Addresses of entries that were filled; those that changed from one log's kind to the other's are in both. */
  private final class Log {
    private final int mark;
    private final int[] logged = new int[entries];
    private int count;

    /** @param mark the bit by which entries tell that they are in this log */
    Log(int mark) {
      this.mark = mark;
    }

    void add(int entry) {
      int mapping = memory.getInt(entry + MAPPING);
      if ((mapping & mark) == 0) {
        memory.putInt(entry + MAPPING, mapping | mark);
        logged[count++] = entry;
      }
    }

    /** @param globalToo whether entries go that have become global */
    void flush(boolean globalToo) {
      for (int i = 0; i < count; i++) {
        int mapping = memory.getInt(logged[i] + MAPPING);
        if (globalToo || (mapping & GLOBAL) == 0) {
          memory.putLong(logged[i], INVALID);
        }
        memory.putInt(logged[i] + MAPPING, mapping & ~mark);
      }
      count = 0;
    }

    void flushLarge(long va) {
      for (int i = 0; i < count; i++) {
        int sizeLog2 = memory.getInt(logged[i] + MAPPING) >>> SIZE_LOG2_SHIFT & SIZE_LOG2_MASK;
        if (sizeLog2 > PAGE_SHIFT && (memory.getLong(logged[i]) ^ va) >>> sizeLog2 == 0) {
          memory.putLong(logged[i], INVALID);
        }
      }
    }

    /** Sets SLOW in the entries for physical page {@code ppn} in one array of each context. */
    void makeSlow(int array, int ppn) {
      for (int i = 0; i < count; i++) {
        int entry = logged[i];
        int offset = (entry - address) % shape.contextBytes;
        if ((ppn == ANY_PPN || (memory.getInt(entry + MAPPING) & PPN_MASK) == ppn)
            && offset >= array && offset < array + shape.write
            && memory.getLong(entry) != INVALID) {
          memory.putLong(entry, memory.getLong(entry) | SLOW);
        }
      }
    }
  }
}
