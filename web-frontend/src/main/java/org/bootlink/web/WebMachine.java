// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import org.bootlink.board.BadConfigurationException;
import org.bootlink.board.BootPlan;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.jit.HelperMethods;
import org.bootlink.disk.BadOverlayException;
import org.bootlink.jit.TranslationCounters;
import org.bootlink.jit.TranslationPolicy;
import org.bootlink.live.LiveRunner;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.bootlink.script.BadScriptException;
import org.bootlink.script.Checkpoint;
import org.bootlink.script.Script;
import org.bootlink.script.ScriptRunner;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.Hash;
import org.bootlink.time.Clock;
import org.teavm.interop.Export;

/**
 * The one machine of this module, as the worker drives it.
 *
 * <p>Order of calls: {@link #requiredBytes}, then the worker grows the memory; {@link #attach}; {@link
 * #image} for each image, whose bytes the worker then copies to the address returned; {@link #boot}; from
 * then on {@link #run} and the others. A call that returns a failure has left its text to {@link
 * #messageCharacter}.
 */
public final class WebMachine {
  /** Kinds of image, as {@link #image} takes them. */
  private static final int FIRMWARE = 0;
  private static final int KERNEL = 1;
  private static final int INITRD = 2;

  /** Results of {@link #boot}. */
  private static final int BOOTED = 0;
  private static final int BAD_CONFIGURATION = 1;
  private static final int EMULATOR_BUG = 2;

  private static final int PAGE_BYTES = 1 << 16;

  static LinearAllocator allocator;
  static InputBuffer input;
  static OutputBuffer output;
  static Blob[] images;
  static WebDisks disks;
  static Machine machine;
  static LiveRunner runner;
  private static TranslationCounters translation;
  /** What translated code calls by the exports of the same names. */
  static HelperMethods helpers;
  private static ScriptRunner scriptRunner;
  static String message;

  private WebMachine() {}

  /** Entry point that TeaVM asks for; everything is done by the exports. */
  public static void main(String[] args) {}

  @Export(name = "minMemoryMiB")
  public static int minMemoryMiB() {
    return MachineConfig.MIN_MEMORY_MIB;
  }

  @Export(name = "maxMemoryMiB")
  public static int maxMemoryMiB() {
    return MachineConfig.MAX_MEMORY_MIB;
  }

  @Export(name = "maxHarts")
  public static int maxHarts() {
    return MachineConfig.MAX_HARTS;
  }

  @Export(name = "maxCommandLine")
  public static int maxCommandLine() {
    return MachineConfig.MAX_COMMAND_LINE;
  }

  /** Bytes of linear memory to attach for such a machine, without its images. */
  @Export(name = "requiredBytes")
  public static double requiredBytes(int memoryMiB, int harts) {
    return Machine.requiredBytes(memoryMiB, harts)
        + InputBuffer.SIZE_BYTES + OutputBuffer.SIZE_BYTES + BrowserCodeHost.SIZE_BYTES + PAGE_BYTES;
  }

  /** Gives the machine the linear memory from {@code base} on; it is all zero and nothing else uses it. */
  @Export(name = "attach")
  public static void attach(int base, int sizeBytes) {
    allocator = new LinearAllocator(LinearMemory.ofModule(base, sizeBytes));
    input = new InputBuffer(allocator);
    output = new OutputBuffer(allocator);
    images = new Blob[INITRD + 1];
    disks = new WebDisks();
  }

  /** Where the worker puts at most {@link #inputCapacity} bytes for {@link #input} and {@link #boot}. */
  @Export(name = "inputAddress")
  public static int inputAddress() {
    return input.address();
  }

  @Export(name = "inputCapacity")
  public static int inputCapacity() {
    return InputBuffer.SIZE_BYTES;
  }

  /** Reserves room for an image of {@code kind} and returns the address that its bytes belong to. */
  @Export(name = "image")
  public static int image(int kind, int length) {
    int address = allocator.allocate(length, 8);
    images[kind] = new Blob(allocator.memory(), address, length);
    return address;
  }

  /** Bytes of linear memory for each disk, on top of {@link #requiredBytes}. */
  @Export(name = "bytesPerDisk")
  public static int bytesPerDisk() {
    return WebDisks.BYTES_PER_DISK;
  }

  /**
   * Adds a disk, the next one of the worker's list. The first 32 bytes of the input buffer name its content.
   *
   * @param kept whether its changes are kept in the worker's files
   * @return as {@link #boot}
   */
  @Export(name = "disk")
  public static int disk(double sizeBytes, int readOnly, int kept) {
    return making(() -> disks.add((long) sizeBytes, readOnly != 0, input.take(Hash.BYTES), kept != 0, allocator));
  }

