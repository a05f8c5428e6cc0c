// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings blocks into an order in which every branch goes forward except those back to the head of a loop
 * that contains the branch, and every loop lies in one piece, its head first.
 *
 * <p>A loop is a strongly connected component, its head the block of it that is reached from outside first;
 * without the branches to the head, what remains is divided the same way. This copes with any control flow:
 * where a loop can be entered elsewhere than at its head, whoever enters goes to the head and is sent on
 * from there.
 */
final class LoopNest {
  /** Blocks from {@code start} up to, not including, {@code end}; the head is the first. */
  static final class Loop {
    final int start;
    int end;
    final Loop outer;
    private final int depth;
    /** Whether its head has to send on what really goes into the middle. */
    boolean dispatches;

    Loop(int start, Loop outer) {
      this.start = start;
      this.outer = outer;
      this.depth = outer == null ? 0 : outer.depth + 1;
    }

    boolean contains(int position) {
      return position >= start && position < end;
    }
  }

  /** What Tarjan's algorithm knows of a block. */
  private static final int INDEX = 0;
  private static final int LOW = 1;
  private static final int ON_STACK = 2;

  /** No compiler nests so deep; a guest that does must not make us write huge functions. */
  private static final int DEEPEST = 24;

  private final List<Block> order = new ArrayList<>();
  private final List<Loop> loops = new ArrayList<>();
  private final List<Loop> innermost = new ArrayList<>();
  private boolean tooDeep;

  /** The whole region counts as the outermost loop, though nothing branches back to its start. */
  LoopNest(List<Block> region) {
    Loop whole = new Loop(0, null);
    loops.add(whole);
    new Components(region, null, whole).arrange();
    whole.end = order.size();
  }

  /** Whether loops are nested so deep that the order is not complete. */
  boolean isTooDeep() {
    return tooDeep;
  }

  /** The blocks, each at its {@link Block#position}. */
  List<Block> order() {
    return order;
  }

  /** All loops, outer ones before those in them; the first is the whole. */
  List<Loop> loops() {
    return loops;
  }

  /** The smallest loop that {@code block} is in. */
  Loop innermost(Block block) {
    return innermost.get(block.position);
  }

  private void append(Block block, Loop loop) {
    block.position = order.size();
    order.add(block);
    innermost.add(loop);
  }

  /** Tarjan's algorithm on some of the blocks; branches to {@code head} don't count. */
  private final class Components {
    private final List<Block> members;
    private final Block head;
    private final Loop loop;
    private final Map<Block, int[]> state = new HashMap<>();
    private final List<Block> stack = new ArrayList<>();
    private final List<List<Block>> found = new ArrayList<>();
    private int counter;

    Components(List<Block> members, Block head, Loop loop) {
      this.members = members;
      this.head = head;
      this.loop = loop;
    }

    void arrange() {
      for (Block block : members) {
        state.put(block, new int[] {-1, 0, 0});
      }
      for (Block block : members) {
        if (state.get(block)[INDEX] < 0) {
          visit(block);
        }
      }
      // They are found last first.
      for (int i = found.size() - 1; i >= 0; i--) {
        place(found.get(i));
      }
    }

    private void visit(Block root) {
      List<Block> path = new ArrayList<>();
      List<int[]> progress = new ArrayList<>();
      enter(root, path, progress);
      while (!path.isEmpty()) {
        Block block = path.get(path.size() - 1);
        int[] step = progress.get(progress.size() - 1);
        if (step[0] < 2) {
          Block next = step[0]++ == 0 ? block.taken : block.following;
          int[] other = next == null || next == head ? null : state.get(next);
          if (other == null) {
            continue;
          }
          if (other[INDEX] < 0) {
            enter(next, path, progress);
          } else if (other[ON_STACK] != 0) {
            int[] own = state.get(block);
            own[LOW] = Math.min(own[LOW], other[INDEX]);
          }
          continue;
        }
        path.remove(path.size() - 1);
        progress.remove(progress.size() - 1);
        leave(block);
        if (!path.isEmpty()) {
          int[] outer = state.get(path.get(path.size() - 1));
          outer[LOW] = Math.min(outer[LOW], state.get(block)[LOW]);
        }
      }
    }

    private void enter(Block block, List<Block> path, List<int[]> progress) {
      int[] own = state.get(block);
      own[INDEX] = counter;
      own[LOW] = counter++;
      own[ON_STACK] = 1;
      stack.add(block);
      path.add(block);
      progress.add(new int[1]);
    }

    private void leave(Block block) {
      int[] own = state.get(block);
      if (own[LOW] != own[INDEX]) {
        return;
      }
      List<Block> component = new ArrayList<>();
      Block member;
      do {
        member = stack.remove(stack.size() - 1);
        state.get(member)[ON_STACK] = 0;
        component.add(member);
      } while (member != block);
      found.add(component);
    }

    private void place(List<Block> component) {
      // The one that was visited first stands last; it is the head.
      Block first = component.get(component.size() - 1);
      boolean alone = component.size() == 1 && first.taken != first && first.following != first;
      if (alone) {
        append(first, loop);
        return;
      }
      Loop inner = new Loop(order.size(), loop);
      if (inner.depth > DEEPEST) {
        tooDeep = true;
        return;
      }
      loops.add(inner);
      append(first, inner);
      List<Block> rest = new ArrayList<>();
      for (int i = component.size() - 2; i >= 0; i--) {
        rest.add(component.get(i));
      }
      new Components(rest, first, inner).arrange();
      inner.end = order.size();
    }
  }
}
