// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.exec.Op;

/**
 * Which of a region's loads, or of its stores, share one look at the TLB: those by one base register that nobody
 * writes in between, at most {@link #MOST_BYTES} from the first byte to the last, in code that is executed from
 * the first of them on. The first checks that all of these bytes lie in one page that the TLB has. Only the misses
 * of other accesses can take the entry away before the last, so these look whether they did ({@link #around}).
 */
final class AccessGroups {
  /** Below 256, see {@link HelperMethods#ramAddress}; and the further apart, the more often they cross a page. */
  static final int MOST_BYTES = 128;

  /** Accesses that share a check. */
  static final class Group {
    final int base;
    final boolean stores;
    /** Offset in the page of the first access's instruction. */
    final int first;
    /** Least immediate. */
    private int low;
    /** Greatest immediate and its access's size. */
    private int end;
    /** Index of the last access in its run. */
    private int last;
    private int accesses;
    private int local = -1;

    private Group(int base, boolean stores, int first, int low) {
      this.base = base;
      this.stores = stores;
      this.first = first;
      this.low = low;
      this.end = low;
    }

    int low() {
      return low;
    }

    int bytes() {
      return end - low;
    }

    /** The local that holds the linear memory address of what is at {@link #low}, from the first access on. */
    int local() {
      return local;
    }

    private boolean takes(int imm, int size) {
      return Math.max(end, imm + size) - Math.min(low, imm) <= MOST_BYTES;
    }

    private void add(int index, int imm, int size) {
      low = Math.min(low, imm);
      end = Math.max(end, imm + size);
      last = index;
      accesses++;
    }
  }

  private final PageCode code;
  private final StackCode out;
  private final Map<Integer, Group> groupAt = new HashMap<>();
  private final Map<Integer, List<Group>> around = new HashMap<>();
  private final List<Integer> locals = new ArrayList<>();

  AccessGroups(PageCode code, StackCode out) {
    this.code = code;
    this.out = out;
  }

  /** The group that the access at {@code offset} belongs to, or null if it is alone. */
  Group at(int offset) {
    return groupAt.get(offset);
  }

  /**
   * Groups whose TLB entry a miss of the access at {@code offset} might take: begun before it, going on behind
   * it, and of the same kind.
   */
  List<Group> around(int offset) {
    return around.getOrDefault(offset, List.of());
  }

  /** Finds the groups in {@code run}: blocks of which each but the first is only come to by the one before it. */
  void find(List<Block> run) {
    List<Integer> offsets = new ArrayList<>();
    List<Group> found = new ArrayList<>();
    Group[] open = new Group[2 * IntegerRegisters.COUNT];
    for (Block block : run) {
      int offset = block.start;
      for (int i = 0; i < block.length; i++) {
        int word = code.word0(offset);
        if (DecodedWord.access(word) != 0) {
          found.add(join(open, word, offset, offsets.size()));
          offsets.add(offset);
        }
        close(open, word, code.word1(offset));
        offset = code.next(offset);
      }
    }
    note(offsets, found);
  }

  private Group join(Group[] open, int word, int offset, int index) {
    int base = DecodedWord.rs1(word);
    int imm = code.word1(offset);
    int size = DecodedWord.access(word) & HelperMethods.SIZE_MASK;
    boolean stores = (DecodedWord.access(word) & HelperMethods.STORE) != 0;
    int key = stores ? base + IntegerRegisters.COUNT : base;
    if (open[key] == null || !open[key].takes(imm, size)) {
      open[key] = new Group(base, stores, offset, imm);
    }
    open[key].add(index, imm, size);
    return open[key];
  }

  /** What the instruction with these words ends: groups by the register that it writes, or all. */
  private static void close(Group[] open, int word, int imm) {
    int operation = word >>> Op.OPERATION_SHIFT;
    if (operation == Op.SYSTEM || operation == Op.ATOMIC) {
      Arrays.fill(open, null);
      return;
    }
    int written = RegisterUse.destination(word, imm);
    if (written != 0) {
      open[written] = null;
      open[written + IntegerRegisters.COUNT] = null;
    }
  }

  private void note(List<Integer> offsets, List<Group> found) {
    List<Group> begun = new ArrayList<>();
    for (int i = 0; i < offsets.size(); i++) {
      Group group = found.get(i);
      int offset = offsets.get(i);
      int index = i;
      begun.removeIf(other -> other.last <= index);
      if (group.accesses > 1) {
        groupAt.put(offset, group);
      }
      List<Group> others = new ArrayList<>();
      for (Group other : begun) {
        if (other != group && other.stores == group.stores) {
          others.add(other);
        }
      }
      if (!others.isEmpty()) {
        around.put(offset, others);
      }
      if (group.accesses > 1 && group.first == offset) {
        group.local = freeLocal(begun);
        begun.add(group);
      }
    }
  }

  private int freeLocal(List<Group> begun) {
    for (int local : locals) {
      boolean used = false;
      for (Group group : begun) {
        used |= group.local == local;
      }
      if (!used) {
        return local;
      }
    }
    locals.add(out.locals(1, StackOp.I32));
    return locals.get(locals.size() - 1);
  }
}