  /**
   * Makes the machine and switches it on.
   *
   * @param commandLineLength how much of the input buffer is the kernel command line; behind it are the SHA-256
   *     of firmware, kernel and initrd, 32 bytes each, zeros for one that is not there
   * @param epochMillis the date now, in milliseconds since 1970
   */
  @Export(name = "boot")
  public static int boot(int memoryMiB, int harts, int commandLineLength, double epochMillis,
      int seedLow, int seedHigh, int columns, int rows) {
    long seed = (long) seedHigh << 32 | seedLow & 0xffff_ffffL;
    return making(() -> {
      String commandLine = input.takeText(commandLineLength);
      byte[] hashes = input.take(commandLineLength + (INITRD + 1) * Hash.BYTES);
      MachineConfig config = new MachineConfig(memoryMiB, harts, images[FIRMWARE], images[KERNEL],
          images[INITRD], commandLine, disks.list(), (long) epochMillis * 1_000_000, seed, columns, rows);
      WebSession.begin(make(config), config, images, hashes, commandLineLength);
      goLive();
    });
  }

  static Machine make(MachineConfig config) {
    machine = new Machine(config, allocator, output);
    return machine;
  }

  /** As the above, of images that need not be there before {@link #imagesHere}. */
  static Machine make(MachineConfig config, BootPlan plan) {
    machine = new Machine(config, allocator, output, plan);
    return machine;
  }

  /**
   * Tells a machine that was made before its images came that they are in their places.
   *
   * @return as {@link #boot}
   */
  @Export(name = "imagesHere")
  public static int imagesHere() {
    return making(machine::imagesHere);
  }

  /** From now on {@link #run} runs the machine for a person. */
  static void goLive() {
    runner = new LiveRunner(machine, new BrowserClock());
  }

  /**
   * Makes the machine and switches it on, to run by a script with {@link #nextCheckpoint} instead of {@link
   * #run}.
   *
   * @param commandLineLength how much of the input buffer is the kernel command line
   * @param scriptLength how much of it, behind the command line, is the script; see Script.parse
   */
  @Export(name = "bootScript")
  public static int bootScript(int memoryMiB, int harts, int commandLineLength, int scriptLength) {
    return making(() -> {
      String text = input.takeText(commandLineLength + scriptLength);
      Script script = Script.parse(text.substring(commandLineLength));
      machine = new Machine(new MachineConfig(memoryMiB, harts, images[FIRMWARE], images[KERNEL],
          images[INITRD], text.substring(0, commandLineLength), disks.list(), Script.POWER_ON_EPOCH_NANOS,
          Script.ENTROPY_SEED, Script.COLUMNS, Script.ROWS), allocator, output);
      scriptRunner = new ScriptRunner(machine, script);
    });
  }

  /**
   * Runs to the script's next digest.
   *
   * @return 1: the message is the digest; 0: the script is over; -1: a bug in the emulator
   */
  @Export(name = "nextCheckpoint")
  public static int nextCheckpoint() {
    try {
      Checkpoint checkpoint = scriptRunner.next();
      message = checkpoint == null ? null : checkpoint.toString();
      return checkpoint == null ? 0 : 1;
    } catch (RuntimeException e) {
      message = e.toString();
      return -1;
    } finally {
      output.flush();
    }
  }

  /**
   * Copies a part of a disk, as the guest would read it, into the input buffer: 0 done, 1 not here yet, 2 failed.
   *
   * @param length at most {@link #inputCapacity}
   */
  @Export(name = "readDisk")
  public static int readDisk(int number, double position, int length) {
    return disks.list().get(number).read((long) position, allocator.memory(), input.address(), length).ordinal();
  }

  /** Writes what is in the input buffer to a disk, as the guest would: 0 done, 2 failed. */
  @Export(name = "writeDisk")
  public static int writeDisk(int number, double position, int length) {
    return disks.list().get(number).write((long) position, allocator.memory(), input.address(), length).ordinal();
  }

  /** Makes what was written to a disk durable: 0 done, 2 failed. */
  @Export(name = "flushDisk")
  public static int flushDisk(int number) {
    return disks.list().get(number).flush().ordinal();
  }

  static int making(Runnable maker) {
    try {
      maker.run();
      return BOOTED;
    } catch (BadConfigurationException | BadOverlayException | BadScriptException | BadSessionException e) {
      message = e.getMessage();
      return BAD_CONFIGURATION;
    } catch (RuntimeException e) {
      message = e.toString();
      return EMULATOR_BUG;
    }
  }

  /**
   * Has the booted machine translate hot code.
   *
   * @param slots of the table of functions
   * @param force whether all code is hot, to test with
   * @param fuses whether the browser's relaxed multiply-add rounds once
   */
  @Export(name = "translate")
  public static void translate(int slots, int force, int fuses) {
    translation = machine.translate(new BrowserCodeHost(allocator, slots, fuses != 0),
        force != 0 ? TranslationPolicy.FORCE : TranslationPolicy.ON);
  }

