// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Arrays;
import java.util.List;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.board.MachineState;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.bootlink.session.InputEvent;

/**
 * Linux of the default machine, at its console. Idle time passes at once and nothing looks at the host's
 * clock, so every run of a test is the same.
 */
public final class Guest {
  private static final int MEMORY_MIB = 256;
  private static final long SLICE_STEPS = 1 << 20;
  /** Booting takes about 40 million. */
  private static final long MAX_STEPS_PER_COMMAND = 4_000_000_000L;
  private static final String PROMPT_START = "root@bootlink:";
  private static final String PROMPT_END = "# ";
  /** The shell's line editor asks where the cursor is, and does without an answer. */
  private static final String CURSOR_POSITION_QUERY = "\u001b[6n";

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final Machine machine;

  /** A machine switched on. */
  Guest(int harts, BlockStore... disks) {
    this(harts, new byte[0], disks);
  }

  private Guest(int harts, byte[] addedInitrd, BlockStore... disks) {
    byte[] firmware = image("opensbi-rv64-fw_dynamic.bin");
    byte[] kernel = image("linux-rv64.Image");
    byte[] initrd = concatenated(image("busybox-rv64.cpio"), addedInitrd);
    long bytes = Machine.requiredBytes(MEMORY_MIB, harts)
        + firmware.length + kernel.length + initrd.length + 64;
    LinearAllocator allocator = new LinearAllocator(LinearMemory.onHeap(Math.toIntExact(bytes)));
    MachineConfig config = new MachineConfig(MEMORY_MIB, harts, Blob.of(allocator, firmware),
        Blob.of(allocator, kernel), Blob.of(allocator, initrd), "console=ttyS0 quiet no4lvl",
        List.of(disks), 0, 1, 80, 24);
    machine = new Machine(config, allocator, console::write);
  }

  /** A machine at its shell. */
  static Guest booted(int harts, BlockStore... disks) {
    Guest guest = new Guest(harts, disks);
    guest.awaitPrompt();
    return guest;
  }

  /** The same with one more image's files in its root. */
  public static Guest bootedWith(String initrdName, int harts, BlockStore... disks) {
    Guest guest = new Guest(harts, image(initrdName), disks);
    guest.awaitPrompt();
    return guest;
  }

  Machine machine() {
    return machine;
  }

  /** From now on a second of the guest's is this many steps. */
  public void setClockRate(long stepsPerSecond) {
    machine.apply(new InputEvent.ClockRate(stepsPerSecond));
  }

  public void type(String text) {
    machine.apply(new InputEvent.ConsoleInput(text.getBytes(ISO_8859_1)));
  }

  /** The terminal's window changes its size. */
  void resize(int columns, int rows) {
    machine.apply(new InputEvent.ConsoleResize(columns, rows));
  }

  /** Runs until {@code steps} steps are done since power-on, {@code slice} at a time. */
  void advanceTo(long steps, long slice) {
    while (machine.steps() < steps) {
      if (!passIdleTime(machine.run(Math.min(slice, steps - machine.steps())))) {
        fail("stopped: " + machine.stopReason() + " after: " + screen());
      }
    }
  }

  /** Types {@code command}, shorter than a line, and Enter; returns its output, lines ending in newlines. */
  public String run(String command) {
    return run(command, MAX_STEPS_PER_COMMAND);
  }

  /** The same for commands that take up to {@code maxSteps} steps. */
  public String run(String command, long maxSteps) {
    type(command + "\n");
    String output = awaitPrompt(maxSteps);
    return output.substring(output.indexOf('\n') + 1);
  }

  /** Runs until the shell asks for a command; returns what appeared before the prompt. */
  public String awaitPrompt() {
    return awaitPrompt(MAX_STEPS_PER_COMMAND);
  }

  private String awaitPrompt(long maxSteps) {
    long end = machine.steps() + maxSteps;
    while (machine.steps() < end) {
      MachineState state = machine.run(SLICE_STEPS);
      int prompt = screen().lastIndexOf(PROMPT_START);
      if (prompt >= 0 && screen().endsWith(PROMPT_END) && screen().indexOf('\n', prompt) < 0) {
        String output = screen().substring(0, prompt);
        console.reset();
        return output;
      }
      if (!passIdleTime(state)) {
        return fail(state + ", " + machine.stopReason() + ", after: " + screen());
      }
    }
    return fail("no prompt after: " + screen());
  }

  /** Runs until the machine is off or has failed. */
  MachineState awaitEnd() {
    long end = machine.steps() + MAX_STEPS_PER_COMMAND;
    while (machine.steps() < end) {
      MachineState state = machine.run(SLICE_STEPS);
      if (state == MachineState.OFF || state == MachineState.FAILED) {
        return state;
      }
      if (!passIdleTime(state)) {
        break;
      }
    }
    return fail("still on: " + screen());
  }

  /** What the console shows since the last prompt. */
  String screen() {
    return console.toString(ISO_8859_1).replace("\r", "").replace(CURSOR_POSITION_QUERY, "");
  }

  /** MD5 as {@code md5sum} prints it. */
  static String md5(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns false if nothing will ever happen without input. */
  private boolean passIdleTime(MachineState state) {
    if (state == MachineState.IDLE && machine.idleDeadlineTicks() != Long.MAX_VALUE) {
      machine.skipToDeadline();
      return true;
    }
    return state == MachineState.RUNNING || state == MachineState.WAITING_FOR_DISK;
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] image(String name) {
    try (InputStream in = Guest.class.getResourceAsStream("/org/bootlink/images/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
