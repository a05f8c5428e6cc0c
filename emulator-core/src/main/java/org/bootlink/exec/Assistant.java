// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import org.bootlink.hart.GuestTrap;
import org.bootlink.hart.Hart;
import org.bootlink.hart.HartLayout;
import org.bootlink.memory.LinearMemory;

/** Does for translated code what that can't do itself, in exactly the way the interpreter's loop does it. */
public final class Assistant {
  private final Hart hart;
  private final LinearMemory memory;
  private final int base;
  private final CodePages pages;
  private final FetchUnit fetch;
  private final SlowPath slowPath;
  private final long[] executed = new long[InsnGroup.COUNT];

  Assistant(Hart hart, CodePages pages, FetchUnit fetch) {
    this.hart = hart;
    this.memory = hart.memory();
    this.base = hart.base();
    this.pages = pages;
    this.fetch = fetch;
    this.slowPath = new SlowPath(hart, fetch);
  }

  /** The hart's block of linear memory, by which translated code names it. */
  public int hartBase() {
    return base;
  }

  /** Physical address of the page that {@code decodedPage} decodes. */
  public long paOf(int decodedPage) {
    return pages.paOf(decodedPage);
  }

  /** Linear memory address of the code that {@code decodedPage} decodes. */
  public int sourceOf(int decodedPage) {
    return pages.source(decodedPage);
  }

  /** How often {@link #execute} executed an instruction of this {@link InsnGroup}. */
  public long executed(int group) {
    return executed[group];
  }

  /**
   * Executes the one instruction at the hart's pc, if it is one that the loop leaves to {@link SlowPath}, and
   * takes its trap if there is one. Registers, pc and REMAINING are exact before and afterwards.
   *
   * @return whether translated code may go on at pc: false if nothing was done, no step remains, or an
   *     interrupt may have to be taken first
   */
  public boolean execute() {
    int remaining = memory.getInt(base + HartLayout.REMAINING);
    long pc = hart.pc();
    int page = hart.tlb().fetch(hart.fetchContext(), pc);
    if (remaining == 0 || page == 0) {
      return false;
    }
    int slot = page + Interpreter.slot(pc);
    int w = memory.getInt(slot);
    int imm = memory.getInt(slot + 4);
    if (w >>> Op.OPERATION_SHIFT == Op.ENTER) {
      w = pages.translations().coveredWord0(page, slot);
      imm = pages.translations().coveredWord1(page, slot);
    }
    if (!SlowPath.canExecute(w >>> Op.OPERATION_SHIFT)) {
      return false;
    }
    executed[InsnGroup.of(w)]++;
    hart.takeStep();
    try {
      if (slowPath.execute(w, imm, slot) != SlowPath.LEAVE) {
        hart.setPc(pc + (w & Op.LENGTH_MASK) * 2);
      }
    } catch (GuestTrap thrown) {
      // It is raised as well.
    }
    fetch.takeRaisedTrap();
    return mayGoOn();
  }

  /**
   * Has the TLB know the page of the hart's pc, as the loop does after a jump; a fault is taken.
   *
   * @return whether translated code may go on at pc, whose page the TLB has then, unless PMP divides it
   */
  public boolean fetch() {
    if (memory.getInt(base + HartLayout.REMAINING) == 0) {
      return false;
    }
    fetch.page(hart.pc());
    fetch.takeRaisedTrap();
    return mayGoOn();
  }

  /** If an interrupt may have to be taken, the loop that entered translated code must end too. */
  private boolean mayGoOn() {
    if (memory.getLong(base + HartLayout.PENDING) != 0 || hart.traps().isStuck()) {
      hart.requestAttention();
    }
    return memory.getInt(base + HartLayout.REMAINING) > 0;
  }

  /**
   * Finds where an access goes, filling the TLB as the access does.
   *
   * @param size 1, 2, 4, 8 or 64
   * @return its linear memory address; 0 if the instruction has to be executed by {@link #execute}, because it
   *     faults, reaches no RAM, crosses a page or stores into code
   */
  public int address(long va, int size, boolean store) {
    int address = hart.loadStore().ramAddress(va, size, store);
    hart.dropRaised();
    return address;
  }
}
