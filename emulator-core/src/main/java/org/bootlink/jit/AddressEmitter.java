// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.hart.HartLayout;

/** Code that finds where an access goes in linear memory: by the TLB, else by {@link HelperMethods#ramAddress}. */
final class AddressEmitter {
  private static final long PAGE_MASK = -4096;

  private final InsnEmitter insns;
  private final StackCode out;
  private final AccessGroups groups;
  private final int va;
  private final int tlb;
  private final int entry;

  /**
   * @param va a 64-bit local, the virtual address of an access
   * @param tlb a 32-bit local, the address of the read array for loads and stores
   * @param entry another, the address of a TLB entry
   */
  AddressEmitter(InsnEmitter insns, StackCode out, AccessGroups groups, int va, int tlb, int entry) {
    this.insns = insns;
    this.out = out;
    this.groups = groups;
    this.va = va;
    this.tlb = tlb;
    this.entry = entry;
  }

  /**
   * Leaves on the stack the linear memory address of what a load or store reaches, or leaves the region if there
   * is none.
   *
   * @return what is to be added to the address
   */
  int address(int word, int imm, int offset, int left) {
    int access = DecodedWord.access(word);
    AccessGroups.Group group = groups.at(offset);
    if (group == null) {
      insns.get(DecodedWord.rs1(word));
      insns.addConstant(imm);
      out.set(va);
      translateAligned(access, offset, left);
      return 0;
    }
    if (group.first == offset) {
      insns.get(group.base);
      insns.addConstant(group.low());
      out.set(va);
      // All bytes are in one page if the last is in that of the entry which the first has.
      translate(access & HelperMethods.STORE | group.bytes(), group.bytes() - 1, PAGE_MASK, offset, left);
      out.set(group.local());
    }
    out.get(group.local());
    return imm - group.low();
  }

  /** The address for an access that must be aligned, and if it stores may load. */
  void atomicAddress(int rs1, int access, int offset, int left) {
    insns.get(rs1);
    out.set(va);
    translateAligned(access | HelperMethods.ATOMIC, offset, left);
  }

  /** The address for the block of {@code size} bytes, a power of 2, that rs1 points into. */
  void addressOfBlock(int rs1, int size, int offset, int left) {
    insns.get(rs1);
    out.i64(-size).op(StackOp.I64_AND).set(va);
    translate(size | HelperMethods.STORE, 0, PAGE_MASK, offset, left);
    out.set(entry);
  }

  /** Leaves what {@link #addressOfBlock} found on the stack. */
  void repeatAddress() {
    out.get(entry);
  }

  private void translateAligned(int access, int offset, int left) {
    translate(access, 0, PAGE_MASK | (access & HelperMethods.SIZE_MASK) - 1, offset, left);
  }

  /**
   * Leaves the linear memory address of what is at {@code va}: by the TLB if the entry's tag is
   * {@code va + added & mask}.
   */
  private void translate(int access, int added, long mask, int offset, int left) {
    int array = (access & HelperMethods.STORE) == 0 ? 0 : HartLayout.TLB_WRITE;
    insns.settle();
    tlbOffset(out, va);
    out.get(tlb).op(StackOp.I32_ADD).tee(entry).memory(StackOp.I64_LOAD, array);
    out.get(va);
    insns.addConstant(added);
    out.i64(mask).op(StackOp.I64_AND).op(StackOp.I64_NE).ifUnlikely(StackOp.I32);
    out.get(RegionEmitter.HART).get(va).i32(access).call(Helpers.RAM_ADDRESS)
        .tee(entry);
    insns.setPlace(offset, left);
    out.op(StackOp.I32_EQZ).brIfUnlikely(insns.leaveLabel());
    // What has just been filled may have been a group's entry.
    for (AccessGroups.Group other : groups.around(offset)) {
      out.get(va);
      insns.get(other.base);
      insns.addConstant(other.low());
      out.op(StackOp.I64_XOR).i64(HartLayout.TLB_OFFSET_MASK << HartLayout.TLB_OFFSET_SHIFT)
          .op(StackOp.I64_AND).op(StackOp.I64_EQZ).brIfUnlikely(insns.leaveLabel());
    }
    out.get(entry);
    out.otherwise();
    out.get(entry).memory(StackOp.I32_LOAD, array + 8)
        .get(va).op(StackOp.I32_WRAP_I64).op(StackOp.I32_ADD);
    out.end();
  }

  /** Leaves where in each of the TLB's arrays the entry is for the page at the 64-bit local {@code va}. */
  static void tlbOffset(StackCode out, int va) {
    out.get(va).op(StackOp.I32_WRAP_I64).i32(HartLayout.TLB_OFFSET_SHIFT).op(StackOp.I32_SHR_U)
        .i32(HartLayout.TLB_OFFSET_MASK).op(StackOp.I32_AND);
  }
}
