// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.hart.HartLayout;

/**
 * Turns a region into one function of signature {@link Helpers#REGION}: hart, position, pageVa.
 *
 * <p>{@code position} is that of the block to begin with. The result is {@link #GO_ON} if pc is where a jump
 * went to, so that another region may go on there; {@link #EXECUTE} if the instruction at pc has to be
 * executed by {@link HelperMethods#execute} first; {@link #STOP} if the interpreter has to go on.
 *
 * <p>The function's shape, with its labels:
 * <pre>
 *  load registers
 *  block left           link is set, all else stored
 *  block exit
 *    block jump         pc is set
 *      block stop       at offset (place & 0x1fff) of the page, place >>> 13 steps not taken after all
 *        block leave    the same
 *          the blocks, in loops
 *        end
 *        link = EXECUTE
 *      end
 *      pc = pageVa + offset, remaining += steps
 *      go to exit
 *    end
 *    link = GO_ON
 *  end
 *  store registers, pc and REMAINING
 *  end
 * </pre>
 */
final class RegionEmitter {
  static final int STOP = 0;
  static final int GO_ON = 1;
  static final int EXECUTE = 2;

  static final int HART = 0;
  private static final int POSITION = 1;
  static final int PAGE_VA = 2;

  /** More than the offset behind a page's last instruction. */
  static final int PLACE_OFFSET_BITS = 13;

  private final PageCode code;
  private final LoopNest nest;
  private final StackCode out = new StackCode(Helpers.REGION);
  private final InsnEmitter insns;
  private final int remaining;
  private final int place;
  private final int pc;
  private final int link;
  private final int tlb;
  private int left;
  private int jump;
  private int stop;
  private int leave;
  /** For each position the label that a branch to the block goes to, while one is open; else 0. */
  private final int[] labels;
  /** For each position whether a branch goes forward to it. */
  private final boolean[] branchedTo;
  private final int[] loopLabels;

  /**
   * @param inLocals whether integer registers are locals throughout
   * @param fuses whether the stack machine's fused multiply-add rounds once
   */
  RegionEmitter(PageCode code, LoopNest nest, boolean inLocals, boolean fuses) {
    this.code = code;
    this.nest = nest;
    IntegerRegisters registers = inLocals
        ? new LocalRegisters(out, new RegisterUse(code, nest.order())) : new MemoryRegisters(out);
    this.pc = out.locals(1, StackOp.I64);
    int va = out.locals(1, StackOp.I64);
    this.remaining = out.locals(5, StackOp.I32);
    this.place = remaining + 1;
    this.link = remaining + 2;
    this.tlb = remaining + 3;
    AccessGroups groups = new AccessGroups(code, out);
    this.insns = new InsnEmitter(code, out, registers, new InsnEmitter.Locals(
        pc, va, tlb, remaining + 4, place), groups, new FloatRegisters(code, nest.order(), out), fuses);
    this.labels = new int[nest.order().size() + 1];
    this.branchedTo = new boolean[labels.length];
    this.loopLabels = new int[labels.length];
    findDispatches();
    findGroups(groups);
    loadState();
  }

  StackCode emit() {
    left = out.block();
    int exit = out.block();
    jump = out.block();
    stop = out.block();
    leave = out.block();
    insns.leaveLabel(leave);
    emitLoop(0);
    out.end();
    out.i32(EXECUTE).set(link);
    out.end();
    out.get(PAGE_VA).get(place).i32((1 << PLACE_OFFSET_BITS) - 1).op(StackOp.I32_AND)
        .op(StackOp.I64_EXTEND_I32_U).op(StackOp.I64_ADD).set(pc);
    out.get(remaining).get(place).i32(PLACE_OFFSET_BITS).op(StackOp.I32_SHR_U).op(StackOp.I32_ADD)
        .set(remaining).br(exit);
    out.end();
    out.i32(GO_ON).set(link);
    out.end();
    storeState();
    out.end();
    out.get(link);
    return out;
  }

  private void loadState() {
    insns.loadRegisters();
    out.get(HART).memory(StackOp.I32_LOAD, HartLayout.REMAINING).set(remaining);
    out.get(HART).memory(StackOp.I32_LOAD, HartLayout.DATA_TLB).set(tlb);
  }

