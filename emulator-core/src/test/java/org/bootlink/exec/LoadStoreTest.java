// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import static org.bootlink.testing.Reg.*;
import static org.bootlink.testing.Vm.DATA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.function.Consumer;
import org.bootlink.isa.Cause;
import org.bootlink.testing.Assembler;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loads and stores without translation: extension, alignment, pages, devices. */
class LoadStoreTest {
  private static final long PATTERN = 0xf1e2_d3c4_b5a6_9788L;
  private static final long PAGE = 4096;

  private final Vm vm = new Vm();

  @BeforeEach
  void fill() {
    vm.ram().writeI64(DATA, PATTERN);
    vm.ram().writeI64(DATA + 8, ~PATTERN);
  }

  private long load(Consumer<Assembler> program, long va) {
    vm.set(A1, va).hart().setPc(Vm.BASE);
    vm.run(program);
    assertNull(vm.trap());
    return vm.x(A0);
  }

  @Test
  void loadsExtendToTheRegister() {
    assertEquals(0xffff_ffff_ffff_ff88L, load(a -> a.lb(A0, 0, A1), DATA));
    assertEquals(0x88, load(a -> a.lbu(A0, 0, A1), DATA));
    assertEquals(0xffff_ffff_ffff_9788L, load(a -> a.lh(A0, 0, A1), DATA));
    assertEquals(0x9788, load(a -> a.lhu(A0, 0, A1), DATA));
    assertEquals(0xffff_ffff_b5a6_9788L, load(a -> a.lw(A0, 0, A1), DATA));
    assertEquals(0xb5a6_9788L, load(a -> a.lwu(A0, 0, A1), DATA));
    assertEquals(PATTERN, load(a -> a.ld(A0, 0, A1), DATA));
  }

  @Test
  void aTlbHitLoadsWhatAMissLoads() {
    assertEquals(0xffff_ffff_ffff_ff88L, load(a -> a.lb(A0, 0, A1).lb(A0, 0, A1), DATA));
    assertEquals(0x9788, load(a -> a.lhu(A0, 0, A1).lhu(A0, 0, A1), DATA));
    assertEquals(0xffff_ffff_b5a6_9788L, load(a -> a.lw(A0, 0, A1).lw(A0, 0, A1), DATA));
    assertEquals(0xb5a6_9788L, load(a -> a.lwu(A0, 0, A1).lwu(A0, 0, A1), DATA));
  }

  @Test
  void offsetsAreSigned() {
    assertEquals(PATTERN, load(a -> a.ld(A0, -2048, A1), DATA + 2048));
    assertEquals(PATTERN, load(a -> a.ld(A0, 2047, A1), DATA - 2047));
  }

  @Test
  void misalignedLoadsWork() {
    for (int offset = 1; offset < 8; offset++) {
      long expected = PATTERN >>> 8 * offset | ~PATTERN << 64 - 8 * offset;
      assertEquals(expected, load(a -> a.ld(A0, 0, A1), DATA + offset));
      assertEquals((int) expected, load(a -> a.lw(A0, 0, A1), DATA + offset));
      assertEquals(expected & 0xffff, load(a -> a.lhu(A0, 0, A1), DATA + offset));
    }
  }

  @Test
  void loadsAcrossAPageBoundaryWork() {
    for (int before = 1; before < 8; before++) {
      long at = DATA + PAGE - before;
      vm.ram().writeI64(at, PATTERN);
      assertEquals(PATTERN, load(a -> a.ld(A0, 0, A1), at));
    }
    vm.ram().writeI16(DATA + PAGE - 1, 0x8001);
    assertEquals(0x8001, load(a -> a.lhu(A0, 0, A1), DATA + PAGE - 1));
  }

  @Test
  void storesTouchTheirBytesOnly() {
    vm.set(A1, DATA + 1).set(A2, 0).run(a -> a.sb(A2, 0, A1));
    assertEquals(PATTERN & ~0xff00L, vm.ram().readI64(DATA));
    vm.hart().setPc(Vm.BASE);
    vm.set(A2, PATTERN).run(a -> a.sh(A2, 1, A1).sw(A2, 3, A1));
    assertEquals(0xb5a6_9788_9788_0088L, vm.ram().readI64(DATA));
  }

