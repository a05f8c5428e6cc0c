// SPDX-License-Identifier: Apache-2.0
package org.bootlink.mmu;

import static org.bootlink.testing.PageTable.A;
import static org.bootlink.testing.PageTable.D;
import static org.bootlink.testing.PageTable.RWX;
import static org.bootlink.testing.Reg.A0;
import static org.bootlink.testing.Reg.A1;
import static org.bootlink.testing.Reg.A2;
import static org.bootlink.testing.Reg.ZERO;
import static org.bootlink.testing.Vm.DATA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.hart.HartLayout;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Privilege;
import org.bootlink.memory.LinearMemory;
import org.bootlink.state.ByteReader;
import org.bootlink.state.ByteWriter;
import org.bootlink.state.StateReader;
import org.bootlink.state.StateWalk;
import org.bootlink.testing.PageTable;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;

/**
 * What a hart's TLB holds is the guest's doing alone: a guest that clears A and D bits without a fence sees
 * when its page tables are walked, and that must not depend on what the host has decoded.
 */
class TlbStateTest {
  private static final long PAGE = 4096;
  private static final long MEGAPAGE = 2 << 20;
  private static final long VA = 0x1001_0000L;
  private static final long OTHER_VA = 0x2002_0000L;
  private static final long LARGE_VA = 0x3000_0000L;
  private static final long ADUE = 1L << 61;
  private static final long G = 32;
  private static final int POOL_PAGES = 8;
  private static final int STORES_UNTIL_DROPPED = 16;

  private final Vm vm = new Vm();
  private final PageTable table = new PageTable(vm, 3);
  private long pte;

  private void begin(long flags) {
    table.map(Vm.BASE, Vm.BASE, RWX);
    pte = table.map(VA, DATA, flags);
    vm.load(DATA, a -> a.ret());
    vm.set(Csr.MENVCFG).to(ADUE).set(Csr.SATP).to(table.satp());
    vm.set(A1, VA).enter(Privilege.S);
  }

  /** Clears A and D of {@link #VA}, without a fence. */
  private void clearUsed() {
    vm.ram().writeI64(pte, vm.ram().readI64(pte) & ~(A | D));
  }

  private long used() {
    assertNull(vm.trap());
    return vm.ram().readI64(pte) & (A | D);
  }

  private void call(long va) {
    vm.set(A2, va).hart().setPc(Vm.BASE);
    vm.run(a -> a.jalr(1, A2, 0));
  }

  private void load() {
    vm.hart().setPc(Vm.BASE);
    vm.run(a -> a.ld(A0, 0, A1));
  }

  private void store() {
    vm.hart().setPc(Vm.BASE);
    vm.run(a -> a.sd(A0, 8, A1));
  }

  private void fence(long va) {
    vm.set(A2, va).hart().setPc(Vm.BASE);
    vm.run(a -> a.sfenceVma(A2, ZERO));
  }

  @Test
  void aStoreKnownBeforeThePageHeldCodeIsNotWalkedAgain() {
    begin(RWX);
    store();
    call(VA);
    clearUsed();
    store();
    assertEquals(0, used());
  }

  @Test
  void storesIntoCodeAreWalkedOnlyOnceAndSeen() {
    begin(RWX & ~D);
    call(VA);
    store();
    assertEquals(A | D, used());
    clearUsed();
    vm.set(A0, 0x8082_0505_0505L).hart().setPc(Vm.BASE); // c.addi a0, 1; c.addi a0, 1; ret
    vm.run(a -> a.sd(A0, 0, A1));
    vm.set(A0, 0);
    call(VA);
    assertEquals(2, vm.x(A0));
    assertEquals(0, used());
  }

  @Test
  void newCodeLeavesOtherPagesKnown() {
    begin(RWX);
    load();
    store();
    vm.load(DATA + PAGE, a -> a.ret());
    table.map(OTHER_VA, DATA + PAGE, RWX);
    vm.set(A1, OTHER_VA);
    store();
    call(OTHER_VA);
    clearUsed();
    vm.set(A1, VA);
    load();
    store();
    assertEquals(0, used());
  }

