// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

import java.util.List;
import java.util.function.Consumer;
import org.bootlink.bus.Bus;
import org.bootlink.bus.MmioDevice;
import org.bootlink.bus.Ram;
import org.bootlink.exec.CodePages;
import org.bootlink.exec.HartRunner;
import org.bootlink.hart.Hart;
import org.bootlink.hart.HartEnvironment;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Privilege;
import org.bootlink.jit.TranslationCounters;
import org.bootlink.jit.TranslationPolicy;
import org.bootlink.jit.Translator;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/**
 * One hart with RAM and nothing else, for programs of a few instructions.
 *
 * <pre>
 * Vm vm = new Vm().set(A1, 7).run(a -> a.addi(A0, A1, 1));
 * assertEquals(8, vm.x(A0));
 * assertNull(vm.trap());
 * </pre>
 *
 * <p>Programs begin at {@link #BASE}, in M-mode unless {@link #enter} was called; they end behind their last
 * instruction or at the first trap, whose handler only loops: {@link #trap} tells of it.
 */
public final class Vm {
  /** Start of RAM and of every program. */
  public static final long BASE = 0x8000_0000L;
  public static final int RAM_BYTES = 0x10_0000;
  /** RAM that no program or page table uses. */
  public static final long DATA = BASE + 0x1_0000;
  /** Where {@link PageTable} puts its tables. */
  public static final long TABLES = BASE + 0x8_0000;
  /** A device page: registers that hold what was stored, accesses of 4 bytes only. */
  public static final long DEVICE = 0x1000_0000L;

  private static final long M_HANDLER = BASE + 0x8000;
  private static final long S_HANDLER = BASE + 0x9000;
  private static final int MAX_STEPS = 100_000;
  private static final int CODE_POOL_PAGES = 8;

  /** The trap that ended a program; {@code privilege} is that of the handler. */
  public record Trap(int privilege, long cause, long epc, long tval) {
    /** A trap into M-mode. */
    public static Trap inM(long cause, long epc, long tval) {
      return new Trap(Privilege.M, cause, epc, tval);
    }

    /** A trap into S-mode. */
    public static Trap inS(long cause, long epc, long tval) {
      return new Trap(Privilege.S, cause, epc, tval);
    }

    @Override
    public String toString() {
      return (cause < 0 ? "interrupt " + (cause & 0xff) : Cause.exceptionName((int) cause))
          + " into " + privilege + " epc 0x" + Long.toHexString(epc) + " tval 0x" + Long.toHexString(tval);
    }
  }

  private final LinearAllocator allocator = new LinearAllocator(LinearMemory.onHeap(2 << 20));
  private final Ram ram = new Ram(allocator, BASE, RAM_BYTES);
  private final Hart hart;
  private final HartRunner runner;
  private final CodePages pages;
  private long end = BASE;
  private long ticks;
  private Trap trap;

  public Vm() {
    Bus bus = new Bus();
    bus.map(DEVICE, Ram.PAGE_SIZE, new Registers());
    hart = new Hart(0, allocator, ram, bus, new HartEnvironment() {
      @Override
      public long ticks() {
        return ticks;
      }

      @Override
      public void deadlineChanged() {
      }
    });
    pages = new CodePages(allocator, ram, 0, new byte[0], CODE_POOL_PAGES, List.of(hart));
    runner = new HartRunner(hart, pages);
    hart.reset(BASE);
    load(M_HANDLER, a -> a.label("here").j("here"));
    load(S_HANDLER, a -> a.label("here").j("here"));
    // The last PMP entry opens all memory to S and U.
    set(Csr.PMPADDR0 + 15).to(-1).set(Csr.PMPCFG0 + 2).to(0x1fL << 56);
    set(Csr.MTVEC).to(M_HANDLER);
    set(Csr.STVEC).to(S_HANDLER);
  }

  /** Translates what it executes from now on, by {@link CodeHosts}' back end. */
  public TranslationCounters translate(TranslationPolicy policy) {
    return translate(policy, CodeHosts.make(allocator.memory()).slots(), Integer.MAX_VALUE);
  }

  /** Likewise, with a table of so many slots, and dropping everything when so many bytes are kept. */
  public TranslationCounters translate(TranslationPolicy policy, int slots, int mostBytes) {
    LinearMemory memory = allocator.memory();
    Translator translator = new Translator(allocator, new FewSlots(CodeHosts.make(memory), slots), policy,
        List.of(runner.assistant()), mostBytes);
    pages.setTranslations(translator);
    return translator.counters();
  }

