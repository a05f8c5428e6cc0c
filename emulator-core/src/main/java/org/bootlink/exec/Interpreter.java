// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import org.bootlink.hart.Hart;
import org.bootlink.hart.HartLayout;
import org.bootlink.memory.LinearMemory;

/**
 * Executes decoded instructions until the hart's steps are used up or something needs attention.
 *
 * <p>Everything that changes with each instruction is in locals: {@code ip}, the address of the current
 * slot, and {@code remaining}. pc is computed from {@code ip} only where the loop is left. Whatever can
 * fault, look at the step count or is rare is {@link SlowPath}'s: both are stored before it is called, and
 * {@code remaining} is read again afterwards, because it may have been cut.
 *
 * <p>What HotSpot's C2 needs, measured with {@code bench intwork} under Linux on OpenJDK 17 (66 guest MIPS
 * without and 133 with all of it, on a busy machine):
 *
 * <ul>
 *   <li>C2 inlines no more into a method once the bytecode of everything inlined comes to 8,000 bytes; then
 *       even {@code getLong} is a call. Hence one way out to what is slow, and that too big to be inlined.
 *   <li>Equal expressions of several cases are computed once, in front of the switch, for every instruction:
 *       with {@code imm} in a local these were {@code a + imm}, its TLB entry and all its masks, 60 machine
 *       instructions and as many spills. Loads are never moved like that, so each case loads its {@code imm}
 *       itself. For the same reason no case computes a pc: see {@link Op} on what AUIPC and jumps hold.
 *   <li>A call inside the loop makes C2 spill more. Hence the inner loop, which has none; a few percent.
 * </ul>
 *
 * <p>HotSpot compiles no method above 8,000 bytes of bytecode at all.
 */
final class Interpreter {
  /** NaN box around a single. */
  private static final long BOX = 0xffff_ffff_0000_0000L;

  private final Hart hart;
  private final FetchUnit fetch;
  private final SlowPath slowPath;

  Interpreter(Hart hart, FetchUnit fetch) {
    this.hart = hart;
    this.fetch = fetch;
    this.slowPath = new SlowPath(hart, fetch);
  }

