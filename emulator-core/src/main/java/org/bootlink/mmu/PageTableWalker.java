// SPDX-License-Identifier: Apache-2.0
package org.bootlink.mmu;

import org.bootlink.bus.Ram;
import org.bootlink.isa.Privilege;

/**
 * Walks Sv39, Sv48 and Sv57 page tables, with Svnapot, Svpbmt, and A and D bits handled as Svade, or as
 * Svadu where {@code menvcfg.ADUE} is set.
 *
 * <p>Source: RISC-V Privileged Architecture, edition 20240411, "Virtual Address Translation Process",
 * "Svnapot", "Svpbmt", "Svadu".
 */
public final class PageTableWalker {
  public static final int OK = 0;
  public static final int PAGE_FAULT = 1;
  public static final int ACCESS_FAULT = 2;

  private static final int SATP_MODE_SHIFT = 60;
  private static final int SATP_MODE_SV39 = 8;
  private static final long SATP_PPN_MASK = (1L << 44) - 1;
  private static final int SV39_LEVELS = 3;

  private static final int PAGE_SHIFT = 12;
  private static final int VPN_BITS = 9;

  private static final long PTE_V = 1;
  private static final long PTE_R = 1 << 1;
  private static final long PTE_W = 1 << 2;
  private static final long PTE_X = 1 << 3;
  private static final long PTE_U = 1 << 4;
  private static final long PTE_G = 1 << 5;
  private static final long PTE_A = 1 << 6;
  private static final long PTE_D = 1 << 7;
  private static final int PTE_PPN_SHIFT = 10;
  private static final long PTE_RESERVED = 0x7fL << 54;
  private static final long PTE_PBMT = 3L << 61;
  private static final long PTE_N = 1L << 63;
  private static final long NAPOT_64K = 8;
  private static final long NAPOT_MASK = 15;
  private static final int NAPOT_64K_LOG2 = 16;

  private final Ram ram;
  private final Pmp pmp;
  private long pa;
  private boolean global;
  private int sizeLog2;

  public PageTableWalker(Ram ram, Pmp pmp) {
    this.ram = ram;
    this.pmp = pmp;
  }

  /**
   * The rules of a walk beyond {@code satp}.
   *
   * @param privilege {@link Privilege#U} or {@link Privilege#S}, whichever the access has
   * @param sum {@code mstatus.SUM}
   * @param mxr {@code mstatus.MXR}
   * @param adue {@code menvcfg.ADUE}
   * @param pbmte {@code menvcfg.PBMTE}
   */
  public record Rules(int privilege, boolean sum, boolean mxr, boolean adue, boolean pbmte) {}

  /** Whether {@code satp} selects no translation. */
  public static boolean isBare(long satp) {
    return satp >>> SATP_MODE_SHIFT == 0;
  }

  /** Physical address found by the last {@link #walk} that answered {@link #OK}. */
  public long pa() {
    return pa;
  }

  /** Whether that mapping is global: the same in every address space. */
  public boolean global() {
    return global;
  }

  /** Logarithm of the size in bytes of what that mapping's PTE maps. */
  public int sizeLog2() {
    return sizeLog2;
  }

  /**
   * Translates {@code va}.
   *
   * @param access {@link Pmp#READ}, {@link Pmp#WRITE} or {@link Pmp#EXECUTE}
   * @param satp with a mode other than Bare
   * @return {@link #OK}, {@link #PAGE_FAULT} or {@link #ACCESS_FAULT}
   */
  public int walk(long va, int access, long satp, Rules rules) {
    int levels = (int) (satp >>> SATP_MODE_SHIFT) - SATP_MODE_SV39 + SV39_LEVELS;
    int unusedBits = 64 - PAGE_SHIFT - levels * VPN_BITS;
    if (va << unusedBits >> unusedBits != va) {
      return PAGE_FAULT;
    }
    global = false;
    long table = (satp & SATP_PPN_MASK) << PAGE_SHIFT;
    for (int level = levels - 1; level >= 0; level--) {
      int shift = PAGE_SHIFT + level * VPN_BITS;
      long ptePa = table + ((va >>> shift & (1 << VPN_BITS) - 1) << 3);
      if (!ram.contains(ptePa, 8) || !pmp.allows(ptePa, 8, Pmp.READ, Privilege.S)) {
        return ACCESS_FAULT;
      }
      long pte = ram.readI64(ptePa);
      if ((pte & PTE_V) == 0 || (pte & (PTE_R | PTE_W)) == PTE_W || (pte & PTE_RESERVED) != 0) {
        return PAGE_FAULT;
      }
      // "the global bit being set in a non-leaf PTE implies that all mappings below are global"
      global |= (pte & PTE_G) != 0;
      long ppn = pte >>> PTE_PPN_SHIFT & SATP_PPN_MASK;
      if ((pte & (PTE_R | PTE_X)) == 0) {
        if ((pte & (PTE_A | PTE_D | PTE_U | PTE_PBMT | PTE_N)) != 0) {
          return PAGE_FAULT;
        }
        table = ppn << PAGE_SHIFT;
        continue;
      }
      return leaf(va, access, rules, ptePa, pte, ppn, level);
    }
    return PAGE_FAULT;
  }

  private int leaf(long va, int access, Rules rules, long ptePa, long pte, long ppn, int level) {
    long pbmt = pte & PTE_PBMT;
    if (pbmt == PTE_PBMT || pbmt != 0 && !rules.pbmte || !permits(pte, access, rules)) {
      return PAGE_FAULT;
    }
    sizeLog2 = PAGE_SHIFT + level * VPN_BITS;
    long pageMask = (1L << sizeLog2) - 1;
    long base = ppn << PAGE_SHIFT;
    if ((pte & PTE_N) != 0) {
      if (level != 0 || (ppn & NAPOT_MASK) != NAPOT_64K) {
        return PAGE_FAULT;
      }
      sizeLog2 = NAPOT_64K_LOG2;
      pageMask = (1L << sizeLog2) - 1;
      base &= ~pageMask;
    } else if ((base & pageMask) != 0) {
      return PAGE_FAULT;
    }
    long needed = access == Pmp.WRITE ? PTE_A | PTE_D : PTE_A;
    if ((pte & needed) != needed) {
      if (!rules.adue) {
        return PAGE_FAULT;
      }
      if (!pmp.allows(ptePa, 8, Pmp.WRITE, Privilege.S)) {
        return ACCESS_FAULT;
      }
      ram.writeI64(ptePa, pte | needed);
    }
    pa = base | va & pageMask;
    return OK;
  }

  private static boolean permits(long pte, int access, Rules rules) {
    boolean userPage = (pte & PTE_U) != 0;
    if (rules.privilege == Privilege.U ? !userPage : userPage && (access == Pmp.EXECUTE || !rules.sum)) {
      return false;
    }
    return switch (access) {
      case Pmp.READ -> (pte & PTE_R) != 0 || rules.mxr && (pte & PTE_X) != 0;
      case Pmp.WRITE -> (pte & PTE_W) != 0;
      default -> (pte & PTE_X) != 0;
    };
  }
}
