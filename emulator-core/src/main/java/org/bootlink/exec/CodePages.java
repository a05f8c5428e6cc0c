// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import java.util.Arrays;
import java.util.List;
import org.bootlink.bus.Ram;
import org.bootlink.hart.Hart;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/**
 * Decoded instructions of the whole machine: a pool of decoded pages in linear memory, one for each
 * physical page that code was executed from. When the pool is full, everything goes and is decoded anew.
 *
 * <p>Stores into a page that holds decoded code are slow, and memory is reused: a page that is stored to
 * again and again without anything in it being decoded is code no longer, and is dropped.
 *
 * <p>A decoded page is one slot per halfword, then the two PAGE_END slots that the last instruction of the
 * page runs into (a 32-bit instruction that begins in the last halfword ends one slot later).
 */
public final class CodePages implements Ram.CodeWatcher {
  private static final int PAGE_SIZE = Ram.PAGE_SIZE;
  private static final int SLOTS = PAGE_SIZE / 2;
  private static final int SLOTS_BYTES = SLOTS * Op.SLOT_BYTES;
  private static final int DECODED_PAGE_BYTES = SLOTS_BYTES + 2 * Op.SLOT_BYTES;
  private static final int NONE = -1;

  /** Stores in a row, nothing decoded in between, after which a page is dropped. */
  private static final int STORES_UNTIL_DROPPED = 16;

  private final LinearMemory memory;
  private final Ram ram;
  private final long romPa;
  private final int romAddress;
  private final int romPages;
  private final int pool;
  private final int poolPages;
  private final List<Hart> harts;
  /** Pool index for each page of ROM and then RAM, or NONE. */
  private final int[] poolIndexOf;
  /** The page that each pool entry decodes, as an index of {@link #poolIndexOf}. */
  private final int[] pageOf;
  /** Stores into each pool entry's page since something in it was last decoded. */
  private final int[] stores;
  /** Pool entries that were dropped. */
  private final int[] free;
  private int freeCount;
  private int used;
  private int everUsed;
  private Translations translations = Translations.NONE;

  /**
   * @param romPa physical address of the boot ROM
   * @param rom its contents; a multiple of 4 KiB
   * @param poolPages pages that can be decoded at a time
   * @param harts all that execute from here
   */
  public CodePages(
      LinearAllocator allocator, Ram ram, long romPa, byte[] rom, int poolPages, List<Hart> harts) {
    this.memory = allocator.memory();
    this.ram = ram;
    this.romPa = romPa;
    this.romPages = rom.length / PAGE_SIZE;
    this.romAddress = allocator.allocate(rom.length, PAGE_SIZE);
    memory.write(romAddress, rom, 0, rom.length);
    this.poolPages = poolPages;
    this.pool = allocator.allocate(poolPages * DECODED_PAGE_BYTES, 64);
    this.harts = harts;
    this.poolIndexOf = new int[romPages + (ram.sizeBytes() >> Ram.PAGE_SHIFT)];
    this.pageOf = new int[poolPages];
    this.stores = new int[poolPages];
    this.free = new int[poolPages];
    Arrays.fill(poolIndexOf, NONE);
    ram.watchCode(this);
  }

  /** Linear memory that a pool of {@code poolPages} takes. */
  public static long poolBytes(int poolPages) {
    return (long) poolPages * DECODED_PAGE_BYTES;
  }

  /** Has {@code newTranslations} run what it translates from now on. */
  public void setTranslations(Translations newTranslations) {
    translations = newTranslations;
  }

  Translations translations() {
    return translations;
  }

  /** Whether code can be executed at {@code pa}. */
  boolean isExecutable(long pa) {
    return ram.contains(pa, 2) || pa >= romPa && pa < romPa + romPages * PAGE_SIZE;
  }

