// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.memory.Blob;
import org.bootlink.replay.PromptBoot;
import org.bootlink.replay.Recorder;
import org.bootlink.replay.Replay;
import org.bootlink.replay.Snapshot;
import org.bootlink.replay.SnapshotWriter;
import org.bootlink.replay.Timeline;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.Entry;
import org.bootlink.session.Hash;
import org.bootlink.session.InputEvent;
import org.bootlink.session.Recording;
import org.bootlink.session.SessionHeader;
import org.bootlink.state.ByteSource;
import org.teavm.interop.Export;

/**
 * The machine's session, as the worker asks for it: what is recorded, snapshots, and replays.
 *
 * <p>A file comes in by {@link #addBytes} (recordings) or to the address that {@link #snapshotFile} gives; it
 * goes out by Host.fileBytes. After {@link WebMachine#attach} and the images, {@link #bootSnapshot} or {@link
 * #bootReplay} take the place of {@link WebMachine#boot}.
 */
public final class WebSession {
  /** For {@link #recording}: all, without a digest. */
  private static final int UNFINISHED = -2;
  /** Of keyframes, on the browser's heap. */
  private static final long MAX_TIMELINE_BYTES = 96 << 20;
  private static final int ENTRY_TIME_BYTES = 2 * Long.BYTES;

  private static Recorder recorder;
  private static Replay replay;
  private static ReplayPacer pacer;
  private static Timeline timeline;
  private static Blob snapshot;
  private static byte[] screen = {};
  private static ByteArrayOutputStream incoming = new ByteArrayOutputStream();
  private static long endTicks;
  /** When each thing typed comes, as far as the recording tells without being replayed. */
  private static long[] marks = {};
  private static long lastTicks = Long.MAX_VALUE;
  private static long lastSteps = Long.MAX_VALUE;

  private WebSession() {}

  /**
   * Records the machine that {@link WebMachine} has just made and switched on.
   *
   * @param hashes from {@code at} on, the SHA-256 of each image
   */
  static void begin(Machine machine, MachineConfig config, Blob[] images, byte[] hashes, int at) {
    Hash[] known = new Hash[images.length];
    for (int i = 0; i < images.length; i++) {
      known[i] = images[i] == null ? null : hash(hashes, at + i * Hash.BYTES);
    }
    recorder = new Recorder(machine, SessionHeader.of(new SessionHeader.Configuration(config.memoryMiB(),
        config.harts(), config.commandLine(), config.powerOnEpochNanos(), config.entropySeed(),
        config.columns(), config.rows(), known[0], known[1], known[2],
        WebMachine.disks.named())));
  }

  /** Between two runs of a live machine. */
  static void ran() {
    recorder.mayNoteDigest();
  }

  static boolean replaying() {
    return replay != null;
  }

  /** The next {@code length} bytes of a recording, from the input buffer. */
  @Export(name = "addBytes")
  public static void addBytes(int length) {
    byte[] bytes = WebMachine.input.take(length);
    incoming.write(bytes, 0, length);
  }

  /** Reserves room for a snapshot's file and returns the address that its bytes belong to. */
  @Export(name = "snapshotFile")
  public static int snapshotFile(int length) {
    int address = WebMachine.allocator.allocate(length, 8);
    snapshot = new Blob(WebMachine.allocator.memory(), address, length);
    return address;
  }

  /**
   * Makes the machine that was saved, and wakes it. Its session begins here, at the snapshot whose SHA-256 is in
   * the input buffer.
   *
   * @param imagesHere 0 if the images may come later, which the snapshot must allow (Snapshot.plan)
   * @param epochMillis the date now, in milliseconds since 1970
   */
  @Export(name = "bootSnapshot")
  public static int bootSnapshot(int imagesHere, double epochMillis, int seedLow, int seedHigh) {
    return WebMachine.making(() -> {
      Hash file = hash(WebMachine.input.take(Hash.BYTES), 0);
      Snapshot saved = Snapshot.read(snapshot);
      Machine machine = restored(saved, imagesHere != 0);
      screen = saved.screen();
      recorder = new Recorder(machine, saved.header().from(machine.steps(), file));
      wake(machine, epochMillis, seedLow, seedHigh);
      WebMachine.goLive();
    });
  }

