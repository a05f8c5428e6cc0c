// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bootlink.board.BadConfigurationException;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.board.MachineState;
import org.bootlink.live.LiveRunner;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/**
 * A machine that runs in real time, takes its input from a queue and writes its output to a stream. While
 * the guest waits, so does the thread.
 */
public final class HeadlessRunner {
  /** How long the machine runs before the queue is looked at and the output written. */
  private static final long SLICE_NANOS = 5_000_000;
  /** Room for the images' alignment. */
  private static final long SLACK_BYTES = 4096;
  private static final long MAX_LINEAR_BYTES = Integer.MAX_VALUE - (1 << 20);

  private final InputQueue input;
  private final OutputBuffer output;
  private final Machine machine;
  private final LiveRunner live;
  private final Deque<HostEvent> held = new ArrayDeque<>();
  private QuietGate gate;

  /**
   * How it ended.
   *
   * @param status exit status: 0 off or quit, the guest's own failure code, or 1
   * @param message why, if the status is not 0; else null
   */
  public record Outcome(int status, String message) {}

  /**
   * Makes the machine, ready to start.
   *
   * @throws BadConfigurationException if it can't be made as asked
   */
  public HeadlessRunner(BootRequest request, InputQueue input, OutputStream output) {
    this.input = input;
    this.output = new OutputBuffer(output);
    LinearAllocator allocator = new LinearAllocator(allocate(request));
    MachineConfig config =
        new MachineConfig(
            request.memoryMiB(),
            request.harts(),
            blob(allocator, request.firmware()),
            blob(allocator, request.kernel()),
            blob(allocator, request.initrd()),
            request.commandLine(),
            request.disks(),
            request.powerOnEpochNanos(),
            request.entropySeed(),
            request.columns(),
            request.rows());
    machine = new Machine(config, allocator, this.output::write);
    live = new LiveRunner(machine, System::nanoTime);
  }

  /** Has input that is there from the start wait until the guest is ready to take it. */
  public void holdInputUntilQuiet() {
    gate = new QuietGate();
  }

  /**
   * Runs until the guest powers off or fails, or {@link HostEvent.Quit} comes.
   *
   * @throws IOException if the output can't be written
   */
  public Outcome run() throws IOException, InterruptedException {
    long pauseNanos = 0;
    while (true) {
      for (HostEvent event = input.poll(pauseNanos); event != null; event = input.poll(0)) {
        if (event instanceof HostEvent.Quit) {
          return new Outcome(0, null);
        }
        take(event);
      }
      pauseNanos = live.run(SLICE_NANOS);
      boolean wrote = output.flush();
      if (gate != null) {
        pauseNanos = Math.min(pauseNanos, watch(wrote, pauseNanos == 0));
      }
      MachineState state = live.state();
      if (state == MachineState.OFF) {
        return new Outcome(0, null);
      }
      if (state == MachineState.FAILED) {
        return new Outcome(failureStatus(machine.exitCode()), machine.stopReason());
      }
    }
  }

  /** Instructions a second that the guest has been given lately, in millions. */
  public double guestMips() {
    return live.guestMips();
  }

  /** Lets go of held input if it is time; else says when to look again. */
  private long watch(boolean wrote, boolean busy) {
    long now = System.nanoTime();
    gate.sliceEnded(now, wrote, busy);
    if (!gate.isOpen(now)) {
      return gate.pauseNanos(now);
    }
    gate = null;
    held.forEach(this::take);
    held.clear();
    return 0;
  }

  private void take(HostEvent event) {
    if (gate != null && event instanceof HostEvent.Input) {
      held.add(event);
    } else if (event instanceof HostEvent.Input typed) {
      live.input(typed.bytes(), 0, typed.bytes().length);
    } else if (event instanceof HostEvent.Resize size) {
      live.resize(size.columns(), size.rows());
    }
  }

  /** The guest's code as far as an exit status can tell it, but never 0. */
  private static int failureStatus(int code) {
    int status = code & 0xff;
    return status == 0 ? 1 : status;
  }

  private static LinearMemory allocate(BootRequest request) {
    // The ranges are MachineConfig's to check; here they only have to be harmless.
    int memoryMiB = Math.max(1, Math.min(request.memoryMiB(), MachineConfig.MAX_MEMORY_MIB));
    int harts = Math.max(1, Math.min(request.harts(), MachineConfig.MAX_HARTS));
    long bytes = Machine.requiredBytes(memoryMiB, harts) + SLACK_BYTES
        + length(request.firmware()) + length(request.kernel()) + length(request.initrd());
    if (bytes > MAX_LINEAR_BYTES) {
      throw new BadConfigurationException("the images and " + memoryMiB + " MiB of memory need "
          + bytes + " bytes together, possible are " + MAX_LINEAR_BYTES);
    }
    try {
      return LinearMemory.onHeap((int) bytes);
    } catch (OutOfMemoryError e) {
      throw new BadConfigurationException("a machine with " + memoryMiB + " MiB needs more memory than Java"
          + " has; give it more with java -Xmx" + (bytes / (1 << 20) + 128) + "m");
    }
  }

  private static long length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static Blob blob(LinearAllocator allocator, byte[] bytes) {
    return bytes == null ? null : Blob.of(allocator, bytes);
  }
}