  /** What {@link #set(int)} began. */
  @FunctionalInterface
  public interface CsrSetter {
    Vm to(long value);
  }

  /** {@code set(csr).to(value)} writes a CSR as M-mode would. */
  public CsrSetter set(int csr) {
    return value -> {
      hart.csr().write(csr, value);
      return this;
    };
  }

  public Vm set(int register, long value) {
    hart.setX(register, value);
    return this;
  }

  /** The time that {@code time} reads, in ticks; stands still unless it is set. */
  public Vm time(long now) {
    ticks = now;
    hart.timeReached();
    return this;
  }

  /** Puts a program at {@link #BASE}; pc is left alone. */
  public Vm load(Consumer<Assembler> program) {
    end = load(BASE, program);
    return this;
  }

  /** Puts code at {@code pa}; returns the address behind it. */
  public long load(long pa, Consumer<Assembler> program) {
    Assembler assembler = new Assembler(pa);
    program.accept(assembler);
    byte[] bytes = assembler.assemble();
    ram.write(pa, bytes, 0, bytes.length);
    return pa + bytes.length;
  }

  /** Goes on in {@code privilege}, at {@link #BASE}. */
  public Vm enter(int privilege) {
    return enter(privilege, BASE);
  }

  /** Goes on in {@code privilege} at {@code pc}, by way of MRET. */
  public Vm enter(int privilege, long pc) {
    long status = hart.csr().read(Csr.MSTATUS);
    long mie = status >> 3 & 1;
    hart.csr().write(Csr.MSTATUS, status & ~(3L << 11) & ~(1L << 7) | (long) privilege << 11 | mie << 7);
    hart.csr().write(Csr.MEPC, pc);
    hart.traps().returnFromM();
    return this;
  }

  /** Assembles {@code program} at {@link #BASE} and runs it to its end. */
  public Vm run(Consumer<Assembler> program) {
    load(program);
    return runTo(end);
  }

  /** Runs until pc is {@code pc}, or a trap. */
  public Vm runTo(long pc) {
    for (int i = 0; i < MAX_STEPS; i++) {
      if (trap != null || hart.pc() == pc) {
        return this;
      }
      step(1);
    }
    throw new AssertionError("still running at 0x" + Long.toHexString(hart.pc()));
  }

  /** Runs {@code steps} steps in one go, fewer if the hart waits; a trap is noted if it is the last. */
  public int step(int steps) {
    int done = runner.run(steps, () -> false);
    noteTrap();
    return done;
  }

  /** Executes the one instruction at {@link #BASE} on {@code a1} and {@code a2}; returns what is in a0. */
  public long apply(long a, long b) {
    hart.setX(Reg.A1, a);
    hart.setX(Reg.A2, b);
    hart.setPc(BASE);
    step(1);
    return hart.x(Reg.A0);
  }

  /** Address of the instruction {@code index} of a program without compressed instructions. */
  public static long insn(int index) {
    return BASE + 4L * index;
  }

  public long x(int register) {
    return hart.x(register);
  }

  public long csr(int csr) {
    return hart.csr().read(csr);
  }

  public long pc() {
    return hart.pc();
  }

  /** The trap that ended the program, or null. */
  public Trap trap() {
    return trap;
  }

  public Hart hart() {
    return hart;
  }

  public Ram ram() {
    return ram;
  }

  private void noteTrap() {
    if (hart.privilege() == Privilege.M && hart.pc() == M_HANDLER) {
      trap = new Trap(Privilege.M, csr(Csr.MCAUSE), csr(Csr.MEPC), csr(Csr.MTVAL));
    } else if (hart.privilege() == Privilege.S && hart.pc() == S_HANDLER) {
      trap = new Trap(Privilege.S, csr(Csr.SCAUSE), csr(Csr.SEPC), csr(Csr.STVAL));
    }
  }

  private static final class Registers implements MmioDevice {
    private final long[] words = new long[Ram.PAGE_SIZE / 4];

    @Override
    public int accessSizes() {
      return 4;
    }

    @Override
    public long read(int offset, int size) {
      return words[offset / 4];
    }

    @Override
    public void write(int offset, long value, int size) {
      words[offset / 4] = value & 0xffff_ffffL;
    }
  }
}