  /**
   * Makes the machine that was saved, and wakes it; its session goes on.
   *
   * @param imagesHere as for {@link #bootSnapshot}
   * @param recordingLength of the session until the snapshot; the rest of what was added are steps and ticks of
   *     its entries, as 64-bit integers in turn, the lowest byte first
   */
  @Export(name = "bootResumed")
  public static int bootResumed(
      int imagesHere, int recordingLength, double epochMillis, int seedLow, int seedHigh) {
    return WebMachine.making(() -> {
      byte[] bytes = takeBytes();
      Recording past = Recording.read(ByteSource.of(Arrays.copyOf(bytes, recordingLength)));
      ByteSource times = ByteSource.of(Arrays.copyOfRange(bytes, recordingLength, bytes.length));
      Machine machine = restored(Snapshot.read(snapshot), imagesHere != 0);
      recorder = new Recorder(machine, past.header());
      int count = Math.min(times.length() / ENTRY_TIME_BYTES, past.entries().size());
      for (int i = 0; i < count; i++) {
        int at = i * ENTRY_TIME_BYTES;
        recorder.restore(past.entries().get(i), times.i64(at), times.i64(at + Long.BYTES));
      }
      wake(machine, epochMillis, seedLow, seedHigh);
      WebMachine.goLive();
    });
  }

  private static Machine restored(Snapshot saved, boolean imagesHere) {
    MachineConfig config = config(saved.header());
    Machine machine = saved.plan() == null ? WebMachine.make(config) : WebMachine.make(config, saved.plan());
    if (imagesHere) {
      machine.imagesHere();
    }
    saved.restore(machine);
    return machine;
  }

  private static void wake(Machine machine, double epochMillis, int seedLow, int seedHigh) {
    long seed = (long) seedHigh << 32 | seedLow & 0xffff_ffffL;
    machine.apply(new InputEvent.Wake((long) epochMillis * 1_000_000, seed));
  }

  /**
   * Makes the machine that was recorded, from the snapshot where the recording begins at one. If that is not
   * there, it may be a shipped one of before, which a boot makes anew.
   */
  @Export(name = "bootReplay")
  public static int bootReplay() {
    return WebMachine.making(() -> {
      Recording recording = Recording.read(ByteSource.of(takeBytes()));
      Machine machine;
      if (snapshot == null) {
        machine = WebMachine.make(config(recording.header()));
        if (recording.header().startSteps() != 0) {
          if (!PromptBoot.reach(machine, recording.header())) {
            throw new BadSessionException("the session begins at a snapshot that is not there");
          }
          screen = WebMachine.output.take();
        }
      } else {
        Snapshot saved = Snapshot.read(snapshot);
        machine = restored(saved, true);
        screen = saved.screen();
      }
      replay = new Replay(machine, recording);
      recorder = replay.recorder();
      pacer = new ReplayPacer(machine, replay, new BrowserClock());
      timeline = new Timeline(machine, replay, MAX_TIMELINE_BYTES, WebMachine.output::totalBytes);
      Entry.End end = recording.end();
      endTicks = end == null ? 0 : end.ticks();
      marks = marks(recording);
      WebMachine.goLive();
    });
  }

  /** Makes the machine live from here; what was replayed stays the beginning of its session. */
  @Export(name = "takeOver")
  public static void takeOver(double epochMillis, int seedLow, int seedHigh) {
    replay = null;
    timeline = null;
    wake(WebMachine.machine, epochMillis, seedLow, seedHigh);
    WebMachine.goLive();
  }

  /** As WebMachine.run does for a live machine. */
  static double replay(double millis) {
    double sleep = pacer.run(millis, lastTicks, lastSteps);
    WebMachine.output.flush();
    timeline.mayTake();
    return sleep;
  }

  /**
   * Replays from here on at so many times the original speed, 0 for as fast as it goes. If it is to stop at a
   * moment, it goes to a keyframe before that first, unless it is on the way already.
   *
   * @param toTicks where to stop; negative for the session's end
   * @param toSteps where to stop; negative for the session's end
   * @return how many bytes the machine had put out at that keyframe; -1 if there was no need to go to one
   */
  @Export(name = "replayTo")
  public static double replayTo(int speed, double toTicks, double toSteps) {
    lastTicks = toTicks < 0 ? Long.MAX_VALUE : (long) toTicks;
    lastSteps = toSteps < 0 ? Long.MAX_VALUE : (long) toSteps;
    boolean somewhere = lastTicks != Long.MAX_VALUE || lastSteps != Long.MAX_VALUE;
    long outputBytes = somewhere ? timeline.approach(lastSteps, lastTicks) : -1;
    if (outputBytes >= 0) {
      WebMachine.output.moved(outputBytes);
    }
    pacer.start(speed, WebMachine.machine.ticks());
    return outputBytes;
  }

  @Export(name = "markCount")
  public static int markCount() {
    return marks.length;
  }

  /** Virtual time of a thing typed in the recording that is replayed. */
  @Export(name = "mark")
  public static double mark(int index) {
    return marks[index];
  }

