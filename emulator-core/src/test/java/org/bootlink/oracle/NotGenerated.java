// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

/** What programs avoid because QEMU 7.2 is known to do otherwise, or because either result is right. */
enum NotGenerated {
  CTZW("`ctzw` of a register whose lower half is 0 and whose upper is not: QEMU counts on"),
  MISA("bit B of misa, which QEMU has not"),
  MPRV("MRET and SRET to a lower level with mstatus.MPRV set: QEMU does not clear it"),
  RESERVATION("SC without LR before it, after the hart's own store, or of another size: up to the machine;"
      + " SC to an address that faults: QEMU fails it without looking"),
  PRIORITY("several interrupts at once: QEMU takes the lowest number first"),
  SFENCE_W_INVAL("`sfence.w.inval` and `sfence.inval.ir` in U-mode: QEMU executes them"),
  ZERO_MASK("CSRRS and CSRRC of read-only or floating-point CSRs with a register that holds 0: QEMU reads"),
  WRITABLE("bits that QEMU lets software write: fields of H, V and Sscofpmf, mstatus.UXL, MPP = 2, CBIE = 2,"
      + " counter enables above bit 31, mcountinhibit but for CY and IR, bit 0 of mepc and sepc,"
      + " pmpaddr above bit 53, reserved bits and R = 0 with W = 1 of pmpcfg"),
  STIMECMP("stimecmp without menvcfg.STCE: QEMU raises STIP; STIP by software and timer in turn"),
  PTE("page table entries with reserved bits or Svpbmt's reserved value, Svpbmt without menvcfg.PBMTE:"
      + " QEMU ignores them; NAPOT pages with A or D to update and a reserved size: QEMU updates first"),
  SVADE("menvcfg.ADUE = 0 (Svade): QEMU always updates A and D"),
  SUM_FETCH("S-mode fetch from a user page just read with SUM: QEMU executes it"),
  PMP("PMP: fetches from pages of several regions and misaligned accesses across regions, which QEMU checks in"
      + " other pieces; page tables that may be read but not written, where QEMU updates A and D all the same"),
  MPRV_RETURN("MRET to M-mode with mstatus.MPRV set and paging on, without a fence: QEMU keeps translations of the"
      + " mode in MPP before"),
  COUNTERS("values of cycle, time, instret and hpm counters, which depend on time"),
  HARTS("several harts: what one sees of another's stores, LR/SC and AMO depends on how QEMU's threads run;"
      + " instead, machines of 1 and 4 harts are compared with themselves on every engine"
      + " ([determinism](#determinism)), and Linux runs locks, futexes and atomics on 4 harts with results"
      + " that don't depend on the order ([real guests](#real-guests))"),
  DEVICES("devices, interrupts from them, and misaligned access to them; RV32, which this machine has not");

  private final String what;

  NotGenerated(String what) {
    this.what = what;
  }

  String what() {
    return what;
  }
}
