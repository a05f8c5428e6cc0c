// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import org.bootlink.isa.Csr;

/**
 * Where things lie in the guest's memory, and in a run's record.
 *
 * <pre>
 *  record     0  x0 .. x31    what a run starts with, then what it leaves
 *           256  f0 .. f31
 *           512  inputs       what CSRs are set to and what the monitor needs to know, see IN_...
 *           768  outputs      CSRs that the run leaves, in the order of OUTPUT_CSRS
 *          1792  scratch      512 bytes around a page boundary, which programs load and store
 *          2304  traps        32 bytes each: cause, epc, tval, status; those taken in S-mode marked
 *          4096  end
 * </pre>
 */
final class Layout {
  static final long RAM = 0x8000_0000L;
  static final int RAM_MIB = 64;
  static final long CODE = RAM + 0x10_0000;
  static final long RECORDS = RAM + 0x100_0000 + 2048;
  /** A page for each run: its page tables, or its PMP entries. */
  static final long TABLES = RAM + 0x201_0000;
  /** Memory that all runs share, for entries of PMP that no run can open again; 0 at first, not compared. */
  static final long SHARED = RAM + 0x380_0000;
  static final int RECORD_SIZE = 4096;
  static final int MAX_RUNS = 4096;
  static final long DONE_MARK = 0x6f72_6163_6c65L;

  /** U-mode code under translation is mapped a second time, with this bit of the address set. */
  static final long USER_ALIAS = 1L << 36;

  static final int X = 0;
  static final int F = 256;
  static final int IN = 512;
  static final int IN_MSTATUS = IN;
  static final int IN_MEDELEG = IN + 8;
  static final int IN_MIDELEG = IN + 16;
  static final int IN_MENVCFG = IN + 24;
  static final int IN_SENVCFG = IN + 32;
  static final int IN_MCOUNTEREN = IN + 40;
  static final int IN_SCOUNTEREN = IN + 48;
  static final int IN_SATP = IN + 56;
  static final int IN_MIE = IN + 64;
  static final int IN_FCSR = IN + 72;
  static final int IN_ENTRY = IN + 80;
  static final int IN_END = IN + 88;
  static final int IN_CODE_LOW = IN + 96;
  static final int IN_CODE_HIGH = IN + 104;
  /** Offset in the record of the next trap to log. */
  static final int IN_NEXT_TRAP = IN + 112;
  /** Leaves S-mode by EBREAK if not 0, else by ECALL. */
  static final int IN_EXIT_BY_EBREAK = IN + 120;
  /** Physical address of pmpaddr0 .. 15 and pmpcfg0, 2 to set, or 0. */
  static final int IN_PMP = IN + 128;
  static final int OUT = 768;
  static final int SCRATCH = 1792;
  static final int SCRATCH_SIZE = 512;
  static final int SCRATCH_MIDDLE = 2048;
  static final int TRAPS = 2304;
  static final int TRAP_SIZE = 32;
  /** Bit of a logged cause: the trap was taken in S-mode. */
  static final int TAKEN_IN_S_BIT = 32;

  /** What {@link #OUT} holds. {@code mstatus} first, before the monitor turns floating point on. */
  static final int[] OUTPUT_CSRS = {
    Csr.MSTATUS, Csr.FCSR, Csr.MEDELEG, Csr.MIDELEG, Csr.MIE, Csr.MIP, Csr.MTVEC, Csr.STVEC, Csr.SCAUSE,
    Csr.SEPC, Csr.STVAL, Csr.SATP, Csr.MENVCFG, Csr.SENVCFG, Csr.MCOUNTEREN, Csr.SCOUNTEREN, Csr.SSCRATCH,
    Csr.STIMECMP, Csr.PMPCFG0, Csr.PMPCFG0 + 2, Csr.MCOUNTINHIBIT,
  };

  static long record(int run) {
    return RECORDS + (long) run * RECORD_SIZE;
  }

  /** The page of the run that has its record at {@code record}. */
  static long table(long record) {
    return record - RECORDS + TABLES;
  }

  /** Name of the eight bytes at {@code offset} of a record, or of the run's page behind it. */
  static String field(int offset) {
    if (offset >= RECORD_SIZE) {
      return "page table entry " + (offset - RECORD_SIZE) / 8;
    }
    if (offset < F) {
      return "x" + offset / 8;
    }
    if (offset < IN) {
      return "f" + (offset - F) / 8;
    }
    if (offset >= OUT && offset < OUT + 8 * OUTPUT_CSRS.length) {
      return "csr 0x" + Integer.toHexString(OUTPUT_CSRS[(offset - OUT) / 8]);
    }
    if (offset >= SCRATCH && offset < TRAPS) {
      int at = offset - SCRATCH_MIDDLE;
      return "memory " + (at < 0 ? "-" : "+") + Math.abs(at);
    }
    if (offset >= TRAPS) {
      String[] parts = {"cause", "epc", "tval", "status"};
      return "trap " + (offset - TRAPS) / TRAP_SIZE + " " + parts[offset / 8 % 4];
    }
    return offset == IN_NEXT_TRAP ? "number of traps" : "offset " + offset;
  }

  private Layout() {}
}