  /** The decoded page for the executable page of {@code pa}. */
  int decodedPage(long pa) {
    int page = pageIndex(pa);
    if (poolIndexOf[page] == NONE) {
      if (freeCount == 0 && used == poolPages) {
        flush();
      }
      add(page, pa);
    }
    return pool + poolIndexOf[page] * DECODED_PAGE_BYTES;
  }

  /** Linear memory address of the code that {@code decodedPage} decodes. */
  int source(int decodedPage) {
    return address(paOf(decodedPage));
  }

  /** Physical address of the page that {@code decodedPage} decodes. */
  long paOf(int decodedPage) {
    return pa(pageOf[(decodedPage - pool) / DECODED_PAGE_BYTES]);
  }

  /** Linear memory address of the code at {@code pa}, which must be executable. */
  int address(long pa) {
    return ram.contains(pa, 1) ? ram.addressOf(pa) : romAddress + (int) (pa - romPa);
  }

  /** Forgets all decoded code. */
  public void flush() {
    for (int i = 0; i < used; i++) {
      if (poolIndexOf[pageOf[i]] == i) {
        release(i);
      }
    }
    used = 0;
    freeCount = 0;
    for (Hart hart : harts) {
      hart.forgetDecoded();
    }
  }

  /** Notes that an instruction of {@code decodedPage} is being decoded: it is code all right. */
  void noteDecoded(int decodedPage) {
    stores[(decodedPage - pool) / DECODED_PAGE_BYTES] = 0;
  }

  @Override
  public void codeChanged(long pa, int length) {
    int index = poolIndexOf[pageIndex(pa)];
    if (++stores[index] > STORES_UNTIL_DROPPED) {
      release(index);
      free[freeCount++] = index;
      for (Hart hart : harts) {
        hart.forgetDecoded(pa);
      }
      return;
    }
    int decoded = pool + index * DECODED_PAGE_BYTES;
    translations.changed(decoded);
    int first = (int) pa & PAGE_SIZE - 1;
    // An instruction that begins in the halfword before may reach into the changed bytes.
    for (int at = Math.max(0, (first & ~1) - 2); at < first + length; at += 2) {
      memory.putInt(decoded + at / 2 * Op.SLOT_BYTES, Op.DECODE);
    }
  }

  private void release(int index) {
    translations.released(pool + index * DECODED_PAGE_BYTES);
    int page = pageOf[index];
    poolIndexOf[page] = NONE;
    if (page >= romPages) {
      ram.setCodePage(pa(page), false);
    }
  }

  private void add(int page, long pa) {
    int index = freeCount > 0 ? free[--freeCount] : used++;
    int address = pool + index * DECODED_PAGE_BYTES;
    if (index < everUsed) {
      memory.clear(address, SLOTS_BYTES);
    } else {
      everUsed = used;
      for (int i = 0; i < 2; i++) {
        memory.putInt(address + SLOTS_BYTES + i * Op.SLOT_BYTES, Op.PAGE_END << Op.OPERATION_SHIFT);
        memory.putInt(address + SLOTS_BYTES + i * Op.SLOT_BYTES + 4, PAGE_SIZE + 2 * i);
      }
    }
    poolIndexOf[page] = index;
    pageOf[index] = page;
    stores[index] = 0;
    if (page >= romPages) {
      ram.setCodePage(pa, true);
      if (ram.mayBeWritableInTlb(pa)) {
        for (Hart hart : harts) {
          hart.tlb().watch(pa);
        }
        ram.clearWritableInTlb(pa);
      }
    }
  }

  private long pa(int page) {
    return page < romPages
        ? romPa + (long) page * PAGE_SIZE
        : ram.basePa() + (long) (page - romPages) * PAGE_SIZE;
  }

  private int pageIndex(long pa) {
    return ram.contains(pa, 1)
        ? romPages + (int) (pa - ram.basePa() >>> Ram.PAGE_SHIFT)
        : (int) (pa - romPa >>> Ram.PAGE_SHIFT);
  }
}
