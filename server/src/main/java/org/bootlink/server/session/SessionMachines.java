// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.session;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bootlink.board.Machine;
import org.bootlink.host.BlockStore;
import org.bootlink.host.ConsoleSink;
import org.bootlink.replay.Snapshot;
import org.bootlink.server.UserException;
import org.bootlink.server.images.Image;
import org.bootlink.server.images.ImageLibrary;
import org.bootlink.server.run.BootRequest;
import org.bootlink.server.run.BootSnapshot;
import org.bootlink.server.run.MachineMaker;
import org.bootlink.server.site.Hashes;
import org.bootlink.session.Hash;
import org.bootlink.session.SessionHeader;

/** Makes the machines that sessions are of, from the images that are here. */
public final class SessionMachines {
  private final ImageLibrary library;
  private final List<Path> snapshotFiles;

  /** @param snapshotFiles snapshots that sessions may begin at, besides the shipped one */
  public SessionMachines(ImageLibrary library, List<Path> snapshotFiles) {
    this.library = library;
    this.snapshotFiles = snapshotFiles;
  }

  /**
   * What to boot for {@code header}.
   *
   * @param disks what the machine's disks hold, in order
   */
  public BootRequest request(SessionHeader header, List<BlockStore> disks)
      throws IOException, MissingImageException {
    SessionHeader.Configuration machine = header.machine();
    if (machine.disks().size() != disks.size()) {
      throw new MissingImageException("this session's machine has " + machine.disks().size()
          + " disks; give them in order with --disk");
    }
    return new BootRequest(machine.memoryMiB(), machine.harts(), image("firmware", machine.firmware()),
        image("kernel", machine.kernel()), image("initrd", machine.initrd()), machine.commandLine(), disks,
        machine.powerOnEpochNanos(), machine.entropySeed(), machine.columns(), machine.rows());
  }

  /** The machine that {@code header} is of, where its session starts. */
  public Machine make(SessionHeader header, List<BlockStore> disks, ConsoleSink console)
      throws IOException, MissingImageException {
    BootRequest request = request(header, disks);
    byte[] file = header.startSteps() == 0 ? null : snapshot(header.snapshot());
    Machine machine = MachineMaker.make(request, console);
    if (file != null) {
      Snapshot.read(Snapshot.onHeap(file)).restore(machine);
    } else if (header.startSteps() != 0 && !reboot(machine, header)) {
      throw new MissingImageException("this session begins at the snapshot with the SHA-256 " + header.snapshot()
          + ", which is neither the shipped one nor given with --start");
    }
    return machine;
  }

  /** A shipped snapshot that a later build has replaced can be made anew by a boot, if all else is the same. */
  private static boolean reboot(Machine machine, SessionHeader header) {
    if (!BootSnapshot.isOneOf(header.machine())) {
      return false;
    }
    BootSnapshot.boot(machine);
    return machine.steps() == header.startSteps();
  }

  private byte[] image(String kind, Hash hash) throws IOException, MissingImageException {
    if (hash == null) {
      return null;
    }
    List<String> others = new ArrayList<>();
    for (Image image : library.images()) {
      if (image.sha256().equals(hash.toString())) {
        return image.read();
      }
      others.add(image.file());
    }
    throw new MissingImageException("this session's machine has a " + kind + " with the SHA-256 " + hash
        + ", which none of the images here has: " + others + "; add its folder with --images");
  }

  private byte[] snapshot(Hash hash) throws IOException {
    for (Path file : snapshotFiles) {
      byte[] bytes = Files.readAllBytes(file);
      if (Hashes.sha256(bytes).equals(hash.toString())) {
        return bytes;
      }
    }
    try {
      JsonNode shipped = library.machine(null).json().path("snapshot");
      return shipped.path("sha256").asText().equals(hash.toString()) ? library.shippedSnapshot(shipped) : null;
    } catch (UserException e) {
      return null;
    }
  }
}
