// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hart;

import org.bootlink.bus.Bus;
import org.bootlink.bus.IrqLine;
import org.bootlink.bus.Ram;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Privilege;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.bootlink.mmu.PageTableWalker;
import org.bootlink.mmu.Pmp;
import org.bootlink.mmu.Tlb;
import org.bootlink.state.StateWalk;

/**
 * One hart. What running code touches is in linear memory at {@link #base} (see {@link HartLayout}); here
 * is the rest: most CSRs, and the counts that make interrupts exact.
 *
 * <p>Steps: a step is one instruction attempted, retired or trapped. {@link #begin} gives the hart a number
 * of them, every instruction takes one from REMAINING, and whatever must end a loop early moves the rest to
 * DEFERRED ({@link #requestAttention}). So the steps done are exact at every moment.
 */
public final class Hart {
  /** Far more than any machine runs. */
  private static final long MAX_STEPS = 1L << 60;

  private final int id;
  private final LinearMemory memory;
  private final int base;
  private final HartEnvironment environment;
  private final GuestTrap trap = new GuestTrap();
  private final CsrFile csr;
  private final Tlb tlb;
  private final LoadStoreUnit loadStore;
  private final TrapUnit traps;
  private final Permissions permissions;

  private boolean trapRaised;
  private boolean waiting;
  private boolean yielded;
  /** Steps before the present run, and how many the present run was given. */
  private long stepsBefore;
  private int stepsGiven;

  public Hart(int id, LinearAllocator allocator, Ram ram, Bus bus, HartEnvironment environment) {
    this.id = id;
    this.memory = allocator.memory();
    this.base = allocator.allocate(HartLayout.SIZE_BYTES, 4096);
    this.environment = environment;
    this.csr = new CsrFile(this);
    this.tlb = new Tlb(memory, base + HartLayout.TLB, HartLayout.TLB_CONTEXTS,
        new Tlb.TlbShape(HartLayout.TLB_ENTRY_BYTES, HartLayout.TLB_OFFSET_SHIFT,
            HartLayout.TLB_OFFSET_MASK, HartLayout.TLB_WRITE, HartLayout.TLB_FETCH,
            HartLayout.TLB_CONTEXT_BYTES));
    this.loadStore = new LoadStoreUnit(this, ram, bus, new PageTableWalker(ram, csr.pmp));
    this.traps = new TrapUnit(this);
    this.permissions = new Permissions(this);
  }

  /** Power-on state, with {@code pc} as the next instruction, in M-mode. */
  public void reset(long pc) {
    memory.clear(base, HartLayout.TLB);
    csr.reset();
    tlb.flush();
    memory.putInt(base + HartLayout.PRIVILEGE, Privilege.M);
    waiting = false;
    yielded = false;
    traps.reset();
    stepsBefore = 0;
    stepsGiven = 0;
    dropReservation();
    dataContextChanged();
    setPc(pc);
  }

  /** All of the hart's state between two runs. */
  public void walkState(StateWalk walk) {
    walk.memory(memory, base + HartLayout.X, HartLayout.REGISTERS_END - HartLayout.X);
    StateWalk.require(x(0) == 0 && (pc() & 1) == 0, "x0 is not 0, or pc is odd");
    int privilege = walk.range(privilege(), Privilege.U, Privilege.M);
    StateWalk.require(privilege != 2, "privilege level 2");
    memory.putInt(base + HartLayout.PRIVILEGE, privilege);
    waiting = walk.value(waiting);
    traps.walkState(walk);
    stepsBefore = walk.range(stepsBefore, 0, MAX_STEPS);
    memory.putLong(base + HartLayout.EXCEPTIONS, walk.range(exceptions(), 0, stepsBefore));
    int reserved = memory.getInt(base + HartLayout.RESERVED);
    long reservedPa = walk.value(reserved != 0 ? loadStore.paOf(reserved) : -1);
    csr.walkState(walk);
    tlb.walkState(walk, loadStore.ram());
    if (walk.restores()) {
      yielded = false;
      memory.putInt(base + HartLayout.RESERVED, reservedPa == -1 ? 0 : loadStore.reservable(reservedPa));
      dataContextChanged();
    }
  }

  public int id() {
    return id;
  }

  public LinearMemory memory() {
    return memory;
  }

  /** Address of this hart's block of linear memory. */
  public int base() {
    return base;
  }

  public CsrFile csr() {
    return csr;
  }

  public Tlb tlb() {
    return tlb;
  }

  public Pmp pmp() {
    return csr.pmp;
  }

  public LoadStoreUnit loadStore() {
    return loadStore;
  }

