// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hart;

/**
 * Offsets of a hart's state in its block of linear memory. Everything that running code touches is here,
 * so that an interpreter or translated code needs one base address and nothing else.
 *
 * <pre>
 *  X          32 x 64 bits   x0 .. x31; x0 stays 0 because nothing ever writes it
 *  F          32 x 64 bits   f0 .. f31, NaN-boxed
 *  PC         64             address of the next instruction, exact whenever the hart is not inside a loop
 *  REMAINING  32             steps left before the loop has to come back
 *  DEFERRED   32             steps taken out of REMAINING to make it come back early
 *  FS_DIRTY   32             1 while mstatus.FS is Dirty and frm a rounding mode: F may be used without ado
 *  DATA_TLB   32             address of the TLB's read array for loads and stores as they are now checked
 *  FFLAGS     32             fcsr's accrued exceptions
 *  FRM        32             fcsr's rounding mode, which may be a reserved one
 *  RESERVED   32             linear memory address that LR reserved, or 0
 *  FLOAT_LIMIT  binary64     infinity while frm is RNE and fflags has NX, else -1: a sum or root of lesser
 *                            magnitude that the host's arithmetic gives is right, and so are the flags
 *  EXCEPTIONS 64             instructions that trapped instead of retiring
 *  MSTATUS    64             mstatus without SD
 *  SSCRATCH, SEPC, SCAUSE, STVAL, STVEC   64 each
 *  PENDING    64             mip AND mie
 *  PRIVILEGE  32             isa.Privilege
 *  FETCH_TLB  32             address of the TLB's array for fetches as they are now checked
 *  ECALL_TO_S 32             1 if medeleg has S-mode take the ECALLs of U-mode
 *  MAY_ZERO   4 x 8          by privilege, 1 if CBO.ZERO is allowed there
 *  TLB        see mmu.Tlb
 * </pre>
 */
public final class HartLayout {
  public static final int X = 0;
  public static final int F = 256;
  public static final int PC = 512;
  /** X, F and PC end here: what the architecture defines. */
  public static final int REGISTERS_END = 520;
  public static final int REMAINING = 520;
  public static final int DEFERRED = 524;
  public static final int FS_DIRTY = 528;
  public static final int DATA_TLB = 532;
  public static final int FFLAGS = 536;
  public static final int FRM = 540;
  public static final int RESERVED = 544;
  public static final int FLOAT_LIMIT = 552;
  public static final int EXCEPTIONS = 560;
  public static final int MSTATUS = 568;
  public static final int SSCRATCH = 576;
  public static final int SEPC = 584;
  public static final int SCAUSE = 592;
  public static final int STVAL = 600;
  public static final int STVEC = 608;
  public static final int PENDING = 616;
  public static final int PRIVILEGE = 624;
  public static final int FETCH_TLB = 628;
  public static final int ECALL_TO_S = 632;
  public static final int MAY_ZERO = 636;
  public static final int TLB = 4096;

  /** Bytes of one TLB entry: tag (64 bits), addend (32 bits), mapping (32 bits). */
  public static final int TLB_ENTRY_BYTES = 16;

  /** Entries of one direct-mapped array; the 4 MiB pointer chase under Linux wants 1,024. */
  public static final int TLB_ENTRIES = 1024;

  public static final int TLB_ARRAY_BYTES = TLB_ENTRIES * TLB_ENTRY_BYTES;

  /** From a context's read array to its write array. */
  public static final int TLB_WRITE = TLB_ARRAY_BYTES;

  /** From a context's read array to its fetch array. */
  public static final int TLB_FETCH = 2 * TLB_ARRAY_BYTES;

  public static final int TLB_CONTEXT_BYTES = 3 * TLB_ARRAY_BYTES;

  /** U, S, S with mstatus.SUM, M. */
  public static final int TLB_CONTEXTS = 4;

  public static final int SIZE_BYTES = TLB + TLB_CONTEXTS * TLB_CONTEXT_BYTES;

  /** Masks {@code (int) (va >>> (12 - 4))} to the byte offset of the entry for {@code va}. */
  public static final int TLB_OFFSET_MASK = (TLB_ENTRIES - 1) * TLB_ENTRY_BYTES;

  public static final int TLB_OFFSET_SHIFT = 8;

  private HartLayout() {}
}
