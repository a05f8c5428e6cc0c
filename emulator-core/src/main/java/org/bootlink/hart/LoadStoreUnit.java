// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hart;

import org.bootlink.bus.Bus;
import org.bootlink.bus.Ram;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Privilege;
import org.bootlink.memory.LinearMemory;
import org.bootlink.mmu.PageTableWalker;
import org.bootlink.mmu.Pmp;
import org.bootlink.mmu.Tlb;
import org.bootlink.state.StateWalk;

/**
 * The slow path of memory accesses: translates, checks, reaches RAM or a device, and fills the TLB so that
 * the next access to the page is quick. Misaligned accesses to RAM work; they are not atomic.
 *
 * <p>A failing access does nothing but {@link Hart#raise raise} its trap, for which every caller has to look:
 * page faults are everyday, and in a browser unwinding costs more than all else about them. The loop has stored
 * pc and REMAINING before it calls, and reads REMAINING again afterwards.
 */
public final class LoadStoreUnit {
  private static final int PAGE_SIZE = Ram.PAGE_SIZE;
  private static final int PAGE_SHIFT = Ram.PAGE_SHIFT;

  /** Instead of a physical address: there is none, and the trap is raised. */
  public static final long FAULT = -1;

  private final Hart hart;
  private final LinearMemory memory;
  private final Ram ram;
  private final Bus bus;
  private final PageTableWalker walker;
  /** Whether the last translation holds in every address space, and the size of what its PTE maps. */
  private boolean global;
  private int sizeLog2;

  LoadStoreUnit(Hart hart, Ram ram, Bus bus, PageTableWalker walker) {
    this.hart = hart;
    this.memory = hart.memory();
    this.ram = ram;
    this.bus = bus;
    this.walker = walker;
  }

  /**
   * Loads {@code size} bytes.
   *
   * @param size 1, 2, 4 or 8
   * @return the value, zero-extended; 0 if a trap is raised
   */
  public long load(long va, int size) {
    if (crossesPage(va, size)) {
      return loadAcrossPages(va, size);
    }
    int known = hart.tlb().read(hart.dataContext(), va);
    if (known != 0) {
      return loadRam(known, size);
    }
    long pa = permittedPa(va, size, Pmp.READ);
    if (pa == FAULT) {
      return 0;
    }
    if (ram.contains(pa, size)) {
      fillRead(va, pa);
      return loadRam(ram.addressOf(pa), size);
    }
    Bus.Mapping mapping = bus.find(pa, size);
    if (mapping == null) {
      hart.raise(Cause.LOAD_ACCESS_FAULT, va);
      return 0;
    }
    long value = mapping.device().read(mapping.offset(pa), size);
    hart.requestAttention(); // the device may have lowered a wire or moved a deadline
    return value;
  }

  /** Stores the low {@code size} bytes of {@code value}; size is 1, 2, 4 or 8. */
  public void store(long va, long value, int size) {
    if (crossesPage(va, size)) {
      storeAcrossPages(va, value, size);
      return;
    }
    int known = addressForStore(va, size);
    if (known != 0) {
      storeRam(known, value, size);
      return;
    }
    long pa = permittedPa(va, size, Pmp.WRITE);
    if (pa == FAULT) {
      return;
    }
    if (ram.contains(pa, size)) {
      fillWrite(va, pa);
      storeRam(ram.addressForStore(pa, size), value, size);
      return;
    }
    Bus.Mapping mapping = bus.find(pa, size);
    if (mapping == null) {
      hart.raise(Cause.STORE_ACCESS_FAULT, va);
      return;
    }
    mapping.device().write(mapping.offset(pa), value, size);
    // A device may have stopped the machine, raised a wire or moved a deadline.
    hart.requestAttention();
  }

  /**
   * Finds where in RAM an access of {@code size} bytes goes, having filled the TLB as {@link #load} or {@link
   * #store} do.
   *
   * @return the linear memory address; 0, and nothing is loaded or stored, if the access crosses a page, goes
   *     elsewhere than RAM or stores into a page of code, or if a trap is raised
   */
  public int ramAddress(long va, int size, boolean store) {
    if (crossesPage(va, size)) {
      return 0;
    }
    int context = hart.dataContext();
    int known = store ? hart.tlb().write(context, va) : hart.tlb().read(context, va);
    if (known != 0) {
      return store && hart.tlb().isWatched(context, va) ? 0 : known;
    }
    long pa = permittedPa(va, size, store ? Pmp.WRITE : Pmp.READ);
    if (pa == FAULT || !ram.contains(pa, size) || !hart.pmp().isUniformPage(pa)) {
      return 0;
    }
    if (!store) {
      fillRead(va, pa);
      return ram.addressOf(pa);
    }
    fillWrite(va, pa);
    return ram.isCodePage(pa) ? 0 : ram.addressOf(pa);
  }