  public int privilege() {
    return memory.getInt(base + HartLayout.PRIVILEGE);
  }

  // Registers.

  public long x(int register) {
    return memory.getLong(base + HartLayout.X + register * 8);
  }

  /** Writes an integer register; a write to x0 is dropped. */
  public void setX(int register, long value) {
    if (register != 0) {
      memory.putLong(base + HartLayout.X + register * 8, value);
    }
  }

  /** Floating-point register as 64 bits, NaN-boxed if it holds a single. */
  public long f(int register) {
    return memory.getLong(base + HartLayout.F + register * 8);
  }

  public void setF(int register, long value) {
    memory.putLong(base + HartLayout.F + register * 8, value);
  }

  public long pc() {
    return memory.getLong(base + HartLayout.PC);
  }

  public void setPc(long pc) {
    memory.putLong(base + HartLayout.PC, pc);
  }

  /** Throws an illegal-instruction trap if floating point is off. */
  public void requireFloat() {
    if (csr.floatOff()) {
      throw illegalInstruction();
    }
  }

  /** Floating-point state is being changed. */
  public void markFloatDirty() {
    if (memory.getInt(base + HartLayout.FS_DIRTY) == 0) {
      csr.markFloatDirty();
    }
  }

  // Steps.

  /** Begins a run of at most {@code steps} steps, 1 or more. */
  public void begin(int steps) {
    stepsGiven = steps;
    memory.putInt(base + HartLayout.REMAINING, steps);
    memory.putInt(base + HartLayout.DEFERRED, 0);
    yielded = false;
  }

  /** Takes back what {@link #requestAttention} put aside; returns the steps left. */
  public int resume() {
    int left = stepsLeft();
    memory.putInt(base + HartLayout.REMAINING, left);
    memory.putInt(base + HartLayout.DEFERRED, 0);
    return left;
  }

  /** Steps of the present run that are not taken, whether put aside or not. */
  public int stepsLeft() {
    return memory.getInt(base + HartLayout.REMAINING) + memory.getInt(base + HartLayout.DEFERRED);
  }

  /** Ends the run; returns the steps it took. */
  public int end() {
    int done = stepsGiven - resume();
    stepsBefore += done;
    stepsGiven = 0;
    memory.putInt(base + HartLayout.REMAINING, 0);
    return done;
  }

  /** Takes {@code steps} steps of a stuck hart, between runs: each is one more exception. */
  public void faultAgain(int steps) {
    stepsBefore += steps;
    memory.putLong(base + HartLayout.EXCEPTIONS, exceptions() + steps);
  }

  /** Steps of the present run that are over; the instruction being executed counts as over. */
  public int stepsDone() {
    return stepsGiven
        - memory.getInt(base + HartLayout.REMAINING)
        - memory.getInt(base + HartLayout.DEFERRED);
  }

  /** Makes the loop come back after the present instruction. */
  public void requestAttention() {
    limitRun(0);
  }

  /** Makes the loop come back after {@code steps} more instructions at the latest. */
  public void limitRun(int steps) {
    int remaining = memory.getInt(base + HartLayout.REMAINING);
    if (remaining > steps) {
      int deferred = memory.getInt(base + HartLayout.DEFERRED);
      memory.putInt(base + HartLayout.DEFERRED, deferred + remaining - steps);
      memory.putInt(base + HartLayout.REMAINING, steps);
    }
  }

  /** Counts the present instruction as attempted before it is known whether it can be. */
  public void takeStep() {
    addRemaining(-1);
  }

  /** Takes back {@link #takeStep}. */
  public void returnStep() {
    addRemaining(1);
  }

  private void addRemaining(int steps) {
    int address = base + HartLayout.REMAINING;
    memory.putInt(address, memory.getInt(address) + steps);
  }

  /** Instructions retired before the present one. */
  long retired() {
    return stepsBefore + stepsDone() - 1 - exceptions();
  }

  /** Steps since reset, between runs. */
  public long steps() {
    return stepsBefore;
  }

  long ticks() {
    return environment.ticks();
  }

  void deadlineChanged() {
    environment.deadlineChanged();
    requestAttention();
  }

  /** Ends this hart's turn after the present instruction, to let other harts run. */
  public void yieldTurn() {
    yielded = true;
    requestAttention();
  }

  public boolean yielded() {
    return yielded;
  }

  // Translation.

  /** Permissions or how addresses are translated changed: nothing known about any page holds any more. */
  void translationChanged() {
    tlb.flush();
    requestAttention();
  }

  /** All decoded pages are gone; a loop that is in one has to look it up again. */
  public void forgetDecoded() {
    tlb.forgetDecoded();
    requestAttention();
  }

