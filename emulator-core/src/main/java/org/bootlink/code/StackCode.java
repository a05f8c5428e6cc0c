// SPDX-License-Identifier: Apache-2.0
package org.bootlink.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One function as it is written, instruction by instruction, for a back end to go through with {@link #accept}.
 *
 * <p>Blocks are named by tokens: {@link #block} gives one, and branches to it find out how deep it lies.
 */
public final class StackCode {
  private final Signature signature;
  private final List<Helper> helpers = new ArrayList<>();
  private final List<Signature> called = new ArrayList<>();
  /** Opcodes, each followed by its immediates. */
  private int[] words = new int[256];
  private int length;
  /** Types of the locals that are not parameters. */
  private int[] locals = new int[16];
  private int localCount;
  private int depth;

  public StackCode(Signature signature) {
    this.signature = signature;
  }

  public Signature signature() {
    return signature;
  }

  /** The helpers that it calls, each once. */
  public List<Helper> helpers() {
    return helpers;
  }

  /** Signatures of the functions that it calls by their slots, each once. */
  public List<Signature> calledSignatures() {
    return called;
  }

  /** Types of the locals behind the parameters. */
  public int[] localTypes() {
    return Arrays.copyOf(locals, localCount);
  }

  /** Number of words that the recording takes: a measure of the code's size. */
  public int length() {
    return length;
  }

  /** Adds {@code count} locals of {@code type}, zero at first; returns the index of the first. */
  public int locals(int count, int type) {
    int first = signature.parameters().length + localCount;
    if (localCount + count > locals.length) {
      locals = Arrays.copyOf(locals, 2 * (localCount + count));
    }
    Arrays.fill(locals, localCount, localCount + count, type);
    localCount += count;
    return first;
  }

  /** One instruction without immediates. */
  public StackCode op(int opcode) {
    add(opcode);
    return this;
  }

  public StackCode get(int local) {
    return with(StackOp.LOCAL_GET, local);
  }

  public StackCode set(int local) {
    return with(StackOp.LOCAL_SET, local);
  }

  public StackCode tee(int local) {
    return with(StackOp.LOCAL_TEE, local);
  }

  public StackCode i32(int value) {
    return with(StackOp.I32_CONST, value);
  }

  public StackCode i64(long value) {
    with(StackOp.I64_CONST, (int) value);
    add((int) (value >>> 32));
    return this;
  }

  public StackCode f64(double value) {
    long bits = Double.doubleToRawLongBits(value);
    with(StackOp.F64_CONST, (int) bits);
    add((int) (bits >>> 32));
    return this;
  }

  /** A load or store at an unsigned {@code offset} from the address on the stack; no alignment is promised. */
  public StackCode memory(int opcode, int offset) {
    return with(opcode, offset);
  }

  public StackCode call(Helper helper) {
    return with(StackOp.CALL, indexOf(helpers, helper));
  }

  /** Calls the function of {@code type} whose table slot is on the stack. */
  public StackCode callIndirect(Signature type) {
    return with(StackOp.CALL_INDIRECT, indexOf(called, type));
  }

  /** Opens a block; a branch to it goes to its end. */
  public int block() {
    return open(StackOp.BLOCK, StackOp.EMPTY);
  }

  /** Opens a loop; a branch to it goes to its start. */
  public int loop() {
    return open(StackOp.LOOP, StackOp.EMPTY);
  }

  /** Opens a condition without a result. */
  public int ifThen() {
    return open(StackOp.IF, StackOp.EMPTY);
  }

  /** Opens a condition that is expected not to hold: back ends may move what is in it out of the way. */
  public int ifUnlikely() {
    add(StackOp.UNLIKELY);
    return ifThen();
  }

  /** As {@link #ifUnlikely()}, with two sides that leave a value of {@code type}. */
  public int ifUnlikely(int type) {
    add(StackOp.UNLIKELY);
    return ifThen(type);
  }

  /** Opens a condition whose two sides leave a value of {@code type}. */
  public int ifThen(int type) {
    return open(StackOp.IF, type);
  }

  public void otherwise() {
    add(StackOp.ELSE);
  }

  /** Closes the innermost block, loop or condition. */
  public void end() {
    add(StackOp.END);
    depth--;
  }

  public void br(int token) {
    with(StackOp.BR, depth - token);
  }

  public void brIf(int token) {
    with(StackOp.BR_IF, depth - token);
  }

  /** As {@link #brIf}, for a condition that is expected not to hold. */
  public void brIfUnlikely(int token) {
    add(StackOp.UNLIKELY);
    brIf(token);
  }

  /** How many blocks, loops and conditions are open. */
  public int depth() {
    return depth;
  }

  /** Branches to {@code tokens[i]} for the i on the stack, to {@code fallback} for a larger one. */
  public void brTable(int[] tokens, int fallback) {
    with(StackOp.BR_TABLE, tokens.length);
    for (int token : tokens) {
      add(depth - token);
    }
    add(depth - fallback);
  }

  /**
   * Shows every instruction to {@code visitor}.
   *
   * @throws IllegalStateException if a block is open
   */
  public void accept(StackCodeVisitor visitor) {
    if (depth != 0) {
      throw new IllegalStateException(depth + " blocks are open");
    }
    int at = 0;
    while (at < length) {
      at = visit(visitor, words[at], at + 1);
    }
  }

  /** Shows the instruction whose immediates are at {@code at}; returns where the next one is. */
  private int visit(StackCodeVisitor visitor, int opcode, int at) {
    switch (opcode) {
      case StackOp.LOCAL_GET -> visitor.get(words[at]);
      case StackOp.LOCAL_SET -> visitor.set(words[at]);
      case StackOp.LOCAL_TEE -> visitor.tee(words[at]);
      case StackOp.I32_CONST -> visitor.i32(words[at]);
      case StackOp.I64_CONST -> {
        visitor.i64(word64(at));
        return at + 2;
      }
      case StackOp.F64_CONST -> {
        visitor.f64(Double.longBitsToDouble(word64(at)));
        return at + 2;
      }
      case StackOp.CALL -> visitor.call(helpers.get(words[at]));
      case StackOp.CALL_INDIRECT -> visitor.callIndirect(called.get(words[at]));
      case StackOp.BLOCK, StackOp.LOOP, StackOp.IF -> visitor.open(opcode, words[at]);
      case StackOp.BR, StackOp.BR_IF -> visitor.branch(opcode, words[at]);
      case StackOp.BR_TABLE -> {
        int end = at + 1 + words[at];
        visitor.brTable(Arrays.copyOfRange(words, at + 1, end), words[end]);
        return end + 1;
      }
      case StackOp.UNLIKELY -> {
        visitor.unlikely();
        return at;
      }
      case StackOp.ELSE -> {
        visitor.otherwise();
        return at;
      }
      case StackOp.END -> {
        visitor.end();
        return at;
      }
      default -> {
        if (!StackOp.isMemory(opcode)) {
          visitor.op(opcode);
          return at;
        }
        visitor.memory(opcode, words[at]);
      }
    }
    return at + 1;
  }

  private long word64(int at) {
    return words[at] & 0xffff_ffffL | (long) words[at + 1] << 32;
  }

  private int open(int opcode, int type) {
    with(opcode, type);
    return ++depth;
  }

  private StackCode with(int opcode, int immediate) {
    add(opcode);
    add(immediate);
    return this;
  }

  private void add(int word) {
    if (length == words.length) {
      words = Arrays.copyOf(words, 2 * length);
    }
    words[length++] = word;
  }

  private static <T> int indexOf(List<T> list, T element) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) == element) {
        return i;
      }
    }
    list.add(element);
    return list.size() - 1;
  }
}
