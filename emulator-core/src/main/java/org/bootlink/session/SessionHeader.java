// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.state.BadStateException;
import org.bootlink.state.ByteReader;
import org.bootlink.state.ByteWriter;

/**
 * Which machine a session is of, and what people want to know of it.
 *
 * @param engineVersion see {@link EngineVersion}
 * @param machine what it is made from
 * @param startSteps where it begins: 0 at power-on, else the step of a snapshot
 * @param snapshot the file of that snapshot; null at power-on, and in a snapshot's own header
 * @param createdMillis since 1970, or 0 if that is not told
 * @param title at most {@link #MAX_TITLE_BYTES} of UTF-8
 * @param note at most {@link #MAX_NOTE_BYTES} of UTF-8
 */
public record SessionHeader(
    int engineVersion, Configuration machine, long startSteps, Hash snapshot, long createdMillis, String title,
    String note) {
  public static final int MAX_TITLE_BYTES = 200;
  public static final int MAX_NOTE_BYTES = 4000;

  private static final int MAX_COMMAND_LINE_BYTES = 4096;
  private static final int MAX_DISKS = 16;
  private static final int MAX_MEMORY_MIB = 1 << 20;
  private static final int MAX_HARTS = 4096;
  private static final int MAX_TERMINAL = 65_535;

  /** A disk: what it held at power-on. */
  public record Disk(boolean readOnly, Hash contents) {}

  /**
   * What a machine is made from, with its images and disks by their hashes.
   *
   * @param firmware or null; so are kernel and initrd
   */
  public record Configuration(
      int memoryMiB, int harts, String commandLine, long powerOnEpochNanos, long entropySeed, int columns,
      int rows, Hash firmware, Hash kernel, Hash initrd, List<Disk> disks) {}

  /** A session of this engine that begins at power-on. */
  public static SessionHeader of(Configuration machine) {
    return new SessionHeader(EngineVersion.CURRENT, machine, 0, null, 0, "", "");
  }

  public SessionHeader from(long steps, Hash snapshotFile) {
    return new SessionHeader(engineVersion, machine, steps, snapshotFile, createdMillis, title, note);
  }

  public SessionHeader named(String newTitle, String newNote, long millis) {
    return new SessionHeader(engineVersion, machine, startSteps, snapshot, millis, newTitle, newNote);
  }

  public void write(ByteWriter to, boolean isRecording) {
    to.unsigned(engineVersion);
    to.unsigned(machine.memoryMiB);
    to.unsigned(machine.harts);
    to.text(machine.commandLine);
    to.signed(machine.powerOnEpochNanos);
    to.i64(machine.entropySeed);
    to.unsigned(machine.columns);
    to.unsigned(machine.rows);
    Hash[] images = {machine.firmware, machine.kernel, machine.initrd};
    int there = 0;
    for (int i = 0; i < images.length; i++) {
      there |= images[i] == null ? 0 : 1 << i;
    }
    to.u8(there);
    for (Hash image : images) {
      if (image != null) {
        to.bytes(image.bytes(), 0, Hash.BYTES);
      }
    }
    to.unsigned(machine.disks.size());
    for (Disk disk : machine.disks) {
      to.u8(disk.readOnly ? 1 : 0);
      to.bytes(disk.contents.bytes(), 0, Hash.BYTES);
    }
    to.unsigned(startSteps);
    if (startSteps != 0 && isRecording) {
      to.bytes(snapshot.bytes(), 0, Hash.BYTES);
    }
    to.signed(createdMillis);
    to.text(title);
    to.text(note);
  }

  /** @throws BadStateException if it is none */
  public static SessionHeader read(ByteReader from, boolean isRecording) {
    int engineVersion = from.count("engine version", Integer.MAX_VALUE);
    int memoryMiB = from.count("memory in MiB", MAX_MEMORY_MIB);
    int harts = from.count("harts", MAX_HARTS);
    String commandLine = from.text(MAX_COMMAND_LINE_BYTES);
    long epochNanos = from.signed();
    long seed = from.i64();
    int columns = from.count("columns", MAX_TERMINAL);
    int rows = from.count("rows", MAX_TERMINAL);
    int there = from.u8();
    if (there > 7) {
      throw new BadStateException("images that this version does not know");
    }
    Hash firmware = (there & 1) != 0 ? hash(from) : null;
    Hash kernel = (there & 2) != 0 ? hash(from) : null;
    Hash initrd = (there & 4) != 0 ? hash(from) : null;
    List<Disk> disks = new ArrayList<>();
    for (int left = from.count("disks", MAX_DISKS); left > 0; left--) {
      disks.add(new Disk((from.u8() & 1) != 0, hash(from)));
    }
    long startSteps = from.unsigned();
    if (startSteps < 0 || startSteps > Entry.MAX_STEPS) {
      throw new BadStateException("it begins at step " + Long.toUnsignedString(startSteps));
    }
    Hash snapshot = startSteps != 0 && isRecording ? hash(from) : null;
    long createdMillis = from.signed();
    String title = from.text(MAX_TITLE_BYTES);
    String note = from.text(MAX_NOTE_BYTES);
    from.requireEnd();
    Configuration machine = new Configuration(memoryMiB, harts, commandLine, epochNanos, seed, columns, rows,
        firmware, kernel, initrd, List.copyOf(disks));
    return new SessionHeader(engineVersion, machine, startSteps, snapshot, createdMillis, title, note);
  }

  private static Hash hash(ByteReader from) {
    return new Hash(from.bytes(Hash.BYTES));
  }
}