  @Test
  void codeThatWasDroppedIsFetchedWithoutAWalk() {
    begin(RWX);
    table.map(OTHER_VA, DATA, RWX);
    call(VA);
    clearUsed();
    vm.set(A1, OTHER_VA);
    for (int i = 0; i < STORES_UNTIL_DROPPED + 2; i++) {
      store();
    }
    call(VA);
    assertEquals(0, used());
  }

  @Test
  void codeThatLeftThePoolIsFetchedWithoutAWalk() {
    begin(RWX);
    call(VA);
    clearUsed();
    for (int i = 1; i <= POOL_PAGES; i++) {
      vm.load(DATA + i * PAGE, a -> a.ret());
      table.map(OTHER_VA + i * PAGE, DATA + i * PAGE, RWX);
      call(OTHER_VA + i * PAGE);
    }
    call(VA);
    assertEquals(0, used());
  }

  @Test
  void blocksAreZeroedByWhatStoresKnow() {
    begin(RWX);
    store();
    clearUsed();
    vm.set(Csr.MENVCFG).to(ADUE | 0xf0);
    store();
    clearUsed();
    vm.hart().setPc(Vm.BASE);
    vm.run(a -> a.cboZero(A1));
    assertEquals(0, used());
    assertEquals(0, vm.ram().readI64(DATA));
  }

  @Test
  void aFenceForOneAddressForgetsAllOfItsLargePage() {
    begin(RWX);
    pte = table.map(LARGE_VA, Vm.BASE & -MEGAPAGE, RWX, 1);
    vm.set(A1, LARGE_VA + DATA - Vm.BASE);
    load();
    clearUsed();
    fence(LARGE_VA + MEGAPAGE);
    load();
    assertEquals(0, used());
    fence(LARGE_VA + MEGAPAGE - 1);
    load();
    assertEquals(A, used());
  }

  @Test
  void aPageThatBecameGlobalOutlivesTheAddressSpace() {
    begin(RWX);
    load();
    fence(VA);
    vm.ram().writeI64(pte, vm.ram().readI64(pte) | G);
    load();
    clearUsed();
    vm.set(A2, table.satp()).hart().setPc(Vm.BASE);
    vm.run(a -> a.csrw(Csr.SATP, A2));
    load();
    assertEquals(0, used());
  }

  @Test
  void noNumberOfFillsForgetsWhatHasItsPlace() {
    Tlb tlb = vm.hart().tlb();
    for (int round = 0; round < 3; round++) {
      for (int context = 0; context < HartLayout.TLB_CONTEXTS; context++) {
        for (int i = 0; i < HartLayout.TLB_ENTRIES; i++) {
          int mapping = Tlb.mapping(DATA, (i + round) % 2 == 0, 12);
          tlb.fillRead(context, i * PAGE, 0, mapping);
          tlb.fillWrite(context, i * PAGE, 0, mapping, false);
          tlb.fillFetch(context, i * PAGE, 0, mapping);
        }
      }
    }
    int all = 3 * HartLayout.TLB_CONTEXTS * HartLayout.TLB_ENTRIES;
    assertEquals(2 * all + 1, saved().size());
    tlb.flushNonGlobal();
    assertEquals(all + 1, saved().size());
  }

  @Test
  void aRestoredTlbKnowsTheSame() {
    begin(RWX);
    load();
    store();
    call(VA);
    List<Long> before = saved();
    clearUsed();
    vm.hart().tlb().flush();
    assertEquals(1, saved().size());
    ByteWriter bytes = new ByteWriter();
    before.forEach(bytes::signed);
    vm.hart().tlb().walkState(new StateReader(new ByteReader(bytes.toBytes())), vm.ram());
    assertEquals(before, saved());
    load();
    store();
    call(VA);
    assertEquals(0, used());
  }

  private List<Long> saved() {
    List<Long> values = new ArrayList<>();
    vm.hart().tlb().walkState(new StateWalk() {
      @Override
      public void begin(String part) {}

      @Override
      public boolean restores() {
        return false;
      }

      @Override
      public long value(long value) {
        values.add(value);
        return value;
      }
    }, vm.ram());
    return values;
  }
}