  /** The decoded page for {@code pa} is gone; a loop that is in it has to look it up again. */
  public void forgetDecoded(long pa) {
    tlb.forgetDecoded(pa);
    requestAttention();
  }

  /** The address space changed: only what all address spaces share still holds. */
  void addressSpaceChanged() {
    tlb.flushNonGlobal();
    requestAttention();
  }

  /** Fetches, or loads and stores, from now on have another effective privilege or SUM. */
  void dataContextChanged() {
    memory.putInt(base + HartLayout.DATA_TLB, tlb.context(dataContext()));
    memory.putInt(base + HartLayout.FETCH_TLB, tlb.context(fetchContext()) + HartLayout.TLB_FETCH);
  }

  /** Privilege at which loads and stores are checked. */
  int dataPrivilege() {
    long status = csr.mstatus();
    return (status & Mstatus.MPRV) != 0 ? (int) (status >>> Mstatus.MPP_SHIFT) & 3 : privilege();
  }

  /** TLB context of loads and stores. */
  public int dataContext() {
    return switch (dataPrivilege()) {
      case Privilege.U -> Tlb.CONTEXT_U;
      case Privilege.S -> (csr.mstatus() & Mstatus.SUM) != 0 ? Tlb.CONTEXT_S_SUM : Tlb.CONTEXT_S;
      default -> Tlb.CONTEXT_M;
    };
  }

  /** TLB context of instruction fetches. */
  public int fetchContext() {
    return switch (privilege()) {
      case Privilege.U -> Tlb.CONTEXT_U;
      case Privilege.S -> Tlb.CONTEXT_S;
      default -> Tlb.CONTEXT_M;
    };
  }

  // Reservations: lost at every trap, return from one, store-conditional and end of turn.

  void reserve(int address) {
    memory.putInt(base + HartLayout.RESERVED, address);
  }

  boolean holdsReservation(int address) {
    return memory.getInt(base + HartLayout.RESERVED) == address;
  }

  public void dropReservation() {
    memory.putInt(base + HartLayout.RESERVED, 0);
  }

  // Interrupts.

  /** Input wire that shows as bit {@code bit} of {@code mip}. */
  public IrqLine interruptWire(int bit) {
    return level -> csr.setWire(bit, level);
  }

  void interruptsChanged() {
    if ((csr.mip() & csr.mie()) != 0) {
      waiting = false;
      requestAttention();
    }
  }

  /** Tick at which this hart's own timer interrupt is due, or Long.MAX_VALUE. */
  public long deadlineTicks() {
    return csr.deadlineTicks();
  }

  public void timeReached() {
    csr.timeReached();
  }

  /** Whether the hart waits in WFI for an interrupt that has not come yet. */
  public boolean isWaiting() {
    return waiting;
  }

  /** Executes WFI: waits unless an enabled interrupt is pending already. */
  public void waitForInterrupt() {
    waiting = (csr.mip() & csr.mie()) == 0;
    requestAttention();
  }

  // Traps.

  /** Raises an exception: the present instruction, which must do nothing further, is to end in this trap. */
  public void raise(int cause, long tval) {
    trap.set(cause, tval);
    trapRaised = true;
  }

  /** Whether the present instruction has raised an exception that was not taken yet. */
  public boolean hasRaised() {
    return trapRaised;
  }

  /** The exception that was raised; from now on none is. */
  public GuestTrap dropRaised() {
    trapRaised = false;
    return trap;
  }

  /** Raises an exception that is rare enough to be thrown, too. */
  public GuestTrap exception(int cause, long tval) {
    raise(cause, tval);
    return trap;
  }

  /** The trap to throw for an illegal instruction; whoever takes it knows its encoding. */
  public GuestTrap illegalInstruction() {
    return exception(Cause.ILLEGAL_INSTRUCTION, 0);
  }

  /** Takes interrupts and exceptions, and returns from them. */
  public TrapUnit traps() {
    return traps;
  }

  /** Tells what instructions may do at the present privilege level. */
  public Permissions permissions() {
    return permissions;
  }

  /** The privilege level changes; nothing known by reservation survives that. */
  void enterPrivilege(int newPrivilege) {
    memory.putInt(base + HartLayout.PRIVILEGE, newPrivilege);
    dataContextChanged();
    dropReservation();
  }

  private long exceptions() {
    return memory.getLong(base + HartLayout.EXCEPTIONS);
  }

  /** Counts the present instruction as one that did not retire. */
  void noteException() {
    memory.putLong(base + HartLayout.EXCEPTIONS, exceptions() + 1);
  }
}
