// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import org.bootlink.hart.Hart;
import org.bootlink.hart.HartLayout;
import org.bootlink.hart.LoadStoreUnit;
import org.bootlink.memory.LinearMemory;

/**
 * Executes decoded instructions until the hart's steps are used up or something needs attention.
 *
 * <p>Everything that changes with each instruction is in locals: {@code ip}, the address of the current
 * slot, and {@code remaining}. pc is computed from {@code ip} only where it is needed. Before anything that
 * can fault, look at the step count or end the loop, both are stored ({@link #save}); afterwards
 * {@code remaining} is read again, because it may have been cut.
 *
 * <p>HotSpot compiles no method above 8,000 bytes of bytecode; a test holds this one below.
 */
final class Interpreter {
  /** NaN box around a single. */
  private static final long BOX = 0xffff_ffff_0000_0000L;

  private final Hart hart;
  private final FetchUnit fetch;
  private final ExecFloat execFloat;
  private final ExecSystem execSystem;

  Interpreter(Hart hart, FetchUnit fetch) {
    this.hart = hart;
    this.fetch = fetch;
    this.execFloat = new ExecFloat(hart);
    this.execSystem = new ExecSystem(hart);
  }

  /** Runs from the hart's pc; at least one step must remain. */
  void run() {
    final LinearMemory m = hart.memory();
    final int h = hart.base();
    final LoadStoreUnit loads = hart.loadStore();
    final int fetchTlb = hart.tlb().context(hart.fetchContext()) + HartLayout.TLB_FETCH;
    int tlb = m.getInt(h + HartLayout.DATA_TLB);
    long target = m.getLong(h + HartLayout.PC);
    int page = fetch.page(target);
    long pageVa = target & -4096L;
    int ip = page + slot(target);
    int remaining = m.getInt(h + HartLayout.REMAINING);
    // Every way through the body meets at its end: HotSpot makes poor code of several back edges.
    for (; remaining != 0; remaining--) {
      int w = m.getInt(ip);
      // Most operations want both, and the others lose nothing by it.
      int imm = m.getInt(ip + 4);
      long a = m.getLong(h + (w >>> Op.RS1_SHIFT & Op.REGISTER_MASK));
      next:
      {
        jump:
        {
          noResult:
          {
            long value;
            switch (w >>> Op.OPERATION_SHIFT) {
              case Op.DECODE -> {
                save(m, h, remaining, pageVa, ip - page);
                fetch.decode(page, ip);
                remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                break next;
              }
              case Op.PAGE_END -> {
                remaining++;
                target = pageVa + 4096 + imm;
                break jump;
              }
              case Op.ILLEGAL -> {
                save(m, h, remaining - 1, pageVa, ip - page);
                throw hart.illegalInstruction();
              }
              case Op.NOP -> {
                break noResult;
              }
              case Op.LI -> value = imm;
              case Op.AUIPC -> value = pc(pageVa, ip - page) + imm;
              case Op.LB -> {
                long va = a + imm;
                int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & -4096L)) {
                  value = m.getByte(m.getInt(entry + 8) + (int) va);
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  value = (byte) loads.load(va, 1);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
              }
              case Op.LH -> {
                long va = a + imm;
                int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & (-4096L | 1))) {
                  value = m.getShort(m.getInt(entry + 8) + (int) va);
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  value = (short) loads.load(va, 2);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
              }
              case Op.LW -> {
                long va = a + imm;
                int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & (-4096L | 3))) {
                  value = m.getInt(m.getInt(entry + 8) + (int) va);
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  value = (int) loads.load(va, 4);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
              }
              case Op.LD -> {
                long va = a + imm;
                int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & (-4096L | 7))) {
                  value = m.getLong(m.getInt(entry + 8) + (int) va);
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  value = loads.load(va, 8);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
              }
              case Op.LBU -> {
                long va = a + imm;
                int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & -4096L)) {
                  value = m.getByte(m.getInt(entry + 8) + (int) va) & 0xff;
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  value = loads.load(va, 1);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
              }
              case Op.LHU -> {
                long va = a + imm;
                int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & (-4096L | 1))) {
                  value = m.getShort(m.getInt(entry + 8) + (int) va) & 0xffff;
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  value = loads.load(va, 2);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
              }
              case Op.LWU -> {
                long va = a + imm;
                int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & (-4096L | 3))) {
                  value = m.getInt(m.getInt(entry + 8) + (int) va) & 0xffff_ffffL;
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  value = loads.load(va, 4);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
              }
              case Op.SB -> {
                long va = a + imm;
                long b = rs2(m, h, w);
                int entry = tlb + HartLayout.TLB_WRITE
                    + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & -4096L)) {
                  m.putByte(m.getInt(entry + 8) + (int) va, (byte) b);
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  loads.store(va, b, 1);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
                break noResult;
              }
              case Op.SH -> {
                long va = a + imm;
                long b = rs2(m, h, w);
                int entry = tlb + HartLayout.TLB_WRITE
                    + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & (-4096L | 1))) {
                  m.putShort(m.getInt(entry + 8) + (int) va, (short) b);
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  loads.store(va, b, 2);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
                break noResult;
              }
              case Op.SW -> {
                long va = a + imm;
                long b = rs2(m, h, w);
                int entry = tlb + HartLayout.TLB_WRITE
                    + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & (-4096L | 3))) {
                  m.putInt(m.getInt(entry + 8) + (int) va, (int) b);
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  loads.store(va, b, 4);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
                break noResult;
              }
              case Op.SD -> {
                long va = a + imm;
                long b = rs2(m, h, w);
                int entry = tlb + HartLayout.TLB_WRITE
                    + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & (-4096L | 7))) {
                  m.putLong(m.getInt(entry + 8) + (int) va, b);
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  loads.store(va, b, 8);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
                break noResult;
              }
              case Op.ADDI -> value = a + imm;
              case Op.SLTI -> value = a < imm ? 1 : 0;
              case Op.SLTIU -> value = a + Long.MIN_VALUE < imm + Long.MIN_VALUE ? 1 : 0;
              case Op.XORI -> value = a ^ imm;
              case Op.ORI -> value = a | imm;
              case Op.ANDI -> value = a & imm;
              case Op.SLLI -> value = a << imm;
              case Op.SRLI -> value = a >>> imm;
              case Op.SRAI -> value = a >> imm;
              case Op.ADDIW -> value = (int) a + imm;
              case Op.SLLIW -> value = (int) a << imm;
              case Op.SRLIW -> value = (int) a >>> imm;
              case Op.SRAIW -> value = (int) a >> imm;
              case Op.ADD -> value = a + rs2(m, h, w);
              case Op.SUB -> value = a - rs2(m, h, w);
              case Op.SLL -> value = a << rs2(m, h, w);
              case Op.SLT -> value = a < rs2(m, h, w) ? 1 : 0;
              case Op.SLTU -> value = a + Long.MIN_VALUE < rs2(m, h, w) + Long.MIN_VALUE ? 1 : 0;
              case Op.XOR -> value = a ^ rs2(m, h, w);
              case Op.SRL -> value = a >>> rs2(m, h, w);
              case Op.SRA -> value = a >> rs2(m, h, w);
              case Op.OR -> value = a | rs2(m, h, w);
              case Op.AND -> value = a & rs2(m, h, w);
              case Op.ADDW -> value = (int) a + (int) rs2(m, h, w);
              case Op.SUBW -> value = (int) a - (int) rs2(m, h, w);
              case Op.SLLW -> value = (int) a << (int) rs2(m, h, w);
              case Op.SRLW -> value = (int) a >>> (int) rs2(m, h, w);
              case Op.SRAW -> value = (int) a >> (int) rs2(m, h, w);
              case Op.MUL -> value = a * rs2(m, h, w);
              case Op.MULH -> value = ExecM.mulh(a, rs2(m, h, w));
              case Op.MULHSU -> value = ExecM.mulhsu(a, rs2(m, h, w));
              case Op.MULHU -> value = ExecM.mulhu(a, rs2(m, h, w));
              case Op.DIV -> value = ExecM.div(a, rs2(m, h, w));
              case Op.DIVU -> value = ExecM.divu(a, rs2(m, h, w));
              case Op.REM -> value = ExecM.rem(a, rs2(m, h, w));
              case Op.REMU -> value = ExecM.remu(a, rs2(m, h, w));
              case Op.MULW -> value = (int) a * (int) rs2(m, h, w);
              case Op.DIVW -> value = ExecM.divw((int) a, (int) rs2(m, h, w));
              case Op.DIVUW -> value = ExecM.divuw((int) a, (int) rs2(m, h, w));
              case Op.REMW -> value = ExecM.remw((int) a, (int) rs2(m, h, w));
              case Op.REMUW -> value = ExecM.remuw((int) a, (int) rs2(m, h, w));
              case Op.BEQ -> {
                if (a == rs2(m, h, w)) {
                  ip += imm;
                  break next;
                }
                break noResult;
              }
              case Op.BNE -> {
                if (a != rs2(m, h, w)) {
                  ip += imm;
                  break next;
                }
                break noResult;
              }
              case Op.BLT -> {
                if (a < rs2(m, h, w)) {
                  ip += imm;
                  break next;
                }
                break noResult;
              }
              case Op.BGE -> {
                if (a >= rs2(m, h, w)) {
                  ip += imm;
                  break next;
                }
                break noResult;
              }
              case Op.BLTU -> {
                if (a + Long.MIN_VALUE < rs2(m, h, w) + Long.MIN_VALUE) {
                  ip += imm;
                  break next;
                }
                break noResult;
              }
              case Op.BGEU -> {
                if (a + Long.MIN_VALUE >= rs2(m, h, w) + Long.MIN_VALUE) {
                  ip += imm;
                  break next;
                }
                break noResult;
              }
              case Op.BEQ_FAR -> {
                if (a == rs2(m, h, w)) {
                  target = pc(pageVa, ip - page) + imm;
                  break jump;
                }
                break noResult;
              }
              case Op.BNE_FAR -> {
                if (a != rs2(m, h, w)) {
                  target = pc(pageVa, ip - page) + imm;
                  break jump;
                }
                break noResult;
              }
              case Op.BLT_FAR -> {
                if (a < rs2(m, h, w)) {
                  target = pc(pageVa, ip - page) + imm;
                  break jump;
                }
                break noResult;
              }
              case Op.BGE_FAR -> {
                if (a >= rs2(m, h, w)) {
                  target = pc(pageVa, ip - page) + imm;
                  break jump;
                }
                break noResult;
              }
              case Op.BLTU_FAR -> {
                if (a + Long.MIN_VALUE < rs2(m, h, w) + Long.MIN_VALUE) {
                  target = pc(pageVa, ip - page) + imm;
                  break jump;
                }
                break noResult;
              }
              case Op.BGEU_FAR -> {
                if (a + Long.MIN_VALUE >= rs2(m, h, w) + Long.MIN_VALUE) {
                  target = pc(pageVa, ip - page) + imm;
                  break jump;
                }
                break noResult;
              }
              case Op.J -> {
                ip += imm;
                break next;
              }
              case Op.JAL -> {
                m.putLong(h + (w & Op.REGISTER_MASK), pc(pageVa, ip - page) + length(w));
                ip += imm;
                break next;
              }
              case Op.J_FAR -> {
                target = pc(pageVa, ip - page) + imm;
                break jump;
              }
              case Op.JAL_FAR -> {
                target = pc(pageVa, ip - page) + imm;
                m.putLong(h + (w & Op.REGISTER_MASK), target - imm + length(w));
                break jump;
              }
              case Op.JR -> {
                target = a + imm & ~1L;
                break jump;
              }
              case Op.JALR -> {
                target = a + imm & ~1L;
                m.putLong(h + (w & Op.REGISTER_MASK), pc(pageVa, ip - page) + length(w));
                break jump;
              }
              case Op.FLW -> {
                long va = a + imm;
                int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & (-4096L | 3)) && m.getInt(h + HartLayout.FS_DIRTY) != 0) {
                  m.putLong(h + HartLayout.F + (w & Op.REGISTER_MASK), BOX | m.getInt(m.getInt(entry + 8) + (int) va) & 0xffff_ffffL);
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  execFloat.loadOrStore(w, imm);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
                break noResult;
              }
              case Op.FLD -> {
                long va = a + imm;
                int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & (-4096L | 7)) && m.getInt(h + HartLayout.FS_DIRTY) != 0) {
                  m.putLong(h + HartLayout.F + (w & Op.REGISTER_MASK), m.getLong(m.getInt(entry + 8) + (int) va));
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  execFloat.loadOrStore(w, imm);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
                break noResult;
              }
              case Op.FSW -> {
                long va = a + imm;
                long b = m.getLong(h + HartLayout.F + (w >>> Op.RS2_SHIFT & Op.REGISTER_MASK));
                int entry = tlb + HartLayout.TLB_WRITE
                    + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & (-4096L | 3)) && m.getInt(h + HartLayout.FS_DIRTY) != 0) {
                  m.putInt(m.getInt(entry + 8) + (int) va, (int) b);
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  execFloat.loadOrStore(w, imm);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
                break noResult;
              }
              case Op.FSD -> {
                long va = a + imm;
                long b = m.getLong(h + HartLayout.F + (w >>> Op.RS2_SHIFT & Op.REGISTER_MASK));
                int entry = tlb + HartLayout.TLB_WRITE
                    + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
                if (m.getLong(entry) == (va & (-4096L | 7)) && m.getInt(h + HartLayout.FS_DIRTY) != 0) {
                  m.putLong(m.getInt(entry + 8) + (int) va, b);
                } else {
                  save(m, h, remaining - 1, pageVa, ip - page);
                  execFloat.loadOrStore(w, imm);
                  remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                }
                break noResult;
              }
              case Op.ATOMIC -> {
                save(m, h, remaining - 1, pageVa, ip - page);
                ExecAtomic.execute(hart, ordinal(w), imm);
                remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                break noResult;
              }
              case Op.FLOAT -> {
                save(m, h, remaining - 1, pageVa, ip - page);
                execFloat.execute(ordinal(w), imm);
                break noResult;
              }
              case Op.BITMANIP -> {
                ExecBitmanip.execute(hart, ordinal(w), imm);
                break noResult;
              }
              case Op.SYSTEM -> {
                save(m, h, remaining - 1, pageVa, ip - page);
                execSystem.execute(ordinal(w), imm);
                remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                tlb = m.getInt(h + HartLayout.DATA_TLB);
                break noResult;
              }
              case Op.ENTER -> {
                save(m, h, remaining, pageVa, ip - page);
                fetch.enter(page, ip, imm, fetchTlb);
                remaining = m.getInt(h + HartLayout.REMAINING) + 1;
                target = m.getLong(h + HartLayout.PC);
                break jump;
              }
              default -> {
                save(m, h, remaining - 1, pageVa, ip - page);
                execSystem.control(ordinal(w), imm, length(w));
                return;
              }
            }
            m.putLong(h + (w & Op.REGISTER_MASK), value);
          }
          ip += (w & Op.LENGTH_MASK) * Op.SLOT_BYTES;
          break next;
        }
        // A jump to another page, or to anywhere.
        int entry =
            fetchTlb + ((int) (target >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
        pageVa = target & -4096L;
        if (m.getLong(entry) == pageVa) {
          page = m.getInt(entry + 8);
        } else {
          m.putLong(h + HartLayout.PC, target);
          m.putInt(h + HartLayout.REMAINING, remaining - 1);
          if (remaining == 1) {
            return;
          }
          page = fetch.page(target);
          remaining = m.getInt(h + HartLayout.REMAINING) + 1;
        }
        ip = page + slot(target);
      }
    }
    save(m, h, 0, pageVa, ip - page);
  }

  /** Stores what a trap, a device or a counter needs to know about the instruction at {@code ip}. */
  private static void save(LinearMemory m, int h, int remaining, long pageVa, int slotOffset) {
    m.putInt(h + HartLayout.REMAINING, remaining);
    m.putLong(h + HartLayout.PC, pc(pageVa, slotOffset));
  }

  private static long pc(long pageVa, int slotOffset) {
    return pageVa + (slotOffset >> 2);
  }

  /** Offset in a decoded page of the slot for the code at {@code va}. */
  private static int slot(long va) {
    return ((int) va & 0xffe) << 2;
  }

  private static int length(int w) {
    return (w & Op.LENGTH_MASK) << 1;
  }

  private static int ordinal(int w) {
    return w >>> Op.ORDINAL_SHIFT & Op.ORDINAL_MASK;
  }

  private static long rs2(LinearMemory m, int h, int w) {
    return m.getLong(h + (w >>> Op.RS2_SHIFT & Op.REGISTER_MASK));
  }
}
