// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import static org.bootlink.testing.Reg.*;
import static org.bootlink.testing.Vm.DATA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.function.LongBinaryOperator;
import java.util.stream.Stream;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Privilege;
import org.bootlink.testing.Operands;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AtomicTest {
  /** funct5 of an operation and what it stores, on 64 bits of either sign. */
  record Amo(String name, int funct5, LongBinaryOperator signed, LongBinaryOperator unsigned) {
    Amo(String name, int funct5, LongBinaryOperator definition) {
      this(name, funct5, definition, definition);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final Vm vm = new Vm();

  static Stream<Amo> operations() {
    return Stream.of(
        new Amo("amoswap", 0x01, (old, x) -> x),
        new Amo("amoadd", 0x00, Long::sum),
        new Amo("amoxor", 0x04, (old, x) -> old ^ x),
        new Amo("amoand", 0x0c, (old, x) -> old & x),
        new Amo("amoor", 0x08, (old, x) -> old | x),
        new Amo("amomin", 0x10, Math::min),
        new Amo("amomax", 0x14, Math::max),
        new Amo("amominu", 0x18, (old, x) -> Long.compareUnsigned(old, x) < 0 ? old : x),
        new Amo("amomaxu", 0x1c, (old, x) -> Long.compareUnsigned(old, x) < 0 ? x : old));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void amoDStoresTheResultAndReturnsTheOldValue(Amo amo) {
    vm.load(a -> a.atomic(3, amo.funct5(), false, false, A0, A1, A2));
    for (long old : Operands.EDGES) {
      for (long x : Operands.EDGES) {
        vm.ram().writeI64(DATA, old);
        assertEquals(old, vm.apply(DATA, x));
        assertEquals(amo.signed().applyAsLong(old, x), vm.ram().readI64(DATA));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void amoWWorksOnTheLowWordAndSignExtendsTheOldValue(Amo amo) {
    vm.load(a -> a.atomic(2, amo.funct5(), true, true, A0, A1, A2));
    for (long old : Operands.EDGES) {
      for (long x : Operands.EDGES) {
        vm.ram().writeI64(DATA, old);
        assertEquals((int) old, vm.apply(DATA, x));
        int expected = (int) amo.signed().applyAsLong((int) old, (int) x);
        assertEquals(expected, vm.ram().readI32(DATA));
        assertEquals(old >> 32, vm.ram().readI32(DATA + 4));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aMisalignedAmoIsAStoreMisalignment(Amo amo) {
    vm.load(a -> a.atomic(2, amo.funct5(), false, false, A0, A1, A2)).apply(DATA + 2, 0);
    assertEquals(Vm.Trap.inM(Cause.STORE_ADDRESS_MISALIGNED, Vm.BASE, DATA + 2), vm.trap());
  }

  @Test
  void anAmoWhoseAddressRegisterIsItsResultRegisterWorks() {
    vm.ram().writeI64(DATA, 7);
    vm.set(A0, DATA).set(A1, 3).run(a -> a.amoaddW(A0, A1, A0));
    assertEquals(7, vm.x(A0));
    assertEquals(10, vm.ram().readI32(DATA));
  }

  @Test
  void anAmoOutsideRamIsAStoreAccessFault() {
    vm.set(A1, Vm.DEVICE).run(a -> a.amoswapW(A0, A2, A1));
    assertEquals(Vm.Trap.inM(Cause.STORE_ACCESS_FAULT, Vm.BASE, Vm.DEVICE), vm.trap());
  }

  @Test
  void aMisalignedLoadReservedIsALoadMisalignment() {
    vm.set(A1, DATA + 4).run(a -> a.lrD(A0, A1));
    assertEquals(Vm.Trap.inM(Cause.LOAD_ADDRESS_MISALIGNED, Vm.BASE, DATA + 4), vm.trap());
  }

  @Test
  void storeConditionalSucceedsOnWhatIsReserved() {
    vm.ram().writeI64(DATA, -2);
    vm.set(A1, DATA).set(A2, 9).run(a -> a.lrW(A3, A1).scW(A0, A2, A1));
    assertEquals(-2, vm.x(A3));
    assertEquals(0, vm.x(A0));
    assertEquals(9, vm.ram().readI32(DATA));
  }

  @Test
  void storeConditionalWithoutReservationFailsAndStoresNothing() {
    vm.set(A1, DATA).set(A2, 9).run(a -> a.scD(A0, A2, A1));
    assertEquals(1, vm.x(A0));
    assertEquals(0, vm.ram().readI64(DATA));
  }

  @Test
  void storeConditionalElsewhereFails() {
    vm.set(A1, DATA).set(A3, DATA + 8).set(A2, 9).run(a -> a.lrD(A4, A1).scD(A0, A2, A3));
    assertEquals(1, vm.x(A0));
    assertEquals(0, vm.ram().readI64(DATA + 8));
  }

  @Test
  void aReservationServesOneStoreConditionalSuccessfulOrNot() {
    vm.set(A1, DATA).set(A3, DATA + 8).run(a -> a.lrD(A4, A1).scD(A0, A2, A3).scD(A5, A2, A1));
    assertEquals(1, vm.x(A5));
    vm.hart().setPc(Vm.BASE);
    vm.run(a -> a.lrD(A4, A1).scD(A0, A2, A1).scD(A5, A2, A1));
    assertEquals(0, vm.x(A0));
    assertEquals(1, vm.x(A5));
  }

  @Test
  void theLastLoadReservedCounts() {
    vm.set(A1, DATA).set(A3, DATA + 8).run(a -> a.lrD(A4, A1).lrD(A4, A3).scD(A0, A2, A1));
    assertEquals(1, vm.x(A0));
  }

  @Test
  void aTrapEndsTheReservation() {
    vm.set(Csr.MTVEC).to(Vm.BASE + 0x100);
    vm.load(Vm.BASE + 0x100, a -> a.csrr(T0, Csr.MEPC).addi(T0, T0, 4).csrw(Csr.MEPC, T0).mret());
    vm.set(A1, DATA).run(a -> a.lrD(A4, A1).ecall().scD(A0, A2, A1));
    assertEquals(1, vm.x(A0));
  }

  @Test
  void aReturnFromATrapEndsTheReservation() {
    vm.set(Csr.MEPC).to(Vm.insn(2)).set(Csr.MSTATUS).to(3L << 11);
    vm.set(A1, DATA).run(a -> a.lrD(A4, A1).mret().scD(A0, A2, A1));
    assertEquals(Privilege.M, vm.hart().privilege());
    assertEquals(1, vm.x(A0));
  }

  @Test
  void theEndOfTheTurnEndsTheReservation() {
    vm.set(A1, DATA).load(a -> a.lrD(A4, A1).scD(A0, A2, A1));
    vm.step(1);
    vm.hart().dropReservation(); // as the scheduler does when it passes the turn on
    vm.step(1);
    assertEquals(1, vm.x(A0));
  }

  @Test
  void theEndOfASliceIsNoEndOfTheReservation() {
    vm.set(A1, DATA).load(a -> a.lrD(A4, A1).nop().scD(A0, A2, A1));
    vm.step(1);
    vm.step(1);
    vm.step(1);
    assertEquals(0, vm.x(A0));
  }

  @Test
  void aFailingStoreConditionalStillFaults() {
    vm.set(A1, 8).run(a -> a.scD(A0, A2, A1));
    assertEquals(Vm.Trap.inM(Cause.STORE_ACCESS_FAULT, Vm.BASE, 8), vm.trap());
  }

  @Test
  void waitingOnAReservationIsANopThatYields() {
    vm.set(A1, DATA).run(a -> a.lrW(A0, A1).wrsNto().wrsSto());
    assertNull(vm.trap());
  }
}
