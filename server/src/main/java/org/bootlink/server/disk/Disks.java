// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.bootlink.host.BlockStore;
import org.bootlink.server.UserException;

/** The disks of one machine: opens each by what its file is, and closes all. */
public final class Disks implements AutoCloseable {
  private static final String READ_ONLY_SUFFIX = ",ro";

  private final Consumer<String> warnings;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** @param warnings gets a line for the user when a disk first fails */
  public Disks(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /**
   * Opens {@code FILE} or {@code FILE,ro}: a raw image or a packed one, which is read only.
   *
   * @throws UserException if that is impossible
   */
  public BlockStore open(String disk) throws UserException, IOException {
    boolean readOnly = disk.endsWith(READ_ONLY_SUFFIX);
    Path file = Path.of(readOnly ? disk.substring(0, disk.length() - READ_ONLY_SUFFIX.length()) : disk);
    return isPacked(file) ? openPacked(file.toString(), ByteSource.of(file))
        : keep(new FileBlockStore(file, readOnly, warnings));
  }

  /** Opens a packed image. */
  public PackedBlockStore openPacked(String name, ByteSource source) throws UserException, IOException {
    return keep(new PackedBlockStore(name, PackedFile.open(name, source), warnings));
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        warnings.accept("a disk can't be closed: " + e.getMessage());
      }
    }
  }

  private <T extends AutoCloseable> T keep(T disk) {
    opened.push(disk);
    return disk;
  }

  private static boolean isPacked(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return PackedHeader.hasMagic(in.readNBytes(PackedHeader.BYTES));
    } catch (IOException e) {
      return false;
    }
  }
}