  private static long[] marks(Recording recording) {
    long[] found = new long[recording.entries().size()];
    int count = 0;
    long ticks = 0;
    for (Entry entry : recording.entries()) {
      if (entry instanceof Entry.Input input && input.event() instanceof InputEvent.IdleUntil until) {
        ticks = until.ticks();
      } else if (isTyped(entry)) {
        found[count++] = ticks;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** 0 there is more to replay, 1 the end was reached, 2 the machine is another one: the message says how. */
  @Export(name = "replayState")
  public static int replayState() {
    return switch (pacer.state()) {
      case ENDED -> 1;
      case DIVERGED -> {
        WebMachine.message = replay.divergence();
        yield 2;
      }
      default -> 0;
    };
  }

  /** Digests that were equal so far. */
  @Export(name = "replayVerified")
  public static int replayVerified() {
    return replay.verified();
  }

  @Export(name = "ticks")
  public static double ticks() {
    return WebMachine.machine.ticks();
  }

  /** Virtual time at the recording's end, or 0 if it was cut off. */
  @Export(name = "replayEndTicks")
  public static double replayEndTicks() {
    return endTicks;
  }

  /** How many entries are recorded so far. */
  @Export(name = "entryCount")
  public static int entryCount() {
    return recorder.entries().size();
  }

  @Export(name = "entrySteps")
  public static double entrySteps(int index) {
    return recorder.entries().get(index).steps();
  }

  /** Virtual time of a recorded entry. */
  @Export(name = "entryTicks")
  public static double entryTicks(int index) {
    return recorder.ticksOf(index);
  }

  private static boolean isTyped(Entry entry) {
    return entry instanceof Entry.Input input && input.event() instanceof InputEvent.ConsoleInput;
  }

  /**
   * Hands over a recording. Title and note are in the input buffer, in UTF-8.
   *
   * @param inputs how many of the things typed until now to keep; negative for all, which takes a digest of the
   *     whole machine, unless a recording has been added that only gets another title and note; {@link
   *     #UNFINISHED}
   */
  @Export(name = "recording")
  public static int recording(int titleLength, int noteLength, int inputs, double createdMillis) {
    return WebMachine.making(() -> {
      WebMachine.disks.requireSharable();
      byte[] words = WebMachine.input.take(titleLength + noteLength);
      String title = new String(words, 0, titleLength, StandardCharsets.UTF_8);
      String note = new String(words, titleLength, noteLength, StandardCharsets.UTF_8);
      byte[] bytes = recording(takeBytes(), title, note, inputs, (long) createdMillis).toBytes();
      new SessionBytes(WebMachine.input).bytes(bytes);
    });
  }

  private static Recording recording(byte[] made, String title, String note, int inputs, long createdMillis) {
    int entries = inputs == UNFINISHED ? recorder.entries().size() : entriesWith(inputs);
    if (entries >= 0) {
      return recorder.recordingOfFirst(entries, title, note, createdMillis);
    }
    if (made.length > 0) {
      Recording whole = Recording.read(ByteSource.of(made));
      SessionHeader header = whole.header().named(title, note, createdMillis);
      return new Recording(header, whole.entries(), whole.complete());
    }
    return recorder.recording(title, note, createdMillis);
  }

  /** Entries before the one that types for the {@code inputs + 1}st time; -1 if there is none. */
  private static int entriesWith(int inputs) {
    int typed = 0;
    for (int i = 0; inputs >= 0 && i < recorder.entries().size(); i++) {
      if (isTyped(recorder.entries().get(i)) && typed++ == inputs) {
        return i;
      }
    }
    return -1;
  }

  /** Hands over a snapshot of the machine as it is; what was added is what to write to a terminal with it. */
  @Export(name = "saveSnapshot")
  public static int saveSnapshot() {
    return WebMachine.making(() -> {
      WebMachine.disks.requireSharable();
      SnapshotWriter.write(WebMachine.machine, recorder.header(), takeBytes(), new SessionBytes(WebMachine.input));
    });
  }

  /** Hands over what the snapshot that the machine was made from wants written to a terminal. */
  @Export(name = "snapshotScreen")
  public static int snapshotScreen() {
    return WebMachine.making(() -> new SessionBytes(WebMachine.input).bytes(screen));
  }

  private static MachineConfig config(SessionHeader header) {
    SessionHeader.Configuration machine = header.machine();
    return new MachineConfig(machine.memoryMiB(), machine.harts(), WebMachine.images[0], WebMachine.images[1],
        WebMachine.images[2], machine.commandLine(), WebMachine.disks.list(), machine.powerOnEpochNanos(),
        machine.entropySeed(), machine.columns(), machine.rows());
  }

  static Hash hash(byte[] bytes, int at) {
    byte[] hash = new byte[Hash.BYTES];
    System.arraycopy(bytes, at, hash, 0, Hash.BYTES);
    return new Hash(hash);
  }

  private static byte[] takeBytes() {
    byte[] bytes = incoming.toByteArray();
    incoming.reset();
    return bytes;
  }
}
