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
import org.bootlink.replay.PromptBoot;
import org.bootlink.replay.Snapshot;
import org.bootlink.server.UserException;
import org.bootlink.server.disk.ByteSource;
import org.bootlink.server.disk.DiskName;
import org.bootlink.server.disk.Disks;
import org.bootlink.server.images.Image;
import org.bootlink.server.images.ImageLibrary;
import org.bootlink.server.run.BootRequest;
import org.bootlink.server.run.JitOptions;
import org.bootlink.server.run.MachineMaker;
import org.bootlink.server.site.Hashes;
import org.bootlink.session.Hash;
import org.bootlink.session.SessionHeader;

/** Makes the machines that sessions are of, from the images that are here. */
public final class SessionMachines {
  private final ImageLibrary library;
  private final List<Path> snapshotFiles;
  private final List<Path> diskFiles;
  private final JitOptions jit;

  /**
   * @param snapshotFiles snapshots that sessions may begin at, besides the shipped one
   * @param diskFiles what disks may hold, besides the images of the library
   */
  public SessionMachines(ImageLibrary library, List<Path> snapshotFiles, List<Path> diskFiles, JitOptions jit) {
    this.library = library;
    this.snapshotFiles = snapshotFiles;
    this.diskFiles = diskFiles;
    this.jit = jit;
  }

  /**
   * What to boot for {@code header}.
   *
   * @param opened where its disks are opened; what is written to them ends with the machine
   */
  public BootRequest request(SessionHeader header, Disks opened)
      throws IOException, MissingImageException, UserException {
    SessionHeader.Configuration machine = header.machine();
    for (SessionHeader.Disk disk : machine.disks()) {
      open(disk, opened);
    }
    List<BlockStore> disks = opened.list();
    return new BootRequest(machine.memoryMiB(), machine.harts(), image("firmware", machine.firmware()),
        image("kernel", machine.kernel()), image("initrd", machine.initrd()), machine.commandLine(), disks,
        machine.powerOnEpochNanos(), machine.entropySeed(), machine.columns(), machine.rows(), jit);
  }

  /** The machine that {@code header} is of, where its session starts. */
  public Machine make(SessionHeader header, Disks opened, ConsoleSink console)
      throws IOException, MissingImageException, UserException {
    BootRequest request = request(header, opened);
    byte[] file = header.startSteps() == 0 ? null : snapshot(header.snapshot());
    Machine machine = MachineMaker.make(request, console);
    if (file != null) {
      Snapshot.read(Snapshot.onHeap(file)).restore(machine);
    } else if (header.startSteps() != 0 && !PromptBoot.reach(machine, header)) {
      throw new MissingImageException("this session begins at the snapshot with the SHA-256 " + header.snapshot()
          + ", which is neither the shipped one nor given with --start");
    }
    return machine;
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

  private void open(SessionHeader.Disk disk, Disks opened)
      throws IOException, MissingImageException, UserException {
    int blankMiB = DiskName.blankMiB(disk.contents());
    if (blankMiB > 0) {
      opened.openBlank(blankMiB);
      return;
    }
    for (Path file : diskFiles) {
      if (isNamed(disk.contents(), source(file))) {
        opened.open(file + (disk.readOnly() ? ",ro" : ",cow"));
        return;
      }
    }
    for (Image image : library.images()) {
      if (image.isDisk() && isNamed(disk.contents(), ByteSource.of(image.location()))) {
        opened.openImage(image.file(), ByteSource.of(image.location()), image.sha256(), disk.readOnly());
        return;
      }
    }
    throw new MissingImageException("this session's machine has a disk with the SHA-256 " + disk.contents()
        + ", which neither the images here nor the files given with --disk " + diskFiles + " have");
  }

  private static ByteSource source(Path file) throws UserException {
    try {
      return Disks.source(file);
    } catch (IOException e) {
      throw new UserException("--disk: " + file + " can't be read");
    }
  }

  private static boolean isNamed(Hash name, ByteSource source) throws IOException {
    try (source) {
      return DiskName.of(source).equals(name);
    }
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
