// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.jvmcode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.bootlink.code.Helper;
import org.bootlink.code.Signature;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackCodeVisitor;
import org.bootlink.code.StackOp;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Turns one recording into a static method. A comparison is held back until it is known whether a branch
 * follows, a constant until it is known whether a shift does; what can't be reached is not written.
 */
final class MethodEmitter implements StackCodeVisitor {
  /** A block, loop or condition that is open. */
  private static final class Block {
    final boolean isLoop;
    final int type;
    final int height;
    /** Where a branch to it goes. */
    final Label label = new Label();
    boolean branchedTo;
    /** Of a condition whose other side has not begun; else null. */
    Label otherwise;

    Block(int opcode, int type, int height) {
      this.isLoop = opcode == StackOp.LOOP;
      this.type = type;
      this.height = height;
    }
  }

  private final FunctionClass functionClass;
  private final BytecodeWriter out;
  private final Operators operators;
  private final MemoryAccess memory;
  private final List<Block> blocks = new ArrayList<>();
  private final int result;
  /** The jump instruction that goes where the comparison held back is true, or 0. */
  private int heldJump;
  private Long heldConstant;
  private boolean dead;
  /** Blocks that were opened in dead code. */
  private int deadBlocks;

  private MethodEmitter(FunctionClass functionClass, MethodVisitor method, StackCode code) {
    this.functionClass = functionClass;
    this.out = new BytecodeWriter(method, code);
    this.operators = new Operators(out);
    this.memory = new MemoryAccess(out);
    this.result = code.signature().result();
  }

  static void emit(FunctionClass functionClass, MethodVisitor method, StackCode code) {
    MethodEmitter emitter = new MethodEmitter(functionClass, method, code);
    code.accept(emitter);
    emitter.flush();
    if (!emitter.dead) {
      emitter.leaveFunction();
    }
    emitter.out.finish();
  }

  @Override
  public void op(int opcode) {
    if (dead) {
      return;
    }
    if (heldJump != 0 && opcode == StackOp.I32_EQZ) {
      heldJump = Operators.opposite(heldJump);
    } else if (heldConstant != null && operators.takesConstant(opcode)) {
      long constant = heldConstant;
      heldConstant = null;
      heldJump = operators.withConstant(opcode, constant);
    } else if (opcode == StackOp.SELECT) {
      select(condition());
    } else {
      flush();
      if (opcode == StackOp.RETURN) {
        leaveFunction();
        dead = true;
      } else {
        heldJump = operators.emit(opcode);
      }
    }
  }

  @Override
  public void get(int local) {
    if (begin()) {
      out.load(local);
    }
  }

  @Override
  public void set(int local) {
    if (begin()) {
      out.store(local);
    }
  }

  @Override
  public void tee(int local) {
    if (begin()) {
      out.insn(Types.slots(out.topType()) == 2 ? Opcodes.DUP2 : Opcodes.DUP);
      out.push(out.topType());
      out.store(local);
    }
  }

  @Override
  public void i32(int value) {
    if (begin()) {
      out.constant(value);
      out.push(StackOp.I32);
    }
  }

  @Override
  public void i64(long value) {
    if (begin()) {
      heldConstant = value;
    }
  }

  @Override
  public void f64(double value) {
    if (begin()) {
      out.constant(value);
      out.push(StackOp.F64);
    }
  }

  @Override
  public void memory(int opcode, int offset) {
    if (begin()) {
      memory.emit(opcode, offset & 0xffff_ffffL);
    }
  }

  @Override
  public void call(Helper helper) {
    if (begin()) {
      functionClass.call(out, helper);
      adjust(helper.signature());
    }
  }

  @Override
  public void callIndirect(Signature signature) {
    if (begin()) {
      functionClass.callIndirect(out, signature);
      out.pop();
      adjust(signature);
    }
  }

  private void adjust(Signature signature) {
    out.forgetDownTo(out.height() - signature.parameters().length);
    if (signature.result() != Signature.NOTHING) {
      out.push(signature.result());
    }
  }

  @Override
  public void open(int opcode, int type) {
    if (dead) {
      deadBlocks++;
      return;
    }
    if (opcode != StackOp.IF) {
      flush();
      Block block = new Block(opcode, type, out.height());
      blocks.add(block);
      if (block.isLoop) {
        out.place(block.label);
      }
      return;
    }
    int jump = condition();
    Block block = new Block(opcode, type, out.height());
    block.otherwise = new Label();
    out.jump(Operators.opposite(jump), block.otherwise);
    blocks.add(block);
  }

