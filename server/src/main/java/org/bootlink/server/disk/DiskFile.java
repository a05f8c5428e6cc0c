// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.bootlink.server.UserException;
import org.bootlink.server.packing.Packing;

/**
 * What a file with a disk's image is, by its first bytes: raw, packed (docs/disk-format.md), or compressed. A
 * compressed one is unpacked into a temporary file, which is gone when it is closed or the program ends.
 *
 * <p>A file whose name ends in {@code .raw} is not compressed, whatever it begins with.
 */
final class DiskFile {
  static final String RAW_NAME = ".raw";

  private DiskFile() {}

  /** Whether the file's bytes are the disk's. */
  static boolean isRaw(Path file) throws IOException {
    try (ByteSource source = ByteSource.of(file)) {
      return packing(file.toString(), source) == null && !DiskName.isPacked(source);
    }
  }

  /**
   * The image in {@code file}, raw or packed, unpacked if it is compressed.
   *
   * @throws UserException if that is impossible
   */
  static ByteSource open(Path file) throws UserException, IOException {
    Packing packing;
    try (ByteSource source = ByteSource.of(file)) {
      packing = packing(file.toString(), source);
    }
    return packing == null ? ByteSource.of(file) : UnpackedDisk.open(file, packing);
  }

  /** @throws UserException if a disk elsewhere is compressed: no part of it can be read without all in front */
  static void requireNotCompressed(String address, ByteSource source) throws UserException, IOException {
    Packing packing = packing(URI.create(address).getPath(), source);
    if (packing != null) {
      throw new UserException("disk " + address + " is compressed with " + packing.title()
          + ", and parts of it can't be fetched; download it and use " + packing.command()
          + " (an address that ends in " + RAW_NAME + " is taken as it is)");
    }
  }

  private static Packing packing(String name, ByteSource source) throws IOException {
    int bytes = (int) Math.min(Packing.HEAD_BYTES, source.sizeBytes());
    return name.toLowerCase(Locale.ROOT).endsWith(RAW_NAME) ? null : Packing.of(source.read(0, bytes));
  }
}
