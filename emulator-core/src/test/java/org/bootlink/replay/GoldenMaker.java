// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.bootlink.board.Machine;
import org.bootlink.session.Hash;
import org.bootlink.session.InputEvent;
import org.bootlink.session.SessionHeader;

/** Makes an entry of the golden corpus; see "Golden corpus" in docs/session-format.md. */
final class GoldenMaker {
  private static final long WAKE_NANOS = 1_700_000_000L * Guest.SECOND;
  private static final byte[] PASTED = "pasted while it is paused".getBytes(StandardCharsets.US_ASCII);

  private GoldenMaker() {}

  /**
   * Writes the files of an entry to the folder {@code args[0]}, which must not be there; with {@code args[1]}
   * "whole" the snapshot holds RAM whole.
   */
  public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
    Path folder = Files.createDirectory(Path.of(args[0]));
    byte[] kernel = Guest.program();
    SessionHeader header = SessionHeader.of(new SessionHeader.Configuration(Guest.MEMORY_MIB, 1, "", 0, 1, 80, 24,
        null, sha256(kernel), null, List.of()));
    Guest guest = new Guest();
    Recorder recorder = new Recorder(guest.machine, header);
    guest.type("hello, world", Guest.SECOND / 9);
    guest.live.resize(100, 30);
    guest.live(Guest.SECOND).live.pause();
    guest.live.input(PASTED, 0, PASTED.length);
    guest.live.resume();
    guest.type("quick", 3_000_000).live(Guest.SECOND);
    guest.machine.apply(new InputEvent.Reset());
    guest.type("after a reset", Guest.SECOND / 30);
    byte[] recording = recorder.recording("golden", "from power-on", 0).toBytes();

    byte[] snapshot = guest.save(header, args.length > 1 && args[1].equals("whole"));
    Recorder later = recorderFrom(guest.machine, header, sha256(snapshot));
    guest.machine.apply(new InputEvent.Wake(WAKE_NANOS, 99));
    guest.type("after a snapshot", Guest.SECOND / 5);

    Files.write(folder.resolve("kernel"), kernel);
    Files.write(folder.resolve("recording"), recording);
    Files.write(folder.resolve("snapshot"), snapshot);
    Files.write(folder.resolve("later"), later.recording("golden", "from the snapshot", 0).toBytes());
  }

  private static Recorder recorderFrom(Machine machine, SessionHeader header, Hash snapshot) {
    return new Recorder(machine, header.from(machine.steps(), snapshot));
  }

  private static Hash sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return new Hash(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