  @Test
  void storesAcrossAPageBoundaryWork() {
    for (int before = 1; before < 8; before++) {
      long at = DATA + PAGE - before;
      vm.hart().setPc(Vm.BASE);
      vm.set(A1, at).set(A2, PATTERN + before).run(a -> a.sd(A2, 0, A1));
      assertEquals(PATTERN + before, vm.ram().readI64(at));
    }
  }

  @Test
  void memoryThatIsNotThereIsAnAccessFault() {
    vm.set(A1, 0x4000_0000L).run(a -> a.nop().ld(A0, 8, A1));
    assertEquals(Vm.Trap.inM(Cause.LOAD_ACCESS_FAULT, Vm.insn(1), 0x4000_0008L), vm.trap());
  }

  @Test
  void aStoreToMemoryThatIsNotThereIsAnAccessFault() {
    vm.set(A1, Vm.BASE + Vm.RAM_BYTES).run(a -> a.sb(A0, 0, A1));
    assertEquals(Vm.Trap.inM(Cause.STORE_ACCESS_FAULT, Vm.BASE, Vm.BASE + Vm.RAM_BYTES), vm.trap());
  }

  @Test
  void aLoadThatLeavesRamFaultsAtItsFirstByteOutside() {
    long end = Vm.BASE + Vm.RAM_BYTES;
    vm.set(A1, end - 3).run(a -> a.ld(A0, 0, A1));
    assertEquals(Vm.Trap.inM(Cause.LOAD_ACCESS_FAULT, Vm.BASE, end), vm.trap());
  }

  @Test
  void aStoreThatLeavesRamStoresNothing() {
    long end = Vm.BASE + Vm.RAM_BYTES;
    vm.set(A1, end - 3).set(A2, -1).run(a -> a.sd(A2, 0, A1));
    assertEquals(Vm.Trap.inM(Cause.STORE_ACCESS_FAULT, Vm.BASE, end), vm.trap());
    assertEquals(0, vm.ram().readI32(end - 4));
  }

  @Test
  void aFaultingLoadLeavesItsRegisterAlone() {
    vm.set(A0, 5).set(A1, 0).run(a -> a.ld(A0, 0, A1));
    assertEquals(5, vm.x(A0));
  }

  @Test
  void aLoadIntoX0StillFaults() {
    vm.set(A1, 16).run(a -> a.ld(ZERO, 0, A1));
    assertEquals(Vm.Trap.inM(Cause.LOAD_ACCESS_FAULT, Vm.BASE, 16), vm.trap());
  }

  @Test
  void devicesAnswerTheSizesThatTheyHave() {
    vm.set(A1, Vm.DEVICE).set(A2, 0x8765_4321L).run(a -> a.sw(A2, 8, A1).lw(A0, 8, A1).lbu(A3, 8, A1));
    assertEquals(0xffff_ffff_8765_4321L, vm.x(A0));
    assertEquals(Vm.Trap.inM(Cause.LOAD_ACCESS_FAULT, Vm.insn(2), Vm.DEVICE + 8), vm.trap());
  }

  @Test
  void aMisalignedAccessToADeviceIsAnAccessFault() {
    vm.set(A1, Vm.DEVICE).run(a -> a.lw(A0, 2, A1));
    assertEquals(Vm.Trap.inM(Cause.LOAD_ACCESS_FAULT, Vm.BASE, Vm.DEVICE + 2), vm.trap());
  }

  @Test
  void addressesWrapAroundAtTheTop() {
    vm.set(A1, -1).run(a -> a.ld(A0, 0, A1));
    assertEquals(Vm.Trap.inM(Cause.LOAD_ACCESS_FAULT, Vm.BASE, -1), vm.trap());
  }

  @Test
  void floatingPointLoadsAndStoresMoveBits() {
    vm.set(org.bootlink.isa.Csr.MSTATUS).to(1L << 13);
    vm.set(A1, DATA).run(a -> a.fld(FA0, 0, A1).fsd(FA0, 16, A1).flw(FA1, 0, A1).fsw(FA0, 28, A1));
    assertEquals(PATTERN, vm.ram().readI64(DATA + 16));
    assertEquals(0xffff_ffff_b5a6_9788L, vm.hart().f(FA1));
    assertEquals((int) PATTERN, vm.ram().readI32(DATA + 28));
  }
}
