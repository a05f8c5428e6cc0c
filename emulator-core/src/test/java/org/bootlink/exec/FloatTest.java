// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.function.Consumer;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.testing.Assembler;
import org.bootlink.testing.Formats;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** F and D around the arithmetic, whose results the softfloat package tests: state, flags, boxes, modes. */
class FloatTest {
  private static final long FS_INITIAL = 1 << 13;
  private static final long FS_CLEAN = 2 << 13;
  private static final long FS = 3 << 13;
  private static final long BOX = 0xffff_ffff_0000_0000L;
  private static final int NV = 16;
  private static final int DZ = 8;
  private static final int NX = 1;
  private static final int OP_FP = 0x53;

  private final Vm vm = new Vm().set(Csr.MSTATUS).to(FS_CLEAN);

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static long boxed(float value) {
    return BOX | Float.floatToRawIntBits(value) & 0xffff_ffffL;
  }

  private Vm with(long fa1, long fa2) {
    vm.hart().setF(FA1, fa1);
    vm.hart().setF(FA2, fa2);
    return vm;
  }

  private long fs() {
    return vm.csr(Csr.MSTATUS) & FS;
  }

  private void assertIllegal(Consumer<Assembler> code) {
    vm.run(code);
    long encoding = vm.ram().readI32(Vm.BASE) & 0xffff_ffffL;
    assertEquals(Vm.Trap.inM(Cause.ILLEGAL_INSTRUCTION, Vm.BASE, encoding), vm.trap());
  }

  @Test
  void arithmeticWorksOnBothFormats() {
    with(bits(1.5), bits(2.25)).run(a -> a.faddD(FA0, FA1, FA2));
    assertEquals(bits(3.75), vm.hart().f(FA0));
    vm.hart().setPc(Vm.BASE);
    with(boxed(1.5f), boxed(2.25f)).run(a -> a.fmulS(FA0, FA1, FA2));
    assertEquals(boxed(3.375f), vm.hart().f(FA0));
  }

  @ParameterizedTest
  @CsvSource({"0x07, 3", "0x27, 3", "0x53, 0", "0x43, 0"})
  void whileFloatingPointIsOffEveryInstructionIsIllegal(int opcode, int funct3) {
    vm.set(Csr.MSTATUS).to(0).set(A1, Vm.DATA);
    assertIllegal(a -> a.r(opcode, funct3, 1, FA0, A1, A2));
  }

  @Test
  void compressedLoadsAreIllegalWhileItIsOff() {
    vm.set(Csr.MSTATUS).to(0).set(A1, Vm.DATA).run(a -> a.half(0x2188).nop()); // c.fld fa0, 0(a1)
    assertEquals(Vm.Trap.inM(Cause.ILLEGAL_INSTRUCTION, Vm.BASE, 0x2188), vm.trap());
  }

  @Test
  void writingARegisterMakesTheStateDirty() {
    vm.run(a -> a.fmvDX(FA0, ZERO));
    assertEquals(FS, fs());
    assertEquals(1, vm.csr(Csr.MSTATUS) >>> 63);
  }

  @Test
  void loadingARegisterMakesTheStateDirty() {
    vm.set(A1, Vm.DATA).run(a -> a.flw(FA0, 0, A1));
    assertEquals(FS, fs());
  }

  @Test
  void readingLeavesTheStateClean() {
    vm.set(A1, Vm.DATA).run(a -> a.fsd(FA0, 0, A1).fmvXD(A0, FA0).fclassD(A0, FA0).feqD(A0, FA0, FA0));
    assertEquals(FS_CLEAN, fs());
  }

  @Test
  void aNewFlagMakesTheStateDirtyAndAnOldOneDoesNot() {
    with(bits(Double.NaN), bits(1)).run(a -> a.fltD(A0, FA1, FA2));
    assertEquals(FS, fs());
    vm.set(Csr.MSTATUS).to(FS_CLEAN).hart().setPc(Vm.BASE);
    vm.run(a -> a.fltD(A0, FA1, FA2));
    assertEquals(FS_CLEAN, fs());
  }

  @Test
  void afterCleaningTheStateItBecomesDirtyAgain() {
    vm.set(A1, FS).run(a -> a.fmvDX(FA0, ZERO).csrrc(ZERO, Csr.MSTATUS, A1).csrrs(ZERO, Csr.MSTATUS, A2));
    vm.set(Csr.MSTATUS).to(FS_INITIAL).hart().setPc(Vm.BASE);
    vm.run(a -> a.fmvDX(FA0, ZERO));
    assertEquals(FS, fs());
  }

  @Test
  void flagsAccumulate() {
    with(bits(1), bits(0)).run(a -> a.fdivD(FA0, FA1, FA2).fdivD(FA0, FA2, FA2).csrr(A0, Csr.FFLAGS));
    assertEquals(DZ | NV, vm.x(A0));
  }

