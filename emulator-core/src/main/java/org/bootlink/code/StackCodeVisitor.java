// SPDX-License-Identifier: Apache-2.0
package org.bootlink.code;

/**
 * Sees the instructions of a {@link StackCode} in order. Targets of branches are how many blocks around the
 * branch are left or begun anew: 0 is the innermost.
 */
public interface StackCodeVisitor {
  /** One without immediates. */
  void op(int opcode);

  void get(int local);

  void set(int local);

  void tee(int local);

  void i32(int value);

  void i64(long value);

  void f64(double value);

  /** A load or store at an unsigned {@code offset} from the address on the stack. */
  void memory(int opcode, int offset);

  void call(Helper helper);

  void callIndirect(Signature signature);

  /**
   * A block, loop or condition begins.
   *
   * @param opcode {@link StackOp#BLOCK}, {@link StackOp#LOOP} or {@link StackOp#IF}
   * @param type of its result, or {@link StackOp#EMPTY}
   */
  void open(int opcode, int type);

  /** The condition that is opened or branched on next is expected not to hold. */
  default void unlikely() {}

  void otherwise();

  void end();

  /** @param opcode {@link StackOp#BR} or {@link StackOp#BR_IF} */
  void branch(int opcode, int target);

  void brTable(int[] targets, int fallback);
}
