// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.util.function.Consumer;
import org.bootlink.memory.LinearMemory;
import org.bootlink.server.UserException;

/** A raw image, to read only. */
final class RawDisk extends ReadOnlyDisk implements AutoCloseable {
  private final ByteSource source;

  /** @throws UserException if its size is not whole sectors; then the source is closed */
  static RawDisk open(String name, ByteSource source, Consumer<String> warnings) throws UserException {
    try {
      requireSectors(name, source.sizeBytes());
    } catch (UserException e) {
      source.close();
      throw e;
    }
    return new RawDisk(name, source, warnings);
  }

  static void requireSectors(String name, long sizeBytes) throws UserException {
    if (sizeBytes == 0 || sizeBytes % PackedHeader.SECTOR_BYTES != 0) {
      throw new UserException("disk " + name + " has " + sizeBytes + " bytes; a raw disk image has a multiple of "
          + PackedHeader.SECTOR_BYTES);
    }
  }

  private RawDisk(String name, ByteSource source, Consumer<String> warnings) {
    super(name, source.sizeBytes(), warnings);
    this.source = source;
  }

  @Override
  void copy(long position, LinearMemory memory, int address, int length) throws IOException {
    memory.write(address, source.read(position, length), 0, length);
  }

  @Override
  public void close() {
    source.close();
  }
}