  private void findGroups(AccessGroups groups) {
    List<Block> run = new ArrayList<>();
    for (Block block : nest.order()) {
      if (comesFromElsewhere(block)) {
        groups.find(run);
        run.clear();
      }
      run.add(block);
    }
    groups.find(run);
  }

  private void storeState() {
    insns.storeRegisters();
    out.get(HART).get(pc).memory(StackOp.I64_STORE, HartLayout.PC);
    out.get(HART).get(remaining).memory(StackOp.I32_STORE, HartLayout.REMAINING);
  }

  /** Which blocks are branched to, and which loops are entered in the middle. */
  private void findDispatches() {
    for (Block block : nest.order()) {
      if (block.entered) {
        noteEntry(0, block);
      }
      noteBranch(block, block.taken, false);
      noteBranch(block, block.following, true);
    }
  }

  private void noteBranch(Block from, Block to, boolean mayFallThrough) {
    if (to == null || to.position <= from.position || mayFallThrough && to.position == from.position + 1) {
      return;
    }
    LoopNest.Loop around = outermostAround(from.position, to);
    if (around == null) {
      branchedTo[to.position] = true;
    } else {
      branchedTo[around.start] = true;
      noteEntry(around.start, to);
    }
  }

  /** From the head at {@code start} on, every head on the way to {@code block} has to send on. */
  private void noteEntry(int start, Block block) {
    branchedTo[block.position] = true;
    for (LoopNest.Loop loop = nest.innermost(block); loop != null && loop.start >= start; loop = loop.outer) {
      if (loop.start != block.position) {
        loop.dispatches = true;
        branchedTo[loop.start] = true;
      }
    }
  }

  /** The largest loop around {@code to} but not around {@code from} whose head {@code to} is not, or null. */
  private LoopNest.Loop outermostAround(int from, Block to) {
    LoopNest.Loop found = null;
    for (LoopNest.Loop loop = nest.innermost(to); !loop.contains(from); loop = loop.outer) {
      found = loop;
    }
    return found == null || found.start == to.position ? null : found;
  }

  private void emitLoop(int index) {
    LoopNest.Loop loop = nest.loops().get(index);
    boolean whole = loop.outer == null;
    if (!whole) {
      loopLabels[loop.start] = out.loop();
    }
    List<Integer> items = items(loop);
    int opened = 0;
    for (int i = items.size() - 1; i >= 0; i--) {
      int position = items.get(i);
      if (branchedTo[position] && (loop.dispatches || i > 0)) {
        labels[position] = out.block();
        opened++;
      }
    }
    if (loop.dispatches) {
      emitDispatch(loop, items);
    }
    for (int i = 0; i < items.size(); i++) {
      int position = items.get(i);
      if (labels[position] != 0 && branchedTo[position] && (loop.dispatches || i > 0)) {
        out.end();
        labels[position] = 0;
        opened--;
      }
      int inner = i == 0 && !whole ? -1 : loopAt(position, loop);
      if (inner >= 0) {
        emitLoop(inner);
      } else {
        emitBlock(nest.order().get(position));
      }
    }
    if (opened != 0) {
      throw new IllegalStateException("blocks left open at " + loop.start);
    }
    if (!whole) {
      out.end();
      loopLabels[loop.start] = 0;
    }
  }

  /** Positions of what lies directly in {@code loop}: blocks, and heads of loops. */
  private List<Integer> items(LoopNest.Loop loop) {
    List<Integer> items = new ArrayList<>();
    int position = loop.start;
    while (position < loop.end) {
      items.add(position);
      int inner = position == loop.start && loop.outer != null ? -1 : loopAt(position, loop);
      position = inner >= 0 ? nest.loops().get(inner).end : position + 1;
    }
    return items;
  }

  /** Index of the loop directly in {@code outer} that starts at {@code position}, or -1. */
  private int loopAt(int position, LoopNest.Loop outer) {
    for (int i = 1; i < nest.loops().size(); i++) {
      LoopNest.Loop loop = nest.loops().get(i);
      if (loop.start == position && loop.outer == outer) {
        return i;
      }
    }
    return -1;
  }

