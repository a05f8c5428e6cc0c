// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineState;
import org.bootlink.code.CodeHost;
import org.bootlink.hostile.RandomProgramTest.CsrValue;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Insn;
import org.bootlink.jit.TranslationCounters;
import org.bootlink.jit.TranslationPolicy;
import org.bootlink.memory.LinearMemory;
import org.junit.jupiter.api.DynamicTest;

/** Hostile guests, translated as soon as they are seen: what they do must be what they do interpreted. */
public final class TranslatedGuests {
  /** Looks at the program counter all the time. */
  private static final TranslationPolicy AT_ONCE = new TranslationPolicy(7, 1, 1, 1, 0);
  /** Not a multiple of anything, so that slices end anywhere. */
  private static final long SLICE = 997;
  /** What the names of kept guests begin with that run for long enough to be translated. */
  private static final String OWN_CODE = "rewrites-";
  private static final Insn[] INSNS = Insn.values();
  /** What mostly does not trap: a program that does nothing else is never hot. */
  private static final List<Insn> QUIET = Stream.of(INSNS).filter(insn -> insn.name().matches(
      "ADDI?W?|SUBW?|XORI?|ORI?|ANDI?|SLTI?U?|S[LR][LA]I?W?|MULH?S?U?W?|SH[123]ADD|LD|LW|LBU|SD|SW|SB|LUI|AUIPC"))
      .toList();
  private static final int RANDOM_PROGRAMS = Integer.getInteger("hostile.translated", 60);
  private static final long STEPS = 15_000;
  /** Calls without a step, such as for a clock that stands still. */
  private static final int MAX_CALLS_WITHOUT_STEP = 20;

  /**
   * A test for each kept guest, and one of random programs in M-mode, S-mode and U-mode, many of which store over
   * their own code; {@code -Dhostile.translated=N} has N of them.
   *
   * @param host takes the translated code for a machine in that memory
   */
  public static Stream<DynamicTest> sameAsInterpreted(Function<LinearMemory, CodeHost> host) {
    Stream<DynamicTest> kept = Corpus.all().stream().map(guest ->
        DynamicTest.dynamicTest(guest.name(), () -> {
          long regions = compare(host, guest.image(), guest.name());
          assertTrue(regions > 0 || !guest.name().startsWith(OWN_CODE), "nothing was translated");
        }));
    DynamicTest random = DynamicTest.dynamicTest("random programs", () -> {
      long regions = 0;
      for (long seed = 1; seed <= RANDOM_PROGRAMS; seed++) {
        GuestImage image = randomProgram(new Rng(seed));
        try {
          regions += compare(host, image, "seed " + seed);
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError(e.getMessage() + "; the guest is in " + Corpus.keepFailed(image), e);
        }
      }
      assertTrue(regions > RANDOM_PROGRAMS / 4, regions + " regions");
      System.out.println(regions + " regions of " + RANDOM_PROGRAMS + " random programs do the same translated");
    });
    return Stream.concat(kept, Stream.of(random));
  }

  private static GuestImage randomProgram(Rng rng) {
    List<Integer> words = new ArrayList<>();
    for (int i = rng.below(150); i >= 0; i--) {
      words.add(switch (rng.below(32)) {
        case 0 -> (int) rng.next();
        case 1 -> any(INSNS[rng.below(INSNS.length)], rng);
        case 2, 3, 4, 5 -> nearBranch(rng);
        default -> any(QUIET.get(rng.below(QUIET.size())), rng);
      });
    }
    List<CsrValue> csrs = new ArrayList<>();
    csrs.add(new CsrValue(Csr.MEDELEG, rng.below(2) * 0xb1ffL));
    csrs.add(new CsrValue(Csr.MIE, rng.below(2) * 0x222L));
    if (rng.below(3) == 0) {
      csrs.add(new CsrValue(Csr.SATP, 8L + rng.below(3) << 60 | RandomProgramTest.TABLES >> 12));
    }
    int mode = new int[] {0, 1, 3}[rng.below(3)];
    return RandomProgramTest.image(mode, rng.below(4) != 0, csrs, words, rng.next());
  }

  private static int any(Insn row, Rng rng) {
    return row.match() | (int) rng.next() & ~row.mask();
  }

  /** BEQ or BNE of any registers, over up to 16 instructions forth or back. */
  private static int nearBranch(Rng rng) {
    int offset = 4 * (rng.below(33) - 16);
    int immediate = (offset >> 12 & 1) << 31 | (offset >> 5 & 0x3f) << 25 | (offset >> 1 & 0xf) << 8
        | (offset >> 11 & 1) << 7;
    return immediate | (int) rng.next() & 0x1ff_9000 & ~0x6000 | 0x63;
  }

  /** Returns how many regions were translated. */
  private static long compare(Function<LinearMemory, CodeHost> host, GuestImage image, String name) {
    TranslationCounters[] counters = new TranslationCounters[1];
    Machine plain = Victim.alone(image, (machine, memory) -> { });
    Machine translated = Victim.alone(image, (machine, memory) ->
        counters[0] = machine.translate(host.apply(memory), AT_ONCE));
    compare(plain, translated, name);
    return counters[0].regions();
  }

  private static void compare(Machine plain, Machine translated, String name) {
    MachineState state = MachineState.RUNNING;
    int waits = 0;
    long end = plain.steps() + STEPS;
    while (state != MachineState.OFF && state != MachineState.FAILED
        && plain.steps() < end && waits < MAX_CALLS_WITHOUT_STEP) {
      long before = plain.steps();
      state = plain.run(SLICE);
      String where = name + " at step " + plain.steps();
      assertEquals(state, translated.run(SLICE), where);
      assertEquals(plain.quickDigest().toString(), translated.quickDigest().toString(), where);
      if (state == MachineState.IDLE) {
        plain.skipToDeadline();
        translated.skipToDeadline();
      }
      waits = plain.steps() == before ? waits + 1 : 0;
    }
    assertEquals(plain.digest().toString(), translated.digest().toString(), name);
  }

  private TranslatedGuests() {}
}