  /** LR: loads {@code size} bytes (4 or 8), sign-extended, and reserves them; 0 if a trap is raised. */
  public long loadReserved(long va, int size) {
    if ((va & size - 1) != 0) {
      hart.raise(Cause.LOAD_ADDRESS_MISALIGNED, va);
      return 0;
    }
    int address = hart.tlb().read(hart.dataContext(), va);
    if (address == 0) {
      long pa = ramPa(va, va, size, Pmp.READ, Cause.LOAD_ACCESS_FAULT);
      if (pa == FAULT) {
        return 0;
      }
      fillRead(va, pa);
      address = ram.addressOf(pa);
    }
    hart.reserve(address);
    return size == 4 ? memory.getInt(address) : memory.getLong(address);
  }

  /** SC: stores if the reservation still holds; returns whether it did. A trap may be raised instead. */
  public boolean storeConditional(long va, long value, int size) {
    int address = atomicAddress(va, size);
    if (address == 0) {
      return false;
    }
    boolean holds = hart.holdsReservation(address);
    hart.dropReservation();
    if (holds && size == 4) {
      memory.putInt(address, (int) value);
    } else if (holds) {
      memory.putLong(address, value);
    }
    return holds;
  }

  /**
   * Linear memory address of the {@code size} bytes at {@code va} that an instruction reads and writes; 0 if a
   * trap is raised.
   */
  public int atomicAddress(long va, int size) {
    if ((va & size - 1) != 0) {
      hart.raise(Cause.STORE_ADDRESS_MISALIGNED, va);
      return 0;
    }
    int known = addressForStore(va, size);
    if (known != 0) {
      return known;
    }
    long pa = ramPa(va, va, size, Pmp.WRITE, Cause.STORE_ACCESS_FAULT);
    if (pa == FAULT || !pmpAllows(va, pa, size, Pmp.READ, Cause.STORE_ACCESS_FAULT)) {
      return 0;
    }
    fillWrite(va, pa);
    return ram.addressForStore(pa, size);
  }

  /** CBO.ZERO: clears the 64-byte block of {@code va}. */
  public void zeroBlock(long va) {
    long start = va & -64L;
    int address = addressForStore(start, 64);
    if (address == 0) {
      long pa = blockPa(start, va, Pmp.WRITE);
      if (pa == FAULT) {
        return;
      }
      fillWrite(start, pa);
      address = ram.addressForStore(pa, 64);
    }
    memory.clear(address, 64);
  }

  /** Checks a cache-block management operation: it may touch what may be read or written. */
  public void checkBlock(long va) {
    long start = va & -64L;
    if (blockPa(start, va, Pmp.READ) == FAULT) {
      hart.dropRaised();
      blockPa(start, va, Pmp.WRITE);
    }
  }

  private long blockPa(long start, long va, int access) {
    return ramPa(start, va, 64, access, Cause.STORE_ACCESS_FAULT);
  }

  /** Translates {@code va} for an instruction fetch; checks no PMP. {@link #FAULT} if a trap is raised. */
  public long translateFetch(long va) {
    return translate(va, va, Pmp.EXECUTE, hart.privilege());
  }

  /** What a TLB entry remembers of the last translation, which gave {@code pa}. */
  public int mapping(long pa) {
    return Tlb.mapping(pa, global, sizeLog2);
  }

  Ram ram() {
    return ram;
  }

  /** Linear memory address of a reservation at {@code pa}. */
  int reservable(long pa) {
    StateWalk.require((pa & 3) == 0 && ram.contains(pa, 4), "a reservation outside of RAM");
    return ram.addressOf(pa);
  }

  /** Physical address of RAM at a linear memory address. */
  long paOf(int address) {
    return ram.paOf(address);
  }

  private static boolean crossesPage(long va, int size) {
    return ((int) va & PAGE_SIZE - 1) > PAGE_SIZE - size;
  }

  private long loadAcrossPages(long va, int size) {
    long second = (va | PAGE_SIZE - 1) + 1;
    long pa1 = ramPa(va, (int) (second - va), Pmp.READ);
    long pa2 = pa1 == FAULT ? FAULT : ramPa(second, (int) (va + size - second), Pmp.READ);
    long value = 0;
    if (pa2 == FAULT) {
      return value;
    }
    for (int i = 0; i < size; i++) {
      long at = va + i;
      value |= (long) ram.readU8(at < second ? pa1 + i : pa2 + (at - second)) << 8 * i;
    }
    return value;
  }

  private void storeAcrossPages(long va, long value, int size) {
    long second = (va | PAGE_SIZE - 1) + 1;
    long pa1 = ramPa(va, (int) (second - va), Pmp.WRITE);
    long pa2 = pa1 == FAULT ? FAULT : ramPa(second, (int) (va + size - second), Pmp.WRITE);
    if (pa2 == FAULT) {
      return;
    }
    for (int i = 0; i < size; i++) {
      long at = va + i;
      ram.writeI8(at < second ? pa1 + i : pa2 + (at - second), (int) (value >>> 8 * i));
    }
  }

