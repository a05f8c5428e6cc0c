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
   * @param access as for {@link HelperMethods#ramAddress}
   * @return what is to be added to the address
   */
  int address(int rs1, int imm, int access, int offset, int left) {
    insns.settle();
    AccessGroups.Group group = groups.at(offset);
    if (group == null) {
      insns.get(rs1);
      insns.addConstant(imm);
      out.set(va);
      translate(access, access & HelperMethods.SIZE_MASK, offset, left);
      return 0;
    }
    if (group.first == offset) {
      insns.get(rs1);
      insns.addConstant(group.low());
      out.set(va);
      findTlbEntry();
      out.memory(StackOp.I64_LOAD, array(access));
      out.get(va).i64(group.bytes() - 1).op(StackOp.I64_ADD).i64(PAGE_MASK).op(StackOp.I64_AND);
      ramAddress(access & HelperMethods.STORE | group.bytes(), offset, left);
      out.set(group.local());
    }
    out.get(group.local());
    return imm - group.low();
  }

  /** The address for an access that must be aligned, and if it stores may load. */
  void atomicAddress(int rs1, int access, int offset, int left) {
    insns.get(rs1);
    out.set(va);
    translate(access | HelperMethods.ATOMIC, access & HelperMethods.SIZE_MASK, offset, left);
  }

  /** The address for the block of {@code size} bytes, a power of 2, that rs1 points into. */
  void addressOfBlock(int rs1, int size, int offset, int left) {
    insns.get(rs1);
    out.i64(-size).op(StackOp.I64_AND).set(va);
    translate(size | HelperMethods.STORE, 1, offset, left);
    out.set(entry);
  }

  /** Leaves what {@link #addressOfBlock} found on the stack. */
  void repeatAddress() {
    out.get(entry);
  }

  private void translate(int access, int alignment, int offset, int left) {
    insns.settle();
    findTlbEntry();
    out.memory(StackOp.I64_LOAD, array(access));
    out.get(va).i64(PAGE_MASK | alignment - 1).op(StackOp.I64_AND);
    ramAddress(access, offset, left);
  }

  private static int array(int access) {
    return (access & HelperMethods.STORE) == 0 ? 0 : HartLayout.TLB_WRITE;
  }

  private void findTlbEntry() {
    out.get(va).op(StackOp.I32_WRAP_I64).i32(HartLayout.TLB_OFFSET_SHIFT).op(StackOp.I32_SHR_U)
        .i32(HartLayout.TLB_OFFSET_MASK).op(StackOp.I32_AND)
        .get(tlb).op(StackOp.I32_ADD).tee(entry);
  }

  /** Leaves the address of what is at {@code va}; the TLB entry's tag and the one looked for are on the stack. */
  private void ramAddress(int access, int offset, int left) {
    out.op(StackOp.I64_NE).ifUnlikely(StackOp.I32);
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
    out.get(entry).memory(StackOp.I32_LOAD, array(access) + 8)
        .get(va).op(StackOp.I32_WRAP_I64).op(StackOp.I32_ADD);
    out.end();
  }
}
