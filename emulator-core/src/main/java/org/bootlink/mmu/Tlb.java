// SPDX-License-Identifier: Apache-2.0
package org.bootlink.mmu;

import java.util.Arrays;
import org.bootlink.memory.LinearMemory;

/**
 * A hart's translation look-aside buffer in linear memory: direct-mapped arrays of entries that tell where
 * in linear memory a page of RAM lies. What is not RAM, or not fully permitted, is never in it.
 *
 * <pre>
 *  entry    0  tag     64   virtual page address, or INVALID
 *           8  addend  32   linear memory address minus the low 32 bits of the virtual address
 *  context  U, S, S with mstatus.SUM, M (also untranslated accesses): a read, a write and a fetch array
 * </pre>
 *
 * An access of 2^k bytes hits if {@code (va & (-4096 | (1 << k) - 1))} equals the tag, which makes a
 * misaligned access miss. A fetch entry's addend is the address of the page's decoded instructions.
 */
public final class Tlb {
  public static final int CONTEXT_U = 0;
  public static final int CONTEXT_S = 1;
  public static final int CONTEXT_S_SUM = 2;
  public static final int CONTEXT_M = 3;

  /** No address masked for a lookup has this bit set. */
  private static final long INVALID = 1 << 11;

  private static final int LOG_SIZE = 4096;

  private final LinearMemory memory;
  private final int address;
  private final TlbShape shape;
  /** Entries filled since the last flush, so that a flush costs no more than the fills before it. */
  private final Log nonGlobal = new Log();
  private final Log global = new Log();

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
    for (int i = 0; i < contexts * shape.contextBytes; i += shape.entryBytes) {
      memory.putLong(address + i, INVALID);
    }
  }

  /** Address of the read array of {@code context}. */
  public int context(int context) {
    return address + context * shape.contextBytes;
  }

  public void fillRead(int context, long va, int pageAddress, boolean isGlobal) {
    fill(entry(context(context), va), va, pageAddress - (int) (va & -4096L), isGlobal);
  }

  public void fillWrite(int context, long va, int pageAddress, boolean isGlobal) {
    fill(entry(context(context) + shape.write, va), va, pageAddress - (int) (va & -4096L), isGlobal);
  }

  public void fillFetch(int context, long va, int decodedPage, boolean isGlobal) {
    fill(entry(context(context) + shape.fetch, va), va, decodedPage, isGlobal);
  }

  /** Linear memory address of {@code va} for a load, or 0 if no read entry has its page. */
  public int read(int context, long va) {
    return lookUp(context(context), va);
  }

  /** Linear memory address of {@code va} for a store, or 0 if no write entry has its page. */
  public int write(int context, long va) {
    return lookUp(context(context) + shape.write, va);
  }

  /** Decoded page of {@code va}, or 0 if no fetch entry has it. */
  public int fetch(int context, long va) {
    int entry = entry(context(context) + shape.fetch, va);
    return memory.getLong(entry) == (va & -4096L) ? memory.getInt(entry + 8) : 0;
  }

  /** Forgets everything. */
  public void flush() {
    nonGlobal.flush();
    global.flush();
  }

  /** Forgets what does not hold in every address space. */
  public void flushNonGlobal() {
    nonGlobal.flush();
  }

  /** Forgets what is known of the page of {@code va}. */
  public void flushPage(long va) {
    for (int context = CONTEXT_U; context <= CONTEXT_M; context++) {
      int base = context(context);
      invalidate(entry(base, va), va);
      invalidate(entry(base + shape.write, va), va);
      invalidate(entry(base + shape.fetch, va), va);
    }
  }

  private int lookUp(int array, long va) {
    int entry = entry(array, va);
    return memory.getLong(entry) == (va & -4096L) ? memory.getInt(entry + 8) + (int) va : 0;
  }

  private void invalidate(int entry, long va) {
    if (memory.getLong(entry) == (va & -4096L)) {
      memory.putLong(entry, INVALID);
    }
  }

  private int entry(int array, long va) {
    return array + ((int) (va >>> shape.offsetShift) & shape.offsetMask);
  }

  private void fill(int entry, long va, int addend, boolean isGlobal) {
    // An entry that changes from one log's to the other's may stand in both: then it goes too early.
    (isGlobal ? global : nonGlobal).add(entry);
    memory.putLong(entry, va & -4096L);
    memory.putInt(entry + 8, addend);
  }

  /** Addresses of filled entries; one that was filled twice may be in it twice. */
  private final class Log {
    private final int[] entries = new int[LOG_SIZE];
    private int count;

    void add(int entry) {
      if (count == LOG_SIZE) {
        dropDuplicates();
      }
      entries[count++] = entry;
    }

    void flush() {
      for (int i = 0; i < count; i++) {
        memory.putLong(entries[i], INVALID);
      }
      count = 0;
    }

    private void dropDuplicates() {
      Arrays.sort(entries);
      int kept = 0;
      for (int i = 0; i < LOG_SIZE; i++) {
        if (kept == 0 || entries[kept - 1] != entries[i]) {
          entries[kept++] = entries[i];
        }
      }
      count = kept;
      if (kept > LOG_SIZE / 2) {
        flush();
      }
    }
  }
}
