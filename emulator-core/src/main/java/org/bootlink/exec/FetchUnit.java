// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import org.bootlink.hart.GuestTrap;
import org.bootlink.hart.Hart;
import org.bootlink.hart.HartLayout;
import org.bootlink.hart.LoadStoreUnit;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Decoder;
import org.bootlink.memory.LinearMemory;
import org.bootlink.mmu.Pmp;

/**
 * Finds decoded code for a virtual address and decodes what is executed for the first time.
 *
 * <p>Two kinds of instruction are never kept decoded: one that crosses a page, because its second half
 * depends on what the next virtual page is mapped to, and those of a page whose bytes PMP treats
 * differently. Both are executed alone, in a run of one step.
 *
 * <p>A fetch that faults takes a step, like any instruction that traps.
 */
final class FetchUnit {
  private static final int PAGE_SIZE = 4096;
  private static final int LAST_HALFWORD = PAGE_SIZE - 2;

  private final Hart hart;
  private final LinearMemory memory;
  private final CodePages pages;
  private final Predecoder predecoder = new Predecoder();
  /** Slot to be emptied again after its one execution, or 0. */
  private int temporarySlot;
  private boolean exposed;
  private int translatedSteps;

  FetchUnit(Hart hart, CodePages pages) {
    this.hart = hart;
    this.memory = hart.memory();
    this.pages = pages;
  }

  /** The decoded page to execute {@code pc} from, or 0 if a trap is raised; the hart's pc must be {@code pc}. */
  int page(long pc) {
    int known = hart.tlb().fetch(hart.fetchContext(), pc);
    if (known != 0) {
      return known;
    }
    long knownPage = hart.tlb().fetchPage(hart.fetchContext(), pc);
    if (knownPage >= 0 && pages.isExecutable(knownPage)) {
      int decoded = pages.decodedPage(knownPage);
      hart.tlb().setDecoded(hart.fetchContext(), pc, decoded);
      return decoded;
    }
    hart.takeStep();
    long pa = executablePa(pc, 2);
    if (pa == LoadStoreUnit.FAULT) {
      return 0;
    }
    boolean uniform = hart.pmp().isUniformPage(pa);
    hart.returnStep();
    int decoded = pages.decodedPage(pa);
    if (uniform) {
      hart.tlb().fillFetch(hart.fetchContext(), pc, decoded, hart.loadStore().mapping(pa));
    } else {
      hart.limitRun(1);
    }
    return decoded;
  }

  /** Decodes the instruction at the hart's pc into its slot, unless a trap is raised. */
  void decode(int slot) {
    long pc = hart.pc();
    int decodedPage = slot - Interpreter.slot(pc);
    int offset = (int) pc & PAGE_SIZE - 1;
    int source = pages.source(decodedPage) + offset;
    int parcels = memory.getShort(source) & 0xffff;
    if (Decoder.length(parcels) == 4) {
      if (offset == LAST_HALFWORD) {
        hart.takeStep();
        long secondPa = executablePa(pc + 2, 2);
        if (secondPa == LoadStoreUnit.FAULT) {
          return;
        }
        hart.returnStep();
        parcels |= memory.getShort(pages.address(secondPa)) << 16;
        temporarySlot = slot;
        hart.limitRun(1);
      } else {
        parcels = memory.getInt(source);
      }
    }
    pages.noteDecoded(decodedPage);
    predecoder.decode(parcels, offset);
    memory.putInt(slot, predecoder.word0());
    memory.putInt(slot + 4, predecoder.word1());
  }

  /**
   * Executes the translation at the hart's pc, or if that can't take a single step, has the loop execute
   * the one instruction it begins with. Afterwards pc and REMAINING say where to go on. Translated code need
   * not come back for a sample.
   *
   * @param entry word 1 of {@code slot}
   */
  void enter(int slot, int entry) {
    int decodedPage = slot - Interpreter.slot(hart.pc());
    int fetchTlb = hart.tlb().context(hart.fetchContext()) + HartLayout.TLB_FETCH;
    int limit = memory.getInt(hart.base() + HartLayout.REMAINING);
    if (limit > 1) {
      hart.resume();
    }
    int given = hart.stepsLeft();
    pages.translations().enter(hart.base(), fetchTlb, entry, hart.pc() & -PAGE_SIZE);
    int left = hart.stepsLeft();
    if (left == given) {
      pages.translations().expose(decodedPage, slot);
      exposed = true;
      hart.limitRun(1);
    } else {
      translatedSteps += given - left;
      hart.limitRun(limit);
    }
  }

  /** The steps taken by translated code since this was last asked. */
  int takeTranslatedSteps() {
    int steps = translatedSteps;
    translatedSteps = 0;
    return steps;
  }

  /** Tells the translator that the hart is at its pc just now. */
  void sample() {
    int known = hart.tlb().fetch(hart.fetchContext(), hart.pc());
    if (known != 0) {
      pages.translations().sample(known, (int) hart.pc() & PAGE_SIZE - 2);
    }
  }

  /** Called whenever the loop was left: what must not be kept is forgotten. */
  void leave() {
    if (exposed) {
      pages.translations().cover();
      exposed = false;
    }
    if (temporarySlot != 0) {
      memory.putInt(temporarySlot, Op.DECODE);
      temporarySlot = 0;
    }
  }

  /** Has the hart take the trap that the instruction at its pc raised, if it did. */
  void takeRaisedTrap() {
    if (hart.hasRaised()) {
      GuestTrap trap = hart.dropRaised();
      int cause = trap.cause();
      long tval = cause == Cause.ILLEGAL_INSTRUCTION ? encodingAt(hart.pc()) : trap.tval();
      hart.traps().takeException(cause, tval);
    }
  }

  /** The 16 or 32 bits of the instruction at {@code pc}, as fetched just before; 0 if they are gone. */
  private long encodingAt(long pc) {
    long encoding = parcelAt(pc);
    if (Decoder.length((int) encoding) == 4) {
      encoding |= (long) parcelAt(pc + 2) << 16;
    }
    if (hart.hasRaised()) {
      hart.dropRaised();
      return 0;
    }
    return encoding;
  }

  /** The 16 bits at {@code pc}, or 0 if a trap is raised. */
  private int parcelAt(long pc) {
    long knownPage = hart.tlb().fetchPage(hart.fetchContext(), pc);
    long pa = knownPage >= 0 && pages.isExecutable(knownPage)
        ? knownPage | pc & PAGE_SIZE - 1 : executablePa(pc, 2);
    return pa == LoadStoreUnit.FAULT ? 0 : memory.getShort(pages.address(pa)) & 0xffff;
  }

  /** Where to fetch from, or {@link LoadStoreUnit#FAULT} if a trap is raised. */
  private long executablePa(long va, int size) {
    long pa = hart.loadStore().translateFetch(va);
    if (pa == LoadStoreUnit.FAULT) {
      return pa;
    }
    if (!pages.isExecutable(pa) || !hart.pmp().allows(pa, size, Pmp.EXECUTE, hart.privilege())) {
      hart.raise(Cause.INSTRUCTION_ACCESS_FAULT, va);
      return LoadStoreUnit.FAULT;
    }
    return pa;
  }
}
