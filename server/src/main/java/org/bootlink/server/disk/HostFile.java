// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.bootlink.host.BlockFile;
import org.bootlink.memory.LinearMemory;
import org.bootlink.server.UserException;

/** A file of changes on this computer, which it locks. */
final class HostFile implements BlockFile, AutoCloseable {
  private static final int PIECE_BYTES = 64 << 10;

  private final Path file;
  private final FileChannel channel;
  private final Consumer<String> warnings;
  /** Holds nothing between two calls. */
  private final byte[] piece = new byte[PIECE_BYTES];
  private boolean warned;

  /**
   * Opens the file, or makes it.
   *
   * @throws UserException if that is impossible, or another machine has it
   */
  HostFile(Path file, Consumer<String> warnings) throws UserException {
    this.file = file;
    this.warnings = warnings;
    try {
      channel = FileChannel.open(
          file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    } catch (IOException e) {
      throw new UserException(file + " can't be opened: " + e.getMessage());
    }
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // This very process has it.
    } catch (IOException e) {
      close();
      throw new UserException(file + " can't be locked: " + e.getMessage());
    }
    close();
    throw new UserException(file + " is in use by a running machine");
  }

  @Override
  public long sizeBytes() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean read(long position, LinearMemory memory, int address, int length) {
    return doing(() -> {
      for (int done = 0; done < length; ) {
        int part = Math.min(PIECE_BYTES, length - done);
        FileBytes.readFully(channel, position + done, piece, part);
        memory.write(address + done, piece, 0, part);
        done += part;
      }
    });
  }

  @Override
  public boolean write(long position, LinearMemory memory, int address, int length) {
    return doing(() -> {
      for (int done = 0; done < length; ) {
        int part = Math.min(PIECE_BYTES, length - done);
        memory.read(address + done, piece, 0, part);
        FileBytes.writeFully(channel, position + done, piece, part);
        done += part;
      }
    });
  }

  @Override
  public boolean truncate(long sizeBytes) {
    return doing(() -> channel.truncate(sizeBytes));
  }

  @Override
  public boolean flush() {
    return doing(() -> channel.force(false));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private boolean doing(Action action) {
    try {
      action.run();
      return true;
    } catch (IOException e) {
      if (!warned) {
        warned = true;
        warnings.accept(file + ": " + e.getMessage() + "; the guest is told of an I/O error");
      }
      return false;
    }
  }
}