  @Override
  public void otherwise() {
    if (deadBlocks > 0) {
      return;
    }
    flush();
    Block block = blocks.get(blocks.size() - 1);
    if (!dead) {
      block.branchedTo = true;
      out.jump(Opcodes.GOTO, block.label);
    }
    beginAt(block, block.otherwise);
    block.otherwise = null;
  }

  @Override
  public void end() {
    if (deadBlocks > 0) {
      deadBlocks--;
      return;
    }
    flush();
    Block block = blocks.remove(blocks.size() - 1);
    if (block.otherwise != null) {
      if (dead) {
        beginAt(block, block.otherwise);
      } else {
        out.place(block.otherwise);
      }
    }
    if (block.isLoop || !block.branchedTo) {
      return;
    }
    if (dead) {
      out.forgetDownTo(block.height);
      if (block.type != StackOp.EMPTY) {
        out.push(block.type);
      }
      dead = false;
    }
    out.place(block.label);
  }

  @Override
  public void branch(int opcode, int target) {
    if (dead) {
      return;
    }
    if (opcode == StackOp.BR) {
      flush();
      goTo(target);
      dead = true;
      return;
    }
    int jump = condition();
    Block block = block(target);
    if (out.height() == block.height) {
      block.branchedTo = true;
      out.jump(jump, block.label);
    } else {
      Label on = new Label();
      out.jump(Operators.opposite(jump), on);
      goTo(target);
      out.place(on);
    }
  }

  @Override
  public void brTable(int[] targets, int fallback) {
    if (!begin()) {
      return;
    }
    out.pop();
    Deque<Runnable> detours = new ArrayDeque<>();
    Label[] labels = Arrays.stream(targets).mapToObj(t -> tableLabel(t, detours)).toArray(Label[]::new);
    out.tableSwitch(labels, tableLabel(fallback, detours));
    detours.forEach(Runnable::run);
    dead = true;
  }

  /** Where to go for {@code target}; where values have to be thrown away first, by a detour. */
  private Label tableLabel(int target, Deque<Runnable> detours) {
    Block block = block(target);
    if (out.height() == block.height) {
      block.branchedTo = true;
      return block.label;
    }
    Label detour = new Label();
    detours.add(() -> {
      out.place(detour);
      goTo(target);
    });
    return detour;
  }

  private Block block(int target) {
    Block block = blocks.get(blocks.size() - 1 - target);
    if (!block.isLoop && block.type != StackOp.EMPTY) {
      throw new IllegalArgumentException("a branch with a value");
    }
    return block;
  }

  private void goTo(int target) {
    Block block = block(target);
    block.branchedTo = true;
    out.dropDownTo(block.height);
    out.jump(Opcodes.GOTO, block.label);
  }

  /** Begins at {@code label} with what the stack held when {@code block} was opened. */
  private void beginAt(Block block, Label label) {
    out.forgetDownTo(block.height);
    out.place(label);
    dead = false;
  }

  private void leaveFunction() {
    out.insn(result == Signature.NOTHING ? Opcodes.RETURN : Opcodes.IRETURN + Types.offset(result));
  }

  /** Whether an instruction here has to be written; if so, nothing is held back any more. */
  private boolean begin() {
    if (!dead) {
      flush();
    }
    return !dead;
  }

  private void flush() {
    if (heldConstant != null) {
      out.constant(heldConstant);
      out.push(StackOp.I64);
      heldConstant = null;
    }
    if (heldJump != 0) {
      Label isTrue = new Label();
      Label end = new Label();
      out.jump(heldJump, isTrue);
      heldJump = 0;
      out.constant(0);
      out.jump(Opcodes.GOTO, end);
      out.place(isTrue);
      out.constant(1);
      out.push(StackOp.I32);
      out.place(end);
    }
  }

  /** The jump for a condition's being true; takes it from the stack if it is there. */
  private int condition() {
    if (heldJump != 0) {
      int jump = heldJump;
      heldJump = 0;
      return jump;
    }
    flush();
    out.pop();
    return Opcodes.IFNE;
  }

  private void select(int jump) {
    boolean wide = Types.slots(out.topType()) == 2;
    Label first = new Label();
    Label end = new Label();
    out.jump(jump, first);
    if (wide) {
      out.insn(Opcodes.DUP2_X2);
      out.insn(Opcodes.POP2);
    } else {
      out.insn(Opcodes.SWAP);
    }
    out.insn(wide ? Opcodes.POP2 : Opcodes.POP);
    out.jump(Opcodes.GOTO, end);
    out.place(first);
    out.insn(wide ? Opcodes.POP2 : Opcodes.POP);
    out.pop();
    out.place(end);
  }
}
