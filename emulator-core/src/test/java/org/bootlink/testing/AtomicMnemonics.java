// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

/** Mnemonics of A; aq and rl are clear, {@link #atomic} takes them as arguments. */
abstract class AtomicMnemonics<T extends AtomicMnemonics<T>> extends MultiplyBitMnemonics<T> {
  AtomicMnemonics(long originPa) {
    super(originPa);
  }

  public T lrW(int rd, int rs1) {
    return atomic(2, 0x02, false, false, rd, rs1, 0);
  }

  public T lrD(int rd, int rs1) {
    return atomic(3, 0x02, false, false, rd, rs1, 0);
  }

  public T scW(int rd, int rs2, int rs1) {
    return atomic(2, 0x03, false, false, rd, rs1, rs2);
  }

  public T scD(int rd, int rs2, int rs1) {
    return atomic(3, 0x03, false, false, rd, rs1, rs2);
  }

  public T amoswapW(int rd, int rs2, int rs1) {
    return atomic(2, 0x01, false, false, rd, rs1, rs2);
  }

  public T amoswapD(int rd, int rs2, int rs1) {
    return atomic(3, 0x01, false, false, rd, rs1, rs2);
  }

  public T amoaddW(int rd, int rs2, int rs1) {
    return atomic(2, 0x00, false, false, rd, rs1, rs2);
  }

  public T amoaddD(int rd, int rs2, int rs1) {
    return atomic(3, 0x00, false, false, rd, rs1, rs2);
  }

  public T amoxorW(int rd, int rs2, int rs1) {
    return atomic(2, 0x04, false, false, rd, rs1, rs2);
  }

  public T amoxorD(int rd, int rs2, int rs1) {
    return atomic(3, 0x04, false, false, rd, rs1, rs2);
  }

  public T amoandW(int rd, int rs2, int rs1) {
    return atomic(2, 0x0c, false, false, rd, rs1, rs2);
  }

  public T amoandD(int rd, int rs2, int rs1) {
    return atomic(3, 0x0c, false, false, rd, rs1, rs2);
  }

  public T amoorW(int rd, int rs2, int rs1) {
    return atomic(2, 0x08, false, false, rd, rs1, rs2);
  }

  public T amoorD(int rd, int rs2, int rs1) {
    return atomic(3, 0x08, false, false, rd, rs1, rs2);
  }

  public T amominW(int rd, int rs2, int rs1) {
    return atomic(2, 0x10, false, false, rd, rs1, rs2);
  }

  public T amominD(int rd, int rs2, int rs1) {
    return atomic(3, 0x10, false, false, rd, rs1, rs2);
  }

  public T amomaxW(int rd, int rs2, int rs1) {
    return atomic(2, 0x14, false, false, rd, rs1, rs2);
  }

  public T amomaxD(int rd, int rs2, int rs1) {
    return atomic(3, 0x14, false, false, rd, rs1, rs2);
  }

  public T amominuW(int rd, int rs2, int rs1) {
    return atomic(2, 0x18, false, false, rd, rs1, rs2);
  }

  public T amominuD(int rd, int rs2, int rs1) {
    return atomic(3, 0x18, false, false, rd, rs1, rs2);
  }

  public T amomaxuW(int rd, int rs2, int rs1) {
    return atomic(2, 0x1c, false, false, rd, rs1, rs2);
  }

  public T amomaxuD(int rd, int rs2, int rs1) {
    return atomic(3, 0x1c, false, false, rd, rs1, rs2);
  }

  /** {@code funct3} 2 for words, 3 for double words. */
  public T atomic(int funct3, int funct5, boolean aq, boolean rl, int rd, int rs1, int rs2) {
    return r(0x2f, funct3, funct5 << 2 | (aq ? 2 : 0) | (rl ? 1 : 0), rd, rs1, rs2);
  }
}
