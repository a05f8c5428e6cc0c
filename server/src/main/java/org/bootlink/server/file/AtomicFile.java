// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files that are whole whenever somebody looks, also after a loss of power: each is made under another name in the
 * folder of its target, synced, renamed, and the folder is synced. A process that is killed in between leaves a
 * file {@code NAME.*.part}, and the target as it was.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * What makes a file.
   *
   * @param <T> what it knows of it
   * @param <X> how it may fail besides
   */
  public interface Maker<T, X extends Exception> {
    /** @param part where there is no file yet; closed when this returns */
    T make(Path part) throws IOException, X;
  }

  /** Has the file {@code target} made, or made anew; if that fails, {@code target} is as it was. */
  public static <T, X extends Exception> T make(Path target, Maker<T, X> maker) throws IOException, X {
    Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      T made = maker.make(part);
      sync(part);
      place(part, target);
      return made;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** As the above, of bytes that are there. */
  public static void write(Path target, byte[] bytes) throws IOException {
    make(target, part -> Files.write(part, bytes));
  }

  /**
   * Gives a file the name {@code target}, for good when this returns.
   *
   * @param file whole and synced, on the same file system
   */
  public static void place(Path file, Path target) throws IOException {
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(target.toAbsolutePath().getParent());
  }

  /** Makes names that were added to a folder survive a loss of power; only where folders can be synced. */
  public static void syncFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      force(folder, StandardOpenOption.READ);
    }
  }

  private static void sync(Path file) throws IOException {
    force(file, StandardOpenOption.WRITE);
  }

  private static void force(Path path, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }
}
