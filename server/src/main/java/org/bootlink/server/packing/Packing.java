// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.packing;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * How a file is compressed.
 *
 * <p>Specifications: RFC 1952, "Member header and trailer"; RFC 8878, "Zstandard Frames"; "The .xz File Format",
 * "Header Magic Bytes".
 */
public enum Packing {
  GZIP("gzip", "gunzip"),
  ZSTD("zstd", "unzstd"),
  /** Not undone here. */
  XZ("xz", "unxz");

  /** So many first bytes are enough to tell. */
  public static final int HEAD_BYTES = 6;

  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
  private static final byte[] XZ_MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

  private final String title;
  private final String command;

  Packing(String title, String command) {
    this.title = title;
    this.command = command;
  }

  /** What a file that begins with {@code head} is, or null if it is none of them. */
  public static Packing of(byte[] head) {
    if (startsWith(head, GZIP_MAGIC)) {
      return GZIP;
    }
    if (ZstdContent.isIn(head)) {
      return ZSTD;
    }
    return startsWith(head, XZ_MAGIC) ? XZ : null;
  }

  /** Whether a file that begins so is one that Linux doesn't know: zstd with a frame to skip in front. */
  public static boolean isStrangeToLinux(byte[] head) {
    return ZstdContent.startsSkippable(head);
  }

  /** Its name, for messages. */
  public String title() {
    return title;
  }

  /** The command that undoes it. */
  public String command() {
    return command;
  }

  /**
   * What {@code packed} holds. Damage is an IOException or a RuntimeException of the stream.
   *
   * @throws IOException if it is damaged
   * @throws UnsupportedOperationException for {@link #XZ}
   */
  public InputStream open(InputStream packed) throws IOException {
    return switch (this) {
      case GZIP -> new GZIPInputStream(packed);
      case ZSTD -> new ZstdInputStream(new ZstdContent(packed));
      case XZ -> throw new UnsupportedOperationException(title);
    };
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    boolean starts = bytes.length >= magic.length;
    for (int i = 0; starts && i < magic.length; i++) {
      starts = bytes[i] == magic[i];
    }
    return starts;
  }
}