  /** For translated code, as all exports that its helpers name. */
  @Export(name = "computeFloat")
  public static long computeFloat(int hartBase, int operation, long a, long b, long c) {
    return helpers.computeFloat(hartBase, operation, a, b, c);
  }

  @Export(name = "execute")
  public static int execute(int hartBase) {
    return helpers.execute(hartBase);
  }

  @Export(name = "fetch")
  public static int fetch(int hartBase) {
    return helpers.fetch(hartBase);
  }

  @Export(name = "ramAddress")
  public static int ramAddress(int hartBase, long va, int access) {
    return helpers.ramAddress(hartBase, va, access);
  }

  /** One of the translator's counters, in the order of machine.js; 0 without a translator. */
  @Export(name = "translationCounter")
  public static double translationCounter(int which) {
    if (translation == null) {
      return 0;
    }
    return switch (which) {
      case 0 -> translation.modules();
      case 1 -> translation.bytes();
      case 2 -> translation.regions();
      case 3 -> translation.regionsDropped();
      case 4 -> translation.instructions();
      case 5 -> translation.entries();
      case 6 -> translation.exposures();
      case 7 -> translation.steps();
      case 8 -> translation.nanos();
      case 9 -> translation.refused();
      case 10 -> translation.tooDeep();
      case 11 -> translation.slotsInUse();
      case 12 -> translation.bytesInUse();
      default -> translation.flushes();
    };
  }

  /**
   * Has the message be why translated code was left, or what helpers executed for it: {@code reason=count},
   * one in a line, the most frequent first.
   *
   * @param assisted 0 for the former
   */
  @Export(name = "translationReasons")
  public static void translationReasons(int assisted) {
    StringBuilder lines = new StringBuilder();
    if (translation != null) {
      for (TranslationCounters.Count count : assisted == 0 ? translation.exits() : translation.assisted()) {
        lines.append(count.reason()).append('=').append(count.count()).append('\n');
      }
    }
    message = lines.toString();
  }

  /**
   * Runs for about {@code millis} and hands the output over.
   *
   * @return milliseconds until it must be called again, infinite if only input can wake the machine, or -1
   *     after a bug in the emulator
   */
  @Export(name = "run")
  public static double run(double millis) {
    try {
      if (WebSession.replaying()) {
        return WebSession.replay(millis);
      }
      long sleepNanos = runner.run((long) (millis * 1_000_000));
      WebSession.ran();
      output.flush();
      return sleepNanos == LiveRunner.UNTIL_INPUT ? Double.POSITIVE_INFINITY : sleepNanos / 1e6;
    } catch (RuntimeException e) {
      output.flush();
      message = e.toString();
      return -1;
    }
  }

  /** The first {@code length} bytes of the input buffer were typed. */
  @Export(name = "input")
  public static void input(int length) {
    runner.input(input.take(length), 0, length);
  }

  /** Whether the guest looks for what is typed, see Machine.isListening: 0 or 1. */
  @Export(name = "listens")
  public static int listens() {
    return machine.isListening() ? 1 : 0;
  }

  @Export(name = "resize")
  public static void resize(int columns, int rows) {
    runner.resize(columns, rows);
  }

  @Export(name = "reset")
  public static void reset() {
    runner.reset();
  }

  @Export(name = "pause")
  public static void pause() {
    runner.pause();
  }

  @Export(name = "resume")
  public static void resume() {
    runner.resume();
  }

  /** The machine's state as its place in the list that the worker keeps (machine.js). */
  @Export(name = "state")
  public static int state() {
    return switch (runner.state()) {
      case RUNNING -> 0;
      case IDLE -> 1;
      case WAITING_FOR_DISK -> 2;
      case OFF -> 3;
      case FAILED -> {
        message = machine.stopReason();
        yield 4;
      }
      case WAITING_FOR_IMAGES -> 5;
    };
  }

  @Export(name = "steps")
  public static double steps() {
    return machine.steps();
  }

  @Export(name = "guestMips")
  public static double guestMips() {
    return runner.guestMips();
  }

  @Export(name = "virtualSeconds")
  public static double virtualSeconds() {
    return machine.ticks() / (double) Clock.TICKS_PER_SECOND;
  }

  @Export(name = "exitCode")
  public static int exitCode() {
    return machine.exitCode();
  }

  /** UTF-16 unit {@code index} of the last message, or -1 after its end. */
  @Export(name = "messageCharacter")
  public static int messageCharacter(int index) {
    return message != null && index < message.length() ? message.charAt(index) : -1;
  }
}
