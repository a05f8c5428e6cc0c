// SPDX-License-Identifier: Apache-2.0
package org.bootlink.wasm;

/**
 * The body of one function as it grows, instruction by instruction.
 *
 * <p>Blocks are named by tokens: {@link #block} gives one, and branches to it find out how deep it lies.
 */
public final class WasmCode extends Bytes {
  private final int parameters;
  private final Bytes locals = new Bytes();
  private int localGroups;
  private int localCount;
  private int depth;

  /** @param parameters how many the function has; they are its first locals */
  public WasmCode(int parameters) {
    this.parameters = parameters;
  }

  /** Adds {@code count} locals of {@code type}; returns the index of the first. */
  public int locals(int count, int type) {
    int first = parameters + localCount;
    if (count > 0) {
      locals.unsigned(count);
      locals.u8(type);
      localGroups++;
      localCount += count;
    }
    return first;
  }

  /** One instruction without immediates. */
  public WasmCode op(int opcode) {
    u8(opcode);
    return this;
  }

  public WasmCode get(int local) {
    u8(WasmOp.LOCAL_GET);
    unsigned(local);
    return this;
  }

  public WasmCode set(int local) {
    u8(WasmOp.LOCAL_SET);
    unsigned(local);
    return this;
  }

  public WasmCode tee(int local) {
    u8(WasmOp.LOCAL_TEE);
    unsigned(local);
    return this;
  }

  public WasmCode i32(int value) {
    u8(WasmOp.I32_CONST);
    signed(value);
    return this;
  }

  public WasmCode i64(long value) {
    u8(WasmOp.I64_CONST);
    signed(value);
    return this;
  }

  /** A load or store at an offset from the address on the stack; no alignment is promised. */
  public WasmCode memory(int opcode, int offset) {
    u8(opcode);
    unsigned(0);
    unsigned(offset);
    return this;
  }

  public WasmCode call(int function) {
    u8(WasmOp.CALL);
    unsigned(function);
    return this;
  }

  /** Calls the function of {@code type} whose table slot is on the stack. */
  public WasmCode callIndirect(int type) {
    u8(WasmOp.CALL_INDIRECT);
    unsigned(type);
    unsigned(0);
    return this;
  }

  /** Opens a block; a branch to it goes to its end. */
  public int block() {
    return open(WasmOp.BLOCK, WasmOp.EMPTY);
  }

  /** Opens a loop; a branch to it goes to its start. */
  public int loop() {
    return open(WasmOp.LOOP, WasmOp.EMPTY);
  }

  /** Opens a condition without a result. */
  public int ifThen() {
    return open(WasmOp.IF, WasmOp.EMPTY);
  }

  /** Opens a condition whose two sides leave a value of {@code type}. */
  public int ifThen(int type) {
    return open(WasmOp.IF, type);
  }

  public void otherwise() {
    u8(WasmOp.ELSE);
  }

  /** Closes the innermost block, loop or condition. */
  public void end() {
    u8(WasmOp.END);
    depth--;
  }

  public void br(int token) {
    u8(WasmOp.BR);
    unsigned(depth - token);
  }

  public void brIf(int token) {
    u8(WasmOp.BR_IF);
    unsigned(depth - token);
  }

  /** Branches to {@code tokens[i]} for the i on the stack, to {@code fallback} for a larger one. */
  public void brTable(int[] tokens, int fallback) {
    u8(WasmOp.BR_TABLE);
    unsigned(tokens.length);
    for (int token : tokens) {
      unsigned(depth - token);
    }
    unsigned(depth - fallback);
  }

  private int open(int opcode, int type) {
    u8(opcode);
    u8(type);
    return ++depth;
  }

  /** The function's entry in the code section. */
  Bytes body() {
    if (depth != 0) {
      throw new IllegalStateException(depth + " blocks are open");
    }
    Bytes body = new Bytes();
    body.unsigned(localGroups);
    body.append(locals);
    body.append(this);
    body.u8(WasmOp.END);
    return body;
  }
}