  @Test
  void writtenFlagsAreKept() {
    with(bits(1), bits(3)).run(a -> a.csrrwi(ZERO, Csr.FFLAGS, DZ).fdivD(FA0, FA1, FA2)
        .csrr(A0, Csr.FFLAGS));
    assertEquals(DZ | NX, vm.x(A0));
  }

  @Test
  void aSingleThatIsNotBoxedIsTheCanonicalNan() {
    with(bits(1.0), boxed(1.0f)).run(a -> a.faddS(FA0, FA1, FA2));
    assertEquals(BOX | 0x7fc0_0000L, vm.hart().f(FA0));
    assertEquals(0, vm.csr(Csr.FFLAGS), "a quiet NaN raises nothing");
  }

  @Test
  void signInjectionSeesTheCanonicalNanToo() {
    with(0x8000_0000L, boxed(-1.0f)).run(a -> a.fsgnjS(FA0, FA1, FA2));
    assertEquals(BOX | 0xffc0_0000L, vm.hart().f(FA0));
  }

  @Test
  void movesAndStoresTakeTheBitsAsTheyAre() {
    with(0x1234_5678_8765_4321L, 0).set(A1, Vm.DATA).run(a -> a.fmvXW(A0, FA1).fsw(FA1, 0, A1));
    assertEquals(0xffff_ffff_8765_4321L, vm.x(A0));
    assertEquals(0x8765_4321, vm.ram().readI32(Vm.DATA));
  }

  @Test
  void movingASingleInBoxesIt() {
    vm.set(A1, 0x1234_5678_8000_0001L).run(a -> a.fmvWX(FA0, A1));
    assertEquals(BOX | 0x8000_0001L, vm.hart().f(FA0));
  }

  @Test
  void aSingleLoadBoxes() {
    vm.ram().writeI32(Vm.DATA, 5);
    vm.set(A1, Vm.DATA).run(a -> a.flw(FA0, 0, A1));
    assertEquals(BOX | 5, vm.hart().f(FA0));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void reservedRoundingModesAreIllegal(int rm) {
    assertIllegal(a -> a.word(Formats.r(OP_FP, rm, 1, FA0, FA1, FA2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7})
  void aReservedDynamicRoundingModeIsIllegal(int frm) {
    vm.set(Csr.FRM).to(frm);
    assertIllegal(a -> a.word(Formats.r(OP_FP, 7, 1, FA0, FA1, FA2)));
  }

  @Test
  void aReservedDynamicModeDoesNotMatterToWhoGivesHisOwn() {
    vm.set(Csr.FRM).to(5).run(a -> a.word(Formats.r(OP_FP, 0, 1, FA0, FA1, FA2)).fsgnjD(FA0, FA1, FA2));
    assertNull(vm.trap());
  }

  @Test
  void anIllegalRoundingModeChangesNothing() {
    vm.hart().setF(FA0, 77);
    vm.set(Csr.MSTATUS).to(FS_CLEAN).set(Csr.FRM).to(5).set(Csr.MSTATUS).to(FS_CLEAN);
    vm.run(a -> a.word(Formats.r(OP_FP, 7, 1, FA0, FA1, FA2)));
    assertEquals(77, vm.hart().f(FA0));
    assertEquals(FS_CLEAN, fs());
  }

  @Test
  void theDynamicModeRounds() {
    for (int frm = 0; frm < 5; frm++) {
      vm.set(Csr.FRM).to(frm).hart().setPc(Vm.BASE);
      with(bits(2.5), 0).run(a -> a.word(Formats.r(OP_FP, 7, 0x61, A0, FA1, 2))); // fcvt.l.d
      assertEquals(new long[] {2, 2, 2, 3, 3}[frm], vm.x(A0), "frm " + frm);
    }
  }

  @Test
  void conversionsToWordsSignExtendEvenUnsignedOnes() {
    with(bits(4294967295.0), 0).run(a -> a.word(Formats.r(OP_FP, 1, 0x61, A0, FA1, 1))); // fcvt.wu.d
    assertEquals(-1, vm.x(A0));
  }

  @Test
  void fusedOperationsHaveTheirSigns() {
    vm.hart().setF(FA3, bits(5));
    with(bits(2), bits(3)).run(a -> a.fmaddD(FA0, FA1, FA2, FA3).fmvXD(A0, FA0)
        .fmsubD(FA0, FA1, FA2, FA3).fmvXD(A1, FA0)
        .fnmsubD(FA0, FA1, FA2, FA3).fmvXD(A2, FA0)
        .fnmaddD(FA0, FA1, FA2, FA3).fmvXD(A3, FA0));
    assertEquals(bits(11), vm.x(A0));
    assertEquals(bits(1), vm.x(A1));
    assertEquals(bits(-1), vm.x(A2));
    assertEquals(bits(-11), vm.x(A3));
  }
}
