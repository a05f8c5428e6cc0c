// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.bootlink.server.site.Hashes;
import org.bootlink.session.Hash;

/** How sessions name what a disk holds: see docs/session-format.md, "Header". */
public final class DiskName {
  private static final int PIECE_BYTES = 1 << 20;
  private static final int SIZE_AT = Hash.BYTES - Long.BYTES;

  private DiskName() {}

  /** The name of an image, raw or packed; a raw one is read as a whole. */
  public static Hash of(ByteSource source) throws IOException {
    if (isPacked(source)) {
      return new Hash(Hashes.newSha256().digest(source.read(0, PackedHeader.BYTES)));
    }
    MessageDigest digest = Hashes.newSha256();
    for (long at = 0; at < source.sizeBytes(); at += PIECE_BYTES) {
      digest.update(source.read(at, (int) Math.min(PIECE_BYTES, source.sizeBytes() - at)));
    }
    return new Hash(digest.digest());
  }

  public static boolean isPacked(ByteSource source) throws IOException {
    return source.sizeBytes() >= PackedHeader.BYTES && PackedHeader.hasMagic(source.read(0, PackedHeader.BYTES));
  }

  /** The name of a disk of zeros. */
  public static Hash ofBlank(long sizeBytes) {
    return new Hash(ByteBuffer.allocate(Hash.BYTES).putLong(SIZE_AT, sizeBytes).array());
  }

  /** The size in MiB of the disk of zeros that is named so; -1 if it is another disk. */
  public static int blankMiB(Hash name) {
    ByteBuffer bytes = ByteBuffer.wrap(name.bytes());
    long size = bytes.getLong(SIZE_AT);
    boolean blank = size > 0 && size % (1 << 20) == 0 && size >> 20 <= 1 << 20;
    for (int i = 0; i < SIZE_AT; i++) {
      blank &= bytes.get(i) == 0;
    }
    return blank ? (int) (size >> 20) : -1;
  }
}