  private void emitDispatch(LoopNest.Loop loop, List<Integer> items) {
    int[] targets = new int[loop.end - loop.start];
    int item = 0;
    for (int i = 0; i < targets.length; i++) {
      while (item + 1 < items.size() && items.get(item + 1) <= loop.start + i) {
        item++;
      }
      int label = labels[items.get(item)];
      // Nobody is sent to a block without a label.
      targets[i] = label != 0 ? label : labels[items.get(0)] != 0 ? labels[items.get(0)] : leave;
    }
    out.get(POSITION);
    if (loop.start != 0) {
      out.i32(loop.start).op(StackOp.I32_SUB);
    }
    out.brTable(targets, targets[0]);
  }

  private void emitBlock(Block block) {
    insns.beginBlock(comesFromElsewhere(block));
    out.i32(place(block.start, block.length)).set(place);
    out.get(remaining).i32(block.length).op(StackOp.I32_SUB).tee(remaining).i32(0).op(StackOp.I32_LT_S)
        .brIfUnlikely(stop);
    int offset = block.start;
    for (int left = block.length; left > 0; left--) {
      if (offset == block.last && code.endsBlock(offset)) {
        emitEnd(block);
        return;
      }
      insns.emit(offset, left);
      offset = code.next(offset);
    }
    insns.settle();
    follow(block);
  }

  /** Whether control can come to {@code block} otherwise than from the one before it. */
  private boolean comesFromElsewhere(Block block) {
    return block.entered || branchedTo[block.position] || nest.innermost(block).start == block.position;
  }

  private void emitEnd(Block block) {
    insns.settle();
    int offset = block.last;
    int word = code.word0(offset);
    if (code.isTransfer(offset)) {
      insns.transfer(offset);
      out.br(jump);
    } else if (code.isBranch(offset)) {
      insns.condition(offset);
      out.ifThen();
      if (block.taken != null) {
        branch(block, block.taken);
      } else {
        insns.setPc(offset);
        out.br(jump);
      }
      out.end();
      follow(block);
    } else if (block.taken != null) {
      if (block.taken.position == block.position + 1) {
        setPosition(block.taken);
      } else {
        branch(block, block.taken);
      }
    } else {
      // A linking jump may read the register that it writes: the target first.
      insns.setPc(offset);
      if (code.isCall(offset)) {
        insns.setLinkRegister(offset, word);
        insns.settle();
      }
      if (block.following == null) {
        out.br(jump);
      } else {
        call(code.next(offset));
        follow(block);
      }
    }
  }

  /** Has others go on at {@code pc} until they return to {@code offset}; whoever else pc leads to, leaves. */
  private void call(int offset) {
    storeState();
    out.get(HART).i32(offset).get(PAGE_VA).i32(Links.CALL_SLOT).callIndirect(Helpers.REGION).tee(link)
        .i32(Links.RETURNED).op(StackOp.I32_NE).brIfUnlikely(left);
    loadState();
  }

  /** Goes on behind {@code block}. */
  private void follow(Block block) {
    if (block.following == null) {
      leaveBehind(code.next(block.last));
    } else if (block.following.position == block.position + 1) {
      setPosition(block.following);
    } else {
      branch(block, block.following);
    }
  }

  private void branch(Block from, Block to) {
    if (to.position <= from.position) {
      setPosition(to);
      out.br(loopLabels[to.position]);
      return;
    }
    LoopNest.Loop around = outermostAround(from.position, to);
    if (around == null) {
      setPosition(to);
      out.br(labels[to.position]);
    } else {
      out.i32(to.position).set(POSITION);
      out.br(labels[around.start]);
    }
  }

  /** A head that may have to send on must be told if it need not. */
  private void setPosition(Block to) {
    for (LoopNest.Loop loop = nest.innermost(to); loop.outer != null; loop = loop.outer) {
      if (loop.start == to.position && loop.dispatches) {
        out.i32(to.position).set(POSITION);
        return;
      }
    }
  }

  /** Leaves the region at {@code offset}, where no block of it is. */
  private void leaveBehind(int offset) {
    out.i32(place(offset, 0)).set(place);
    if (offset >= PageCode.PAGE_SIZE || code.isTranslatable(offset)) {
      out.i32(GO_ON).set(link).br(stop);
    } else {
      out.br(code.isKnown(offset) ? leave : stop);
    }
  }

  static int place(int offset, int stepsNotTaken) {
    return stepsNotTaken << PLACE_OFFSET_BITS | offset;
  }
}
