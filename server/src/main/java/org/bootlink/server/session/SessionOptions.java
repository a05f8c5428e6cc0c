// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bootlink.host.BlockStore;
import org.bootlink.server.UserException;
import org.bootlink.server.disk.Disks;
import org.bootlink.server.images.ImageLibrary;
import picocli.CommandLine.Option;

/** Options of all commands that make a session's machine. */
public final class SessionOptions {
  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Folder with a manifest.json that describes more images and machines, or with such folders.")
  private List<Path> images = List.of();

  @Option(
      names = "--start",
      paramLabel = "FILE",
      description = "Snapshot that the session may begin at, besides the shipped one.")
  private List<Path> snapshots = List.of();

  @Option(
      names = "--disk",
      paramLabel = "FILE",
      description = "What the machine's disks hold, in order; nothing is written to it.")
  private List<String> disks = List.of();

  public SessionMachines machines() throws UserException {
    return new SessionMachines(ImageLibrary.load(images), snapshots);
  }

  /** Opens the disks, each with a layer in memory that takes what is written. */
  public List<BlockStore> open(Disks opened) throws UserException, IOException {
    List<BlockStore> stores = new ArrayList<>();
    for (String disk : disks) {
      stores.add(new MemoryLayer(opened.open(disk.endsWith(",ro") ? disk : disk + ",ro")));
    }
    return stores;
  }
}
