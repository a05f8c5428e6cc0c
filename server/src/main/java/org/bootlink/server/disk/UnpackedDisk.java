// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bootlink.server.UserException;
import org.bootlink.server.packing.Packing;

/** Unpacks compressed disk images into temporary files, in which zeros are holes. */
final class UnpackedDisk {
  private static final int PIECE_BYTES = 64 << 10;
  /** More is taken for a mistake, such as a file that unpacks without end. */
  private static final long MAX_BYTES = 64L << 30;
  private static final String UNLESS_RAW =
      " (a raw disk that begins so needs a name that ends in " + DiskFile.RAW_NAME + ")";

  private final String disk;
  private final FileChannel out;
  private long sizeBytes;

  private UnpackedDisk(String disk, FileChannel out) {
    this.disk = disk;
    this.out = out;
  }

  /**
   * The content of {@code file}, which is gone when it is closed or the program ends.
   *
   * @throws UserException if the file is damaged, holds too much, or is of a packing that isn't undone here
   * @throws IOException if it can't be opened
   */
  static ByteSource open(Path file, Packing packing) throws UserException, IOException {
    String disk = "disk " + file;
    if (packing == Packing.XZ) {
      throw new UserException(disk + " is compressed with xz, which isn't undone here; use unxz first"
          + UNLESS_RAW);
    }
    Path temporary = Files.createTempFile("bootlink-disk", DiskFile.RAW_NAME);
    FileChannel out = FileChannel.open(temporary,
        StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    try (InputStream packed = Files.newInputStream(file)) {
      new UnpackedDisk(disk, out).unpack(packed, packing, temporary.getParent());
      return ByteSource.of(out);
    } catch (UserException | IOException e) {
      out.close();
      throw e;
    }
  }

  private void unpack(InputStream packed, Packing packing, Path folder) throws UserException {
    byte[] piece;
    try (InputStream in = packing.open(packed)) {
      while ((piece = in.readNBytes(PIECE_BYTES)).length > 0) {
        add(piece, folder);
      }
      end(folder);
    } catch (IOException | RuntimeException e) {
      // The zstd decoder reports damage by either.
      throw new UserException(disk + " is damaged: its " + packing.title() + " compression can't be undone"
          + UNLESS_RAW);
    }
  }

  private void add(byte[] piece, Path folder) throws UserException {
    if (sizeBytes + piece.length > MAX_BYTES) {
      throw new UserException(disk + " unpacks to more than " + (MAX_BYTES >> 30) + " GiB");
    }
    if (!isZero(piece)) {
      write(piece, sizeBytes, folder);
    }
    sizeBytes += piece.length;
  }

  /** Zeros at the end have to be in the file's size. */
  private void end(Path folder) throws UserException, IOException {
    if (sizeBytes > out.size()) {
      write(new byte[1], sizeBytes - 1, folder);
    }
  }

  private void write(byte[] bytes, long position, Path folder) throws UserException {
    try {
      FileBytes.writeFully(out, position, bytes, bytes.length);
    } catch (IOException e) {
      throw new UserException(disk + " can't be unpacked in " + folder + ": " + e.getMessage()
          + " (java -Djava.io.tmpdir=FOLDER names another folder)");
    }
  }

  private static boolean isZero(byte[] piece) {
    for (byte b : piece) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
