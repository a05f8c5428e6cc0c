// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.board.MachineState;
import org.bootlink.hart.Hart;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.bootlink.session.InputEvent;
import org.bootlink.testing.CodeHosts;

/**
 * Boots Linux twice, once translated, and compares registers often and all state now and then.
 *
 * <pre>
 * LinuxLockstep folder million-steps harts sample-period samples-until-hot [command ...]
 * </pre>
 *
 * <p>{@code folder} is that of the project's images. Each command is typed when the machine next idles at a
 * prompt. Fails unless all of them were.
 */
public final class LinuxLockstep {
  private static final int MEMORY_MIB = 64;
  private static final String PROMPT = "# ";
  /** With it the shell asks the terminal for the cursor's place, behind its prompt. */
  private static final String CURSOR_QUESTION = "\033[6n";
  private static final String CURSOR_ANSWER = "\033[24;5R";
  /** Not a multiple of anything. */
  private static final long SLICE = 199_999;
  private static final int SLICES_PER_DIGEST = 32;

  private final LinearMemory memory;
  private final Machine machine;
  private final StringBuilder console = new StringBuilder();

  private LinuxLockstep(Path folder, int harts) throws Exception {
    byte[][] images = new byte[][] {Files.readAllBytes(folder.resolve("opensbi-rv64-fw_dynamic.bin")),
        Files.readAllBytes(folder.resolve("linux-rv64.Image")),
        Files.readAllBytes(folder.resolve("busybox-rv64.cpio"))};
    long size = Machine.requiredBytes(MEMORY_MIB, harts) + 4096;
    for (byte[] image : images) {
      size += image.length;
    }
    memory = LinearMemory.onHeap((int) size);
    LinearAllocator allocator = new LinearAllocator(memory);
    MachineConfig config = new MachineConfig(MEMORY_MIB, harts, Blob.of(allocator, images[0]),
        Blob.of(allocator, images[1]), Blob.of(allocator, images[2]), "console=ttyS0 quiet", List.of(),
        1_763_747_000_000_000_000L, 42, 80, 24);
    machine = new Machine(config, allocator, value -> console.append((char) value));
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    long end = Long.parseLong(args[1]) * 1_000_000;
    int harts = Integer.parseInt(args[2]);
    LinuxLockstep plain = new LinuxLockstep(folder, harts);
    LinuxLockstep other = new LinuxLockstep(folder, harts);
    TranslationCounters counters = other.machine.translate(CodeHosts.make(other.memory),
        new TranslationPolicy(Integer.parseInt(args[3]), Integer.parseInt(args[4]), 4, 2, 10));
    int command = 5;
    int slices = 0;
    while (plain.machine.steps() < end) {
      MachineState state = plain.machine.run(SLICE);
      require(state == other.machine.run(SLICE), "state", plain);
      compare(plain, other, harts);
      if (++slices % SLICES_PER_DIGEST == 0) {
        compareDigests(plain, other);
      }
      if (state == MachineState.IDLE && command < args.length && plain.isAtPrompt()) {
        byte[] bytes = (CURSOR_ANSWER + args[command++] + "\n").getBytes();
        plain.machine.apply(new InputEvent.ConsoleInput(bytes));
        other.machine.apply(new InputEvent.ConsoleInput(bytes));
      } else if (state == MachineState.IDLE) {
        plain.machine.skipToDeadline();
        other.machine.skipToDeadline();
      } else if (state != MachineState.RUNNING) {
        break;
      }
    }
    compareDigests(plain, other);
    if (command < args.length) {
      throw new AssertionError("not typed until the end: " + args[command]);
    }
    System.out.println(plain.console);
    System.out.println("equal at " + plain.machine.steps() + " steps; " + counters.regions() + " regions, "
        + counters.instructions() + " instructions, " + counters.entries() + " entries, "
        + counters.regionsDropped() + " dropped, " + counters.steps() + " steps translated; left for "
        + counters.exits() + "; assisted " + counters.assisted());
  }

  private boolean isAtPrompt() {
    return console.toString().endsWith(PROMPT + CURSOR_QUESTION);
  }

  private static void compare(LinuxLockstep plain, LinuxLockstep other, int harts) {
    require(plain.machine.steps() == other.machine.steps(), "steps", plain);
    require(plain.machine.ticks() == other.machine.ticks(), "ticks", plain);
    for (int i = 0; i < harts; i++) {
      Hart a = plain.machine.hart(i);
      Hart b = other.machine.hart(i);
      require(a.pc() == b.pc(), "pc", plain);
      require(a.privilege() == b.privilege(), "privilege", plain);
      for (int register = 0; register < 32; register++) {
        require(a.x(register) == b.x(register), "x" + register, plain);
        require(a.f(register) == b.f(register), "f" + register, plain);
      }
    }
    require(plain.console.toString().contentEquals(other.console), "console", plain);
  }

  private static void compareDigests(LinuxLockstep plain, LinuxLockstep other) {
    String expected = plain.machine.digest().toString();
    String actual = other.machine.digest().toString();
    require(expected.equals(actual), expected + "\nis not\n" + actual + "\nand", plain);
  }

  private static void require(boolean equal, String what, LinuxLockstep plain) {
    if (!equal) {
      System.out.println(plain.console);
      throw new AssertionError(what + " differs at " + plain.machine.steps() + " steps");
    }
  }
}
