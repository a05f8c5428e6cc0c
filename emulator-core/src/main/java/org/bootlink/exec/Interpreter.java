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
    final int tlb = hart.tlb().context(hart.dataContext());
    final int fetchTlb = hart.tlb().context(hart.fetchContext()) + HartLayout.TLB_FETCH;
    long target = m.getLong(h + HartLayout.PC);
    int page = fetch.page(target);
    long pageVa = target & -4096L;
    int ip = page + slot(target);
    int remaining = m.getInt(h + HartLayout.REMAINING);
    for (;;) {
      if (remaining == 0) {
        break;
      }
      remaining--;
      int w = m.getInt(ip);
      next:
      {
        switch (w >>> Op.OPERATION_SHIFT) {
          case Op.DECODE -> {
            save(m, h, remaining + 1, pageVa, ip - page);
            fetch.decode(page, ip);
            remaining = m.getInt(h + HartLayout.REMAINING);
            continue;
          }
          case Op.PAGE_END -> {
            remaining++;
            target = pageVa + 4096 + m.getInt(ip + 4);
            break next;
          }
          case Op.ILLEGAL -> {
            save(m, h, remaining, pageVa, ip - page);
            throw hart.illegalInstruction();
          }
          case Op.NOP -> {
          }
          case Op.LI -> setRd(m, h, w, m.getInt(ip + 4));
          case Op.AUIPC -> setRd(m, h, w, pc(pageVa, ip - page) + m.getInt(ip + 4));
          case Op.LB -> {
            long va = rs1(m, h, w) + m.getInt(ip + 4);
            int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
            if (m.getLong(entry) == (va & -4096L)) {
              setRd(m, h, w, m.getByte(m.getInt(entry + 8) + (int) va));
            } else {
              save(m, h, remaining, pageVa, ip - page);
              setRd(m, h, w, (byte) loads.load(va, 1));
              remaining = m.getInt(h + HartLayout.REMAINING);
            }
          }
          case Op.LH -> {
            long va = rs1(m, h, w) + m.getInt(ip + 4);
            int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
            if (m.getLong(entry) == (va & (-4096L | 1))) {
              setRd(m, h, w, m.getShort(m.getInt(entry + 8) + (int) va));
            } else {
              save(m, h, remaining, pageVa, ip - page);
              setRd(m, h, w, (short) loads.load(va, 2));
              remaining = m.getInt(h + HartLayout.REMAINING);
            }
          }
          case Op.LW -> {
            long va = rs1(m, h, w) + m.getInt(ip + 4);
            int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
            if (m.getLong(entry) == (va & (-4096L | 3))) {
              setRd(m, h, w, m.getInt(m.getInt(entry + 8) + (int) va));
            } else {
              save(m, h, remaining, pageVa, ip - page);
              setRd(m, h, w, (int) loads.load(va, 4));
              remaining = m.getInt(h + HartLayout.REMAINING);
            }
          }
          case Op.LD -> {
            long va = rs1(m, h, w) + m.getInt(ip + 4);
            int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
            if (m.getLong(entry) == (va & (-4096L | 7))) {
              setRd(m, h, w, m.getLong(m.getInt(entry + 8) + (int) va));
            } else {
              save(m, h, remaining, pageVa, ip - page);
              setRd(m, h, w, loads.load(va, 8));
              remaining = m.getInt(h + HartLayout.REMAINING);
            }
          }
          case Op.LBU -> {
            long va = rs1(m, h, w) + m.getInt(ip + 4);
            int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
            if (m.getLong(entry) == (va & -4096L)) {
              setRd(m, h, w, m.getByte(m.getInt(entry + 8) + (int) va) & 0xff);
            } else {
              save(m, h, remaining, pageVa, ip - page);
              setRd(m, h, w, loads.load(va, 1));
              remaining = m.getInt(h + HartLayout.REMAINING);
            }
          }
          case Op.LHU -> {
            long va = rs1(m, h, w) + m.getInt(ip + 4);
            int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
            if (m.getLong(entry) == (va & (-4096L | 1))) {
              setRd(m, h, w, m.getShort(m.getInt(entry + 8) + (int) va) & 0xffff);
            } else {
              save(m, h, remaining, pageVa, ip - page);
              setRd(m, h, w, loads.load(va, 2));
              remaining = m.getInt(h + HartLayout.REMAINING);
            }
          }
          case Op.LWU -> {
            long va = rs1(m, h, w) + m.getInt(ip + 4);
            int entry = tlb + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
            if (m.getLong(entry) == (va & (-4096L | 3))) {
              setRd(m, h, w, m.getInt(m.getInt(entry + 8) + (int) va) & 0xffff_ffffL);
            } else {
              save(m, h, remaining, pageVa, ip - page);
              setRd(m, h, w, loads.load(va, 4));
              remaining = m.getInt(h + HartLayout.REMAINING);
            }
          }
          case Op.SB -> {
            long va = rs1(m, h, w) + m.getInt(ip + 4);
            int entry = tlb + HartLayout.TLB_WRITE
                + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
            if (m.getLong(entry) == (va & -4096L)) {
              m.putByte(m.getInt(entry + 8) + (int) va, (byte) rs2(m, h, w));
            } else {
              save(m, h, remaining, pageVa, ip - page);
              loads.store(va, rs2(m, h, w), 1);
              remaining = m.getInt(h + HartLayout.REMAINING);
            }
          }
          case Op.SH -> {
            long va = rs1(m, h, w) + m.getInt(ip + 4);
            int entry = tlb + HartLayout.TLB_WRITE
                + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
            if (m.getLong(entry) == (va & (-4096L | 1))) {
              m.putShort(m.getInt(entry + 8) + (int) va, (short) rs2(m, h, w));
            } else {
              save(m, h, remaining, pageVa, ip - page);
              loads.store(va, rs2(m, h, w), 2);
              remaining = m.getInt(h + HartLayout.REMAINING);
            }
          }
          case Op.SW -> {
            long va = rs1(m, h, w) + m.getInt(ip + 4);
            int entry = tlb + HartLayout.TLB_WRITE
                + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
            if (m.getLong(entry) == (va & (-4096L | 3))) {
              m.putInt(m.getInt(entry + 8) + (int) va, (int) rs2(m, h, w));
            } else {
              save(m, h, remaining, pageVa, ip - page);
              loads.store(va, rs2(m, h, w), 4);
              remaining = m.getInt(h + HartLayout.REMAINING);
            }
          }
          case Op.SD -> {
            long va = rs1(m, h, w) + m.getInt(ip + 4);
            int entry = tlb + HartLayout.TLB_WRITE
                + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
            if (m.getLong(entry) == (va & (-4096L | 7))) {
              m.putLong(m.getInt(entry + 8) + (int) va, rs2(m, h, w));
            } else {
              save(m, h, remaining, pageVa, ip - page);
              loads.store(va, rs2(m, h, w), 8);
              remaining = m.getInt(h + HartLayout.REMAINING);
            }
          }
          case Op.ADDI -> setRd(m, h, w, rs1(m, h, w) + m.getInt(ip + 4));
          case Op.SLTI -> setRd(m, h, w, rs1(m, h, w) < m.getInt(ip + 4) ? 1 : 0);
          case Op.SLTIU -> setRd(m, h, w, rs1(m, h, w) + Long.MIN_VALUE < m.getInt(ip + 4) + Long.MIN_VALUE ? 1 : 0);
          case Op.XORI -> setRd(m, h, w, rs1(m, h, w) ^ m.getInt(ip + 4));
          case Op.ORI -> setRd(m, h, w, rs1(m, h, w) | m.getInt(ip + 4));
          case Op.ANDI -> setRd(m, h, w, rs1(m, h, w) & m.getInt(ip + 4));
          case Op.SLLI -> setRd(m, h, w, rs1(m, h, w) << m.getInt(ip + 4));
          case Op.SRLI -> setRd(m, h, w, rs1(m, h, w) >>> m.getInt(ip + 4));
          case Op.SRAI -> setRd(m, h, w, rs1(m, h, w) >> m.getInt(ip + 4));
          case Op.ADDIW -> setRd(m, h, w, (int) rs1(m, h, w) + m.getInt(ip + 4));
          case Op.SLLIW -> setRd(m, h, w, (int) rs1(m, h, w) << m.getInt(ip + 4));
          case Op.SRLIW -> setRd(m, h, w, (int) rs1(m, h, w) >>> m.getInt(ip + 4));
          case Op.SRAIW -> setRd(m, h, w, (int) rs1(m, h, w) >> m.getInt(ip + 4));
          case Op.ADD -> setRd(m, h, w, rs1(m, h, w) + rs2(m, h, w));
          case Op.SUB -> setRd(m, h, w, rs1(m, h, w) - rs2(m, h, w));
          case Op.SLL -> setRd(m, h, w, rs1(m, h, w) << rs2(m, h, w));
          case Op.SLT -> setRd(m, h, w, rs1(m, h, w) < rs2(m, h, w) ? 1 : 0);
          case Op.SLTU -> setRd(m, h, w, rs1(m, h, w) + Long.MIN_VALUE < rs2(m, h, w) + Long.MIN_VALUE ? 1 : 0);
          case Op.XOR -> setRd(m, h, w, rs1(m, h, w) ^ rs2(m, h, w));
          case Op.SRL -> setRd(m, h, w, rs1(m, h, w) >>> rs2(m, h, w));
          case Op.SRA -> setRd(m, h, w, rs1(m, h, w) >> rs2(m, h, w));
          case Op.OR -> setRd(m, h, w, rs1(m, h, w) | rs2(m, h, w));
          case Op.AND -> setRd(m, h, w, rs1(m, h, w) & rs2(m, h, w));
          case Op.ADDW -> setRd(m, h, w, (int) rs1(m, h, w) + (int) rs2(m, h, w));
          case Op.SUBW -> setRd(m, h, w, (int) rs1(m, h, w) - (int) rs2(m, h, w));
          case Op.SLLW -> setRd(m, h, w, (int) rs1(m, h, w) << (int) rs2(m, h, w));
          case Op.SRLW -> setRd(m, h, w, (int) rs1(m, h, w) >>> (int) rs2(m, h, w));
          case Op.SRAW -> setRd(m, h, w, (int) rs1(m, h, w) >> (int) rs2(m, h, w));
          case Op.MUL -> setRd(m, h, w, rs1(m, h, w) * rs2(m, h, w));
          case Op.MULH -> setRd(m, h, w, ExecM.mulh(rs1(m, h, w), rs2(m, h, w)));
          case Op.MULHSU -> setRd(m, h, w, ExecM.mulhsu(rs1(m, h, w), rs2(m, h, w)));
          case Op.MULHU -> setRd(m, h, w, ExecM.mulhu(rs1(m, h, w), rs2(m, h, w)));
          case Op.DIV -> setRd(m, h, w, ExecM.div(rs1(m, h, w), rs2(m, h, w)));
          case Op.DIVU -> setRd(m, h, w, ExecM.divu(rs1(m, h, w), rs2(m, h, w)));
          case Op.REM -> setRd(m, h, w, ExecM.rem(rs1(m, h, w), rs2(m, h, w)));
          case Op.REMU -> setRd(m, h, w, ExecM.remu(rs1(m, h, w), rs2(m, h, w)));
          case Op.MULW -> setRd(m, h, w, (int) rs1(m, h, w) * (int) rs2(m, h, w));
          case Op.DIVW -> setRd(m, h, w, ExecM.divw((int) rs1(m, h, w), (int) rs2(m, h, w)));
          case Op.DIVUW -> setRd(m, h, w, ExecM.divuw((int) rs1(m, h, w), (int) rs2(m, h, w)));
          case Op.REMW -> setRd(m, h, w, ExecM.remw((int) rs1(m, h, w), (int) rs2(m, h, w)));
          case Op.REMUW -> setRd(m, h, w, ExecM.remuw((int) rs1(m, h, w), (int) rs2(m, h, w)));
          case Op.BEQ -> {
            if (rs1(m, h, w) == rs2(m, h, w)) {
              ip += m.getInt(ip + 4);
              continue;
            }
          }
          case Op.BNE -> {
            if (rs1(m, h, w) != rs2(m, h, w)) {
              ip += m.getInt(ip + 4);
              continue;
            }
          }
          case Op.BLT -> {
            if (rs1(m, h, w) < rs2(m, h, w)) {
              ip += m.getInt(ip + 4);
              continue;
            }
          }
          case Op.BGE -> {
            if (rs1(m, h, w) >= rs2(m, h, w)) {
              ip += m.getInt(ip + 4);
              continue;
            }
          }
          case Op.BLTU -> {
            if (rs1(m, h, w) + Long.MIN_VALUE < rs2(m, h, w) + Long.MIN_VALUE) {
              ip += m.getInt(ip + 4);
              continue;
            }
          }
          case Op.BGEU -> {
            if (rs1(m, h, w) + Long.MIN_VALUE >= rs2(m, h, w) + Long.MIN_VALUE) {
              ip += m.getInt(ip + 4);
              continue;
            }
          }
          case Op.BEQ_FAR -> {
            if (rs1(m, h, w) == rs2(m, h, w)) {
              target = pc(pageVa, ip - page) + m.getInt(ip + 4);
              break next;
            }
          }
          case Op.BNE_FAR -> {
            if (rs1(m, h, w) != rs2(m, h, w)) {
              target = pc(pageVa, ip - page) + m.getInt(ip + 4);
              break next;
            }
          }
          case Op.BLT_FAR -> {
            if (rs1(m, h, w) < rs2(m, h, w)) {
              target = pc(pageVa, ip - page) + m.getInt(ip + 4);
              break next;
            }
          }
          case Op.BGE_FAR -> {
            if (rs1(m, h, w) >= rs2(m, h, w)) {
              target = pc(pageVa, ip - page) + m.getInt(ip + 4);
              break next;
            }
          }
          case Op.BLTU_FAR -> {
            if (rs1(m, h, w) + Long.MIN_VALUE < rs2(m, h, w) + Long.MIN_VALUE) {
              target = pc(pageVa, ip - page) + m.getInt(ip + 4);
              break next;
            }
          }
          case Op.BGEU_FAR -> {
            if (rs1(m, h, w) + Long.MIN_VALUE >= rs2(m, h, w) + Long.MIN_VALUE) {
              target = pc(pageVa, ip - page) + m.getInt(ip + 4);
              break next;
            }
          }
          case Op.J -> {
            ip += m.getInt(ip + 4);
            continue;
          }
          case Op.JAL -> {
            setRd(m, h, w, pc(pageVa, ip - page) + length(w));
            ip += m.getInt(ip + 4);
            continue;
          }
          case Op.J_FAR -> {
            target = pc(pageVa, ip - page) + m.getInt(ip + 4);
            break next;
          }
          case Op.JAL_FAR -> {
            long from = pc(pageVa, ip - page);
            setRd(m, h, w, from + length(w));
            target = from + m.getInt(ip + 4);
            break next;
          }
          case Op.JR -> {
            target = rs1(m, h, w) + m.getInt(ip + 4) & ~1L;
            break next;
          }
          case Op.JALR -> {
            target = rs1(m, h, w) + m.getInt(ip + 4) & ~1L;
            setRd(m, h, w, pc(pageVa, ip - page) + length(w));
            break next;
          }
          case Op.FLW, Op.FLD, Op.FSW, Op.FSD -> {
            save(m, h, remaining, pageVa, ip - page);
            execFloat.loadOrStore(w, m.getInt(ip + 4));
            remaining = m.getInt(h + HartLayout.REMAINING);
          }
          case Op.ATOMIC -> {
            save(m, h, remaining, pageVa, ip - page);
            ExecAtomic.execute(hart, ordinal(w), m.getInt(ip + 4));
            remaining = m.getInt(h + HartLayout.REMAINING);
          }
          case Op.FLOAT -> {
            save(m, h, remaining, pageVa, ip - page);
            execFloat.execute(ordinal(w), m.getInt(ip + 4));
          }
          case Op.BITMANIP -> ExecBitmanip.execute(hart, ordinal(w), m.getInt(ip + 4));
          case Op.SYSTEM -> {
            save(m, h, remaining, pageVa, ip - page);
            execSystem.execute(ordinal(w), m.getInt(ip + 4));
            remaining = m.getInt(h + HartLayout.REMAINING);
          }
          default -> {
            save(m, h, remaining, pageVa, ip - page);
            execSystem.control(ordinal(w), m.getInt(ip + 4), length(w));
            return;
          }
        }
        ip += (w & Op.LENGTH_MASK) * Op.SLOT_BYTES;
        continue;
      }
      // A jump to another page, or to anywhere.
      int entry =
          fetchTlb + ((int) (target >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
      pageVa = target & -4096L;
      if (m.getLong(entry) == pageVa) {
        page = m.getInt(entry + 8);
      } else {
        m.putLong(h + HartLayout.PC, target);
        m.putInt(h + HartLayout.REMAINING, remaining);
        if (remaining == 0) {
          return;
        }
        page = fetch.page(target);
        remaining = m.getInt(h + HartLayout.REMAINING);
      }
      ip = page + slot(target);
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

  private static long rs1(LinearMemory m, int h, int w) {
    return m.getLong(h + (w >>> Op.RS1_SHIFT & Op.REGISTER_MASK));
  }

  private static long rs2(LinearMemory m, int h, int w) {
    return m.getLong(h + (w >>> Op.RS2_SHIFT & Op.REGISTER_MASK));
  }

  private static void setRd(LinearMemory m, int h, int w, long value) {
    m.putLong(h + (w & Op.REGISTER_MASK), value);
  }
}
