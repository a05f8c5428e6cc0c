// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;
import org.bootlink.server.UserException;

/**
 * A raw disk image in a file, which it locks: shared if it is read only, else for itself. Data is always
 * here, so nothing has to be asked for twice. A file that fails while the machine runs is an I/O error of
 * the guest's disk; the first is told on the terminal.
 */
public final class FileBlockStore implements BlockStore, AutoCloseable {
  private static final int SECTOR_BYTES = 512;
  private static final int PIECE_BYTES = 64 << 10;

  private final Path file;
  private final FileChannel channel;
  private final long sizeBytes;
  private final boolean readOnly;
  private final Consumer<String> warnings;
  /** Holds nothing between two calls. */
  private final byte[] piece = new byte[PIECE_BYTES];
  private boolean warned;
  /** Whether something was written since the last flush: a guest may flush as often as it likes. */
  private boolean dirty;

  /**
   * Opens the file.
   *
   * @param warnings gets the line for the user when the file first fails
   * @throws UserException if that is impossible, another machine has it, or its size is not whole sectors
   */
  public FileBlockStore(Path file, boolean readOnly, Consumer<String> warnings) throws UserException {
    this.file = file;
    this.readOnly = readOnly;
    this.warnings = warnings;
    String disk = "disk " + file;
    if (Files.isDirectory(file)) {
      throw new UserException(disk + " is a folder");
    }
    try {
      channel =
          FileChannel.open(
              file,
              readOnly
                  ? Set.of(StandardOpenOption.READ)
                  : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (NoSuchFileException e) {
      throw new UserException(disk + " does not exist");
    } catch (AccessDeniedException e) {
      throw new UserException(
          disk + (readOnly ? " can't be read" : " can't be written; add ,ro to its name to only read it"));
    } catch (IOException e) {
      throw new UserException(disk + " can't be opened: " + e.getMessage());
    }
    try {
      sizeBytes = channel.size();
      if (sizeBytes == 0 || sizeBytes % SECTOR_BYTES != 0) {
        throw new UserException(
            disk + " has " + sizeBytes + " bytes; a raw disk image has a multiple of " + SECTOR_BYTES);
      }
      lock(disk);
    } catch (IOException e) {
      close();
      throw new UserException(disk + " can't be used: " + e.getMessage());
    } catch (UserException e) {
      close();
      throw e;
    }
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public boolean readOnly() {
    return readOnly;
  }

  @Override
  public Outcome read(long position, LinearMemory memory, int address, int length) {
    requireInside(position, length);
    try {
      for (int done = 0; done < length; ) {
        int part = Math.min(PIECE_BYTES, length - done);
        FileBytes.readFully(channel, position + done, piece, part);
        memory.write(address + done, piece, 0, part);
        done += part;
      }
      return Outcome.DONE;
    } catch (IOException e) {
      return failed("read", e);
    }
  }

  @Override
  public Outcome write(long position, LinearMemory memory, int address, int length) {
    requireInside(position, length);
    dirty = true;
    try {
      for (int done = 0; done < length; ) {
        int part = Math.min(PIECE_BYTES, length - done);
        memory.read(address + done, piece, 0, part);
        FileBytes.writeFully(channel, position + done, piece, part);
        done += part;
      }
      return Outcome.DONE;
    } catch (IOException e) {
      return failed("written", e);
    }
  }

  @Override
  public Outcome zero(long position, long length) {
    requireInside(position, length);
    dirty = true;
    Arrays.fill(piece, (byte) 0);
    try {
      for (long done = 0; done < length; ) {
        int part = (int) Math.min(PIECE_BYTES, length - done);
        FileBytes.writeFully(channel, position + done, piece, part);
        done += part;
      }
      return Outcome.DONE;
    } catch (IOException e) {
      return failed("written", e);
    }
  }

  @Override
  public Outcome flush() {
    try {
      if (dirty) {
        channel.force(false);
        dirty = false;
      }
      return Outcome.DONE;
    } catch (IOException e) {
      return failed("written", e);
    }
  }

  /** Lets go of the file; what was written is in it, whether flushed or not. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome failed(String what, IOException e) {
    if (!warned) {
      warned = true;
      warnings.accept(
          "disk " + file + " can't be " + what + ": " + e + "; the guest is told of an I/O error");
    }
    return Outcome.FAILED;
  }

  private void lock(String disk) throws IOException, UserException {
    try {
      if (channel.tryLock(0, Long.MAX_VALUE, readOnly) != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // This very process has it: the same file given twice.
    }
    throw new UserException(disk + " is in use by a running machine");
  }
}
