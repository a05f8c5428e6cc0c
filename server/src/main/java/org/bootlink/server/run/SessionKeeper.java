// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.bootlink.board.Machine;
import org.bootlink.replay.Recorder;
import org.bootlink.replay.Snapshot;
import org.bootlink.replay.SnapshotWriter;
import org.bootlink.server.file.AtomicFile;
import org.bootlink.session.InputEvent;
import org.bootlink.session.RecordingWriter;
import org.bootlink.session.SessionHeader;

/**
 * Keeps the session of a machine that runs in the terminal: a recording that is written as it is made, so that
 * what was recorded is readable whenever the process ends, and a snapshot at the end.
 */
public final class SessionKeeper {
  /** Where is the cursor, what are you. */
  private static final Pattern QUESTION = Pattern.compile("\u001b\\[[?>]?[0-9;]*[nc]");

  private final Path recordingFile;
  private final Path snapshotFile;
  private final Snapshot restored;
  private final SessionHeader header;

  private Machine machine;
  private Recorder recorder;
  private RecordingWriter writer;
  private FileChannel file;

  /**
   * @param header where the session begins
   * @param restored the snapshot there, or null: then it begins at power-on
   * @param recordingFile or null
   * @param snapshotFile or null
   */
  public SessionKeeper(SessionHeader header, Snapshot restored, Path recordingFile, Path snapshotFile) {
    this.header = header;
    this.restored = restored;
    this.recordingFile = recordingFile;
    this.snapshotFile = snapshotFile;
  }

  /**
   * Takes a machine that was just switched on to where the session begins.
   *
   * @param console gets what the saved machine had written
   */
  void begin(Machine newMachine, ConsoleBytes console) throws IOException {
    machine = newMachine;
    if (restored != null) {
      restored.restore(machine);
      console.write(restored.screen());
    }
    recorder = new Recorder(machine, header);
    if (recordingFile != null) {
      writer = new RecordingWriter(header);
      file = FileChannel.open(recordingFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
      recorder.listen(writer::add);
      append(writer.take());
    }
    if (restored != null) {
      machine.apply(new InputEvent.Wake(
          TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()), new SecureRandom().nextLong()));
    }
  }

  /** Between two runs: what is new goes into the file. */
  void ran() throws IOException {
    recorder.mayNoteDigest();
    if (writer != null) {
      append(writer.take());
    }
  }

  /**
   * The machine will not run any more.
   *
   * @param screen the last of what it has written
   */
  void end(byte[] screen) throws IOException {
    if (writer != null) {
      recorder.ending().forEach(writer::add);
      append(writer.finish());
      file.force(true);
      file.close();
    }
    if (snapshotFile != null) {
      SnapshotFile bytes = new SnapshotFile();
      SnapshotWriter.write(machine, header, withoutQuestions(screen), bytes);
      AtomicFile.write(snapshotFile, bytes.toBytes());
    }
  }

  /** A terminal that is shown this again would answer again. */
  private static byte[] withoutQuestions(byte[] output) {
    return QUESTION.matcher(new String(output, ISO_8859_1)).replaceAll("").getBytes(ISO_8859_1);
  }

  private void append(byte[] bytes) throws IOException {
    for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
      file.write(left);
    }
  }

  /** Where a machine's output goes. */
  @FunctionalInterface
  interface ConsoleBytes {
    void write(byte[] bytes) throws IOException;
  }
}