  /**
   * Runs from the hart's pc until no step remains or an instruction asks to leave; at least one step must
   * remain.
   *
   * @param startPage the decoded page of the hart's pc
   */
  void run(int startPage) {
    final LinearMemory m = hart.memory();
    final int h = hart.base();
    long target = m.getLong(h + HartLayout.PC);
    int page = startPage;
    int ip = page + slot(target);
    long pageVa = target & -4096L;
    slow:
    while (true) {
      // Read anew every time, because the slow path may have cut the one and changed the other.
      int remaining = m.getInt(h + HartLayout.REMAINING);
      final int tlb = m.getInt(h + HartLayout.DATA_TLB);
      final int fetchTlb = m.getInt(h + HartLayout.FETCH_TLB);
      int w;
      fast:
      while (true) {
        if (remaining == 0) {
          save(m, h, 0, pageVa, ip - page);
          return;
        }
        remaining--;
        w = m.getInt(ip);
        // Most operations want both, and the others lose nothing by it.
        long a = m.getLong(h + (w >>> Op.RS1_SHIFT & Op.REGISTER_MASK));
        long b = m.getLong(h + (w >>> Op.RS2_SHIFT & Op.REGISTER_MASK));
        // Every way through the body meets at its end: HotSpot makes poor code of several back edges.
        next:
        {
          jump:
          {
            far:
            {
              noResult:
              {
                long value;
                switch (w >>> Op.OPERATION_SHIFT) {
                  case Op.PAGE_END -> {
                    remaining++;
                    break far;
                  }
                  case Op.NOP -> {
                    break noResult;
                  }
                  case Op.LI -> value = imm(m, ip);
                  case Op.AUIPC -> value = pageVa + imm(m, ip);
                  case Op.LB -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb, va);
                    if (m.getLong(entry) != (va & -4096L)) {
                      break fast;
                    }
                    value = m.getByte(m.getInt(entry + 8) + (int) va);
                  }
                  case Op.LH -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb, va);
                    if (m.getLong(entry) != (va & (-4096L | 1))) {
                      break fast;
                    }
                    value = m.getShort(m.getInt(entry + 8) + (int) va);
                  }
                  case Op.LW -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb, va);
                    if (m.getLong(entry) != (va & (-4096L | 3))) {
                      break fast;
                    }
                    value = m.getInt(m.getInt(entry + 8) + (int) va);
                  }
                  case Op.LD -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb, va);
                    if (m.getLong(entry) != (va & (-4096L | 7))) {
                      break fast;
                    }
                    value = m.getLong(m.getInt(entry + 8) + (int) va);
                  }
                  case Op.LBU -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb, va);
                    if (m.getLong(entry) != (va & -4096L)) {
                      break fast;
                    }
                    value = m.getByte(m.getInt(entry + 8) + (int) va) & 0xff;
                  }
                  case Op.LHU -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb, va);
                    if (m.getLong(entry) != (va & (-4096L | 1))) {
                      break fast;
                    }
                    value = m.getShort(m.getInt(entry + 8) + (int) va) & 0xffff;
                  }
                  case Op.LWU -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb, va);
                    if (m.getLong(entry) != (va & (-4096L | 3))) {
                      break fast;
                    }
                    value = m.getInt(m.getInt(entry + 8) + (int) va) & 0xffff_ffffL;
                  }
                  case Op.SB -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb + HartLayout.TLB_WRITE, va);
                    if (m.getLong(entry) != (va & -4096L)) {
                      break fast;
                    }
                    m.putByte(m.getInt(entry + 8) + (int) va, (byte) b);
                    break noResult;
                  }
                  case Op.SH -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb + HartLayout.TLB_WRITE, va);
                    if (m.getLong(entry) != (va & (-4096L | 1))) {
                      break fast;
                    }
                    m.putShort(m.getInt(entry + 8) + (int) va, (short) b);
                    break noResult;
                  }
                  case Op.SW -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb + HartLayout.TLB_WRITE, va);
                    if (m.getLong(entry) != (va & (-4096L | 3))) {
                      break fast;
                    }
                    m.putInt(m.getInt(entry + 8) + (int) va, (int) b);
                    break noResult;
                  }
                  case Op.SD -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb + HartLayout.TLB_WRITE, va);
                    if (m.getLong(entry) != (va & (-4096L | 7))) {
                      break fast;
                    }
                    m.putLong(m.getInt(entry + 8) + (int) va, b);
                    break noResult;
                  }
                  case Op.ADDI -> value = a + imm(m, ip);
                  case Op.SLTI -> value = a < imm(m, ip) ? 1 : 0;
                  case Op.SLTIU -> value = a + Long.MIN_VALUE < imm(m, ip) + Long.MIN_VALUE ? 1 : 0;
                  case Op.XORI -> value = a ^ imm(m, ip);
                  case Op.ORI -> value = a | imm(m, ip);
                  case Op.ANDI -> value = a & imm(m, ip);
                  case Op.SLLI -> value = a << imm(m, ip);
                  case Op.SRLI -> value = a >>> imm(m, ip);
                  case Op.SRAI -> value = a >> imm(m, ip);
                  case Op.ADDIW -> value = (int) a + imm(m, ip);
                  case Op.SLLIW -> value = (int) a << imm(m, ip);
                  case Op.SRLIW -> value = (int) a >>> imm(m, ip);
                  case Op.SRAIW -> value = (int) a >> imm(m, ip);
                  case Op.ADD -> value = a + b;
                  case Op.SUB -> value = a - b;
                  case Op.SLL -> value = a << b;
                  case Op.SLT -> value = a < b ? 1 : 0;
                  case Op.SLTU -> value = a + Long.MIN_VALUE < b + Long.MIN_VALUE ? 1 : 0;
                  case Op.XOR -> value = a ^ b;
                  case Op.SRL -> value = a >>> b;
                  case Op.SRA -> value = a >> b;
                  case Op.OR -> value = a | b;
                  case Op.AND -> value = a & b;
                  case Op.ADDW -> value = (int) a + (int) b;
                  case Op.SUBW -> value = (int) a - (int) b;
                  case Op.SLLW -> value = (int) a << (int) b;
                  case Op.SRLW -> value = (int) a >>> (int) b;
                  case Op.SRAW -> value = (int) a >> (int) b;
                  case Op.MUL -> value = a * b;
                  case Op.MULH -> value = ExecM.mulh(a, b);
                  case Op.MULHSU -> value = ExecM.mulhsu(a, b);
                  case Op.MULHU -> value = ExecM.mulhu(a, b);
                  case Op.DIV -> value = ExecM.div(a, b);
                  case Op.DIVU -> value = ExecM.divu(a, b);
                  case Op.REM -> value = ExecM.rem(a, b);
                  case Op.REMU -> value = ExecM.remu(a, b);
                  case Op.MULW -> value = (int) a * (int) b;
                  case Op.DIVW -> value = ExecM.divw((int) a, (int) b);
                  case Op.DIVUW -> value = ExecM.divuw((int) a, (int) b);
                  case Op.REMW -> value = ExecM.remw((int) a, (int) b);
                  case Op.REMUW -> value = ExecM.remuw((int) a, (int) b);
                  case Op.BEQ -> {
                    if (a == b) {
                      ip += imm(m, ip);
                    }
                    break noResult;
                  }
                  case Op.BNE -> {
                    if (a != b) {
                      ip += imm(m, ip);
                    }
                    break noResult;
                  }
                  case Op.BLT -> {
                    if (a < b) {
                      ip += imm(m, ip);
                    }
                    break noResult;
                  }
                  case Op.BGE -> {
                    if (a >= b) {
                      ip += imm(m, ip);
                    }
                    break noResult;
                  }
                  case Op.BLTU -> {
                    if (a + Long.MIN_VALUE < b + Long.MIN_VALUE) {
                      ip += imm(m, ip);
                    }
                    break noResult;
                  }
                  case Op.BGEU -> {
                    if (a + Long.MIN_VALUE >= b + Long.MIN_VALUE) {
                      ip += imm(m, ip);
                    }
                    break noResult;
                  }
                  case Op.BEQ_FAR -> {
                    if (a == b) {
                      break far;
                    }
                    break noResult;
                  }
                  case Op.BNE_FAR -> {
                    if (a != b) {
                      break far;
                    }
                    break noResult;
                  }
                  case Op.BLT_FAR -> {
                    if (a < b) {
                      break far;
                    }
                    break noResult;
                  }
                  case Op.BGE_FAR -> {
                    if (a >= b) {
                      break far;
                    }
                    break noResult;
                  }
                  case Op.BLTU_FAR -> {
                    if (a + Long.MIN_VALUE < b + Long.MIN_VALUE) {
                      break far;
                    }
                    break noResult;
                  }
                  case Op.BGEU_FAR -> {
                    if (a + Long.MIN_VALUE >= b + Long.MIN_VALUE) {
                      break far;
                    }
                    break noResult;
                  }
                  case Op.J -> {
                    ip += imm(m, ip);
                    break noResult;
                  }
                  case Op.JAL -> {
                    value = pageVa + (w >>> Op.LINK_SHIFT & Op.LINK_MASK);
                    ip += imm(m, ip);
                  }
                  case Op.J_FAR -> {
                    break far;
                  }
                  case Op.JAL_FAR -> {
                    m.putLong(h + (w & Op.REGISTER_MASK), pageVa + (w >>> Op.LINK_SHIFT & Op.LINK_MASK));
                    break far;
                  }
                  case Op.JR -> {
                    target = a + imm(m, ip) & ~1L;
                    break jump;
                  }
                  case Op.JALR -> {
                    int imm = imm(m, ip);
                    target = a + (imm >> Op.JALR_SHIFT) & ~1L;
                    m.putLong(h + (w & Op.REGISTER_MASK), pageVa + (imm & Op.LINK_MASK));
                    break jump;
                  }
                  case Op.FLW -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb, va);
                    if (m.getLong(entry) != (va & (-4096L | 3)) || m.getInt(h + HartLayout.FS_DIRTY) == 0) {
                      break fast;
                    }
                    value = BOX | m.getInt(m.getInt(entry + 8) + (int) va) & 0xffff_ffffL;
                    m.putLong(h + HartLayout.F + (w & Op.REGISTER_MASK), value);
                    break noResult;
                  }
                  case Op.FLD -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb, va);
                    if (m.getLong(entry) != (va & (-4096L | 7)) || m.getInt(h + HartLayout.FS_DIRTY) == 0) {
                      break fast;
                    }
                    value = m.getLong(m.getInt(entry + 8) + (int) va);
                    m.putLong(h + HartLayout.F + (w & Op.REGISTER_MASK), value);
                    break noResult;
                  }
                  case Op.FSW -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb + HartLayout.TLB_WRITE, va);
                    if (m.getLong(entry) != (va & (-4096L | 3)) || m.getInt(h + HartLayout.FS_DIRTY) == 0) {
                      break fast;
                    }
                    m.putInt(m.getInt(entry + 8) + (int) va, (int) f(m, h, w));
                    break noResult;
                  }
                  case Op.FSD -> {
                    long va = a + imm(m, ip);
                    int entry = entry(tlb + HartLayout.TLB_WRITE, va);
                    if (m.getLong(entry) != (va & (-4096L | 7)) || m.getInt(h + HartLayout.FS_DIRTY) == 0) {
                      break fast;
                    }
                    m.putLong(m.getInt(entry + 8) + (int) va, f(m, h, w));
                    break noResult;
                  }
                  default -> {
                    break fast;
                  }
                }
                m.putLong(h + (w & Op.REGISTER_MASK), value);
              }
              ip += (w & Op.LENGTH_MASK) * Op.SLOT_BYTES;
              break next;
            }
            target = pageVa + imm(m, ip);
          }
          // A jump to another page, or to anywhere.
          int entry = entry(fetchTlb, target);
          pageVa = target & -4096L;
          if (m.getLong(entry) != pageVa) {
            save(m, h, remaining, target, 0);
            if (remaining == 0) {
              return;
            }
            page = fetch.page(target);
            if (page == 0) {
              return;
            }
            ip = page + slot(target);
            continue slow;
          }
          page = m.getInt(entry + 8);
          ip = page + slot(target);
        }
      }
      save(m, h, remaining, pageVa, ip - page);
      int advance = slowPath.execute(w, imm(m, ip), ip);
      if (advance == SlowPath.LEAVE) {
        return;
      }
      if (advance != SlowPath.TRANSLATED) {
        ip += advance;
        continue;
      }
      target = m.getLong(h + HartLayout.PC);
      int entry = entry(m.getInt(h + HartLayout.FETCH_TLB), target);
      if (m.getLong(entry) != (target & -4096L)) {
        return;
      }
      page = m.getInt(entry + 8);
      ip = page + slot(target);
      pageVa = target & -4096L;
    }
  }

  /** Stores what a trap, a device or a counter needs to know about the instruction of a slot. */
  private static void save(LinearMemory m, int h, int remaining, long pageVa, int slotOffset) {
    m.putInt(h + HartLayout.REMAINING, remaining);
    m.putLong(h + HartLayout.PC, pageVa + (slotOffset >> 2));
  }

  /** Offset in a decoded page of the slot for the code at {@code va}. */
  static int slot(long va) {
    return ((int) va & 0xffe) << 2;
  }

  /** Address of the entry for {@code va} in a TLB array. */
  private static int entry(int array, long va) {
    return array + ((int) (va >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
  }

  private static int imm(LinearMemory m, int ip) {
    return m.getInt(ip + 4);
  }

  private static long f(LinearMemory m, int h, int w) {
    return m.getLong(h + HartLayout.F + (w >>> Op.RS2_SHIFT & Op.REGISTER_MASK));
  }
}
