// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;

/** What the machine and QEMU 7.2 may differ in, and why. One row each; the list is to stay short. */
enum Differences {
  TVAL_ZERO(
      "mtval holds EBREAK's address, and the encoding of every illegal instruction; in QEMU 7.2 it is 0"
          + " for EBREAK and for some illegal instructions",
      "0 and the value are both allowed; newer QEMU and Spike do as we do",
      "Privileged, Machine Trap Value (mtval) Register") {
    @Override
    boolean covers(View view) {
      int cause = view.trapCause();
      return view.reference() == 0 && view.isTrapValue()
          && (cause == Cause.BREAKPOINT || cause == Cause.ILLEGAL_INSTRUCTION);
    }
  },
  AMO_CAUSE(
      "AMO where there is no memory: store/AMO access fault here, load access fault in QEMU",
      "QEMU replaces the AMO by a load and a store there; the specification wants the former",
      "Privileged, Machine Cause (mcause) Register") {
    @Override
    boolean covers(View view) {
      return view.isTrapCause() && (int) view.own() == Cause.STORE_ACCESS_FAULT
          && (int) view.reference() == Cause.LOAD_ACCESS_FAULT;
    }
  },
  ADUE(
      "menvcfg.ADUE can be set here; QEMU 7.2 always updates A and D bits, as with ADUE set",
      "Svadu is younger than QEMU 7.2",
      "Privileged, Machine Environment Configuration (menvcfg) Register") {
    @Override
    boolean covers(View view) {
      return view.isCsr(Csr.MENVCFG) && (view.own() ^ view.reference()) == 1L << 61;
    }
  },
  FLOAT_DIRTY(
      "mstatus.FS becomes Dirty when only fflags change, as by FEQ or FCVT.W.S; not so in QEMU 7.2",
      "\"any instruction that modifies the floating-point state\" includes fcsr",
      "Privileged, Extension Context Status in mstatus Register") {
    @Override
    boolean covers(View view) {
      long floatState = 1L << 63 | 3L << 13;
      return (view.isTrapStatus() || view.isCsr(Csr.MSTATUS))
          && ((view.own() ^ view.reference()) & ~floatState) == 0
          && (view.own() & floatState) == floatState;
    }
  },
  MISALIGNED_TVAL(
      "misaligned access where there is no memory: mtval is the access's address here; QEMU splits the"
          + " access and gives the part's",
      "both are \"the virtual address of the portion of the access that caused the fault\"",
      "Privileged, Machine Trap Value (mtval) Register") {
    @Override
    boolean covers(View view) {
      return view.isTrapValue() && isAccessFault(view.trapCause())
          && (view.own() & 7) != 0 && Math.abs(view.own() - view.reference()) < 8;
    }

    private boolean isAccessFault(int cause) {
      return cause == Cause.LOAD_ACCESS_FAULT || cause == Cause.STORE_ACCESS_FAULT;
    }
  };

  private final String what;
  private final String why;
  private final String section;

  Differences(String what, String why, String section) {
    this.what = what;
    this.why = why;
    this.section = section;
  }

  String what() {
    return what;
  }

  String why() {
    return why;
  }

  String section() {
    return section;
  }

  abstract boolean covers(View view);

  static boolean allow(GuestMemory own, long record, int offset, long ownValue, long reference) {
    View view = new View(own, record, offset, ownValue, reference);
    for (Differences difference : values()) {
      if (difference.covers(view)) {
        return true;
      }
    }
    return false;
  }

  /** Eight bytes of a record in which both sides differ. */
  record View(GuestMemory memory, long record, int offset, long own, long reference) {
    boolean isTrap() {
      return offset >= Layout.TRAPS;
    }

    boolean isTrapCause() {
      return isTrap() && offset % Layout.TRAP_SIZE == 0;
    }

    boolean isTrapValue() {
      return isTrap() && offset % Layout.TRAP_SIZE == 16;
    }

    boolean isTrapStatus() {
      return isTrap() && offset % Layout.TRAP_SIZE == 24;
    }

    int trapCause() {
      return (int) memory.get64(record + (offset & -Layout.TRAP_SIZE));
    }

    boolean isCsr(int csr) {
      int index = (offset - Layout.OUT) / 8;
      return offset >= Layout.OUT && index < Layout.OUTPUT_CSRS.length && Layout.OUTPUT_CSRS[index] == csr;
    }
  }
}