  /** One page's share of a misaligned access: only RAM answers it. */
  private long ramPa(long va, int size, int access) {
    return ramPa(va, va, size, access, accessFault(access));
  }

  /**
   * Where in RAM an access may go.
   *
   * @param tval the address that a trap names
   * @param accessFault the cause if there is no RAM, or PMP forbids it
   */
  private long ramPa(long va, long tval, int size, int access, int accessFault) {
    long pa = translate(va, tval, access, hart.dataPrivilege());
    if (pa == FAULT || !pmpAllows(tval, pa, size, access, accessFault)) {
      return FAULT;
    }
    if (!ram.contains(pa, size)) {
      hart.raise(accessFault, tval);
      return FAULT;
    }
    return pa;
  }

  private void fillRead(long va, long pa) {
    if (hart.pmp().isUniformPage(pa)) {
      hart.tlb().fillRead(hart.dataContext(), va, ram.addressOf(pa & -PAGE_SIZE), mapping(pa));
    }
  }

  private void fillWrite(long va, long pa) {
    if (hart.pmp().isUniformPage(pa)) {
      boolean code = ram.isCodePage(pa);
      if (!code) {
        ram.noteWritableInTlb(pa);
      }
      hart.tlb().fillWrite(hart.dataContext(), va, ram.addressOf(pa & -PAGE_SIZE), mapping(pa), code);
    }
  }

  /** Linear memory address of the bytes at {@code va} that are about to be stored, or 0 if the TLB has none. */
  private int addressForStore(long va, int size) {
    Tlb tlb = hart.tlb();
    int context = hart.dataContext();
    int address = tlb.write(context, va);
    if (address != 0 && tlb.isWatched(context, va)) {
      long pa = ram.paOf(address);
      ram.addressForStore(pa, size);
      if (!ram.isCodePage(pa)) {
        ram.noteWritableInTlb(pa);
        tlb.unwatch(context, va);
      }
    }
    return address;
  }

  private long loadRam(int address, int size) {
    return switch (size) {
      case 1 -> memory.getByte(address) & 0xff;
      case 2 -> memory.getShort(address) & 0xffff;
      case 4 -> memory.getInt(address) & 0xffff_ffffL;
      default -> memory.getLong(address);
    };
  }

  private void storeRam(int address, long value, int size) {
    switch (size) {
      case 1 -> memory.putByte(address, (byte) value);
      case 2 -> memory.putShort(address, (short) value);
      case 4 -> memory.putInt(address, (int) value);
      default -> memory.putLong(address, value);
    }
  }

  /** Where an access goes, to RAM or elsewhere, that translation and PMP permit. */
  private long permittedPa(long va, int size, int access) {
    long pa = translate(va, va, access, hart.dataPrivilege());
    return pa != FAULT && pmpAllows(va, pa, size, access, accessFault(access)) ? pa : FAULT;
  }

  private long translate(long va, long tval, int access, int privilege) {
    long satp = hart.csr().satp();
    if (privilege == Privilege.M || PageTableWalker.isBare(satp)) {
      global = true;
      sizeLog2 = PAGE_SHIFT;
      if (va < 0) { // nothing is up there, and it might be FAULT
        hart.raise(accessFault(access), tval);
        return FAULT;
      }
      return va;
    }
    long status = hart.csr().mstatus();
    long environment = hart.csr().menvcfg();
    int result = walker.walk(va, access, satp,
        new PageTableWalker.Rules(privilege, (status & Mstatus.SUM) != 0, (status & Mstatus.MXR) != 0,
            (environment & CsrFile.MENVCFG_ADUE) != 0, (environment & CsrFile.MENVCFG_PBMTE) != 0));
    if (result == PageTableWalker.OK) {
      global = walker.global();
      sizeLog2 = walker.sizeLog2();
      return walker.pa();
    }
    hart.raise(result == PageTableWalker.PAGE_FAULT ? pageFault(access) : accessFault(access), tval);
    return FAULT;
  }

  private boolean pmpAllows(long tval, long pa, int size, int access, int cause) {
    boolean allowed = hart.pmp().allows(pa, size, access, hart.dataPrivilege());
    if (!allowed) {
      hart.raise(cause, tval);
    }
    return allowed;
  }

  private static int pageFault(int access) {
    return switch (access) {
      case Pmp.READ -> Cause.LOAD_PAGE_FAULT;
      case Pmp.WRITE -> Cause.STORE_PAGE_FAULT;
      default -> Cause.INSTRUCTION_PAGE_FAULT;
    };
  }

  private static int accessFault(int access) {
    return switch (access) {
      case Pmp.READ -> Cause.LOAD_ACCESS_FAULT;
      case Pmp.WRITE -> Cause.STORE_ACCESS_FAULT;
      default -> Cause.INSTRUCTION_ACCESS_FAULT;
    };
  }
}
