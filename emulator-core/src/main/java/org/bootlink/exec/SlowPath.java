// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import org.bootlink.hart.Hart;
import org.bootlink.hart.LoadStoreUnit;

/**
 * What the interpreter's loop does not do itself: decoding, accesses that miss the TLB, and rare operations.
 *
 * <p>All of it behind one method, called from one place: C2 inlines whatever is called often in a loop, whole
 * page table walks included, and has only so many bytes to spend ({@link Interpreter}). {@link #execute} is
 * above the 325 bytes of bytecode that C2 inlines at most, thanks to its switch table.
 */
final class SlowPath {
  /** Returned if the loop has to be left: pc is set, or a trap is raised. */
  static final int LEAVE = -1;

  /** Returned if translated code was executed and pc says where to go on. */
  static final int TRANSLATED = -2;

  private final Hart hart;
  private final LoadStoreUnit memory;
  private final FetchUnit fetch;
  private final ExecFloat execFloat;
  private final ExecSystem execSystem;

  SlowPath(Hart hart, FetchUnit fetch) {
    this.hart = hart;
    this.memory = hart.loadStore();
    this.fetch = fetch;
    this.execFloat = new ExecFloat(hart);
    this.execSystem = new ExecSystem(hart);
  }

  /** Whether {@link #execute} executes instructions of {@code operation}. */
  static boolean canExecute(int operation) {
    return operation >= Op.ILLEGAL && operation < Op.ENTER
        && (operation < Op.NOP || operation >= Op.LB && operation <= Op.FSD || operation >= Op.ATOMIC);
  }

  /**
   * Executes the slot at {@code ip}, whose words are {@code w} and {@code imm}. The hart's pc is its
   * instruction's, and the step is taken from REMAINING already.
   *
   * @return how far the next slot is from {@code ip}, or {@link #LEAVE} or {@link #TRANSLATED}
   */
  int execute(int w, int imm, int ip) {
    switch (w >>> Op.OPERATION_SHIFT) {
      case Op.DECODE -> {
        hart.returnStep();
        fetch.decode(ip);
        return hart.hasRaised() ? LEAVE : 0;
      }
      case Op.ILLEGAL -> throw hart.illegalInstruction();
      case Op.LB -> setRd(w, (byte) memory.load(va(w, imm), 1));
      case Op.LH -> setRd(w, (short) memory.load(va(w, imm), 2));
      case Op.LW -> setRd(w, (int) memory.load(va(w, imm), 4));
      case Op.LD -> setRd(w, memory.load(va(w, imm), 8));
      case Op.LBU -> setRd(w, memory.load(va(w, imm), 1));
      case Op.LHU -> setRd(w, memory.load(va(w, imm), 2));
      case Op.LWU -> setRd(w, memory.load(va(w, imm), 4));
      case Op.SB -> memory.store(va(w, imm), rs2(w), 1);
      case Op.SH -> memory.store(va(w, imm), rs2(w), 2);
      case Op.SW -> memory.store(va(w, imm), rs2(w), 4);
      case Op.SD -> memory.store(va(w, imm), rs2(w), 8);
      case Op.FLW, Op.FLD, Op.FSW, Op.FSD -> execFloat.loadOrStore(w, imm);
      case Op.ATOMIC -> ExecAtomic.execute(hart, ordinal(w), imm);
      case Op.FLOAT -> execFloat.execute(ordinal(w), imm);
      case Op.BITMANIP -> ExecBitmanip.execute(hart, ordinal(w), imm);
      case Op.SYSTEM -> execSystem.execute(ordinal(w), imm);
      case Op.ENTER -> {
        hart.returnStep();
        fetch.enter(ip, imm);
        return TRANSLATED;
      }
      // CONTROL.
      default -> {
        execSystem.control(ordinal(w), imm, (w & Op.LENGTH_MASK) * 2);
        return LEAVE;
      }
    }
    return hart.hasRaised() ? LEAVE : (w & Op.LENGTH_MASK) * Op.SLOT_BYTES;
  }

  private long va(int w, int imm) {
    return hart.x((w >>> Op.RS1_SHIFT & Op.REGISTER_MASK) / 8) + imm;
  }

  private long rs2(int w) {
    return hart.x((w >>> Op.RS2_SHIFT & Op.REGISTER_MASK) / 8);
  }

  /** Ends a load: it has no result if it raised a trap. */
  private void setRd(int w, long value) {
    if (!hart.hasRaised()) {
      hart.setX((w & Op.REGISTER_MASK) / 8, value);
    }
  }

  private static int ordinal(int w) {
    return w >>> Op.ORDINAL_SHIFT & Op.ORDINAL_MASK;
  }
}
