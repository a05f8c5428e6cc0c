// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bootlink.board.MachineConfig;
import org.bootlink.server.UserException;
import org.bootlink.server.packing.Packing;

/**
 * Unpacks kernels and firmware: gzip, zstd, and Linux's compressed EFI kernels, whose payload is one of the two
 * (Linux, "drivers/firmware/efi/libstub/zboot-header.S").
 */
public final class Unpacker {
  private static final int MAX_BYTES = Math.min(MachineConfig.MAX_MEMORY_MIB << 20, Integer.MAX_VALUE - 64);
  private static final int MAX_DEPTH = 3;
  private static final int MZ_MAGIC = 0x5a4d;
  private static final int ZIMG_MAGIC = 0x676d_697a;
  private static final int ZBOOT_HEADER_BYTES = 64;
  private static final int ZBOOT_OFFSET = 8;
  private static final int ZBOOT_SIZE = 12;

  private Unpacker() {}

  /**
   * {@code bytes} unpacked, or themselves if they are not packed.
   *
   * @param what for messages
   * @throws UserException if they are damaged or too many
   */
  public static byte[] unpack(String what, byte[] bytes) throws UserException {
    return unpack(what, bytes, MAX_BYTES);
  }

  /** An initial RAM disk, which Linux unpacks itself: {@code bytes}, unless it doesn't know their packing. */
  public static byte[] unpackForLinux(String what, byte[] bytes) throws UserException {
    return Packing.isStrangeToLinux(bytes) ? unpack(what, bytes) : bytes;
  }

  static byte[] unpack(String what, byte[] bytes, int maxBytes) throws UserException {
    byte[] content = bytes;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      ByteBuffer head = ByteBuffer.wrap(Arrays.copyOf(content, ZBOOT_HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
      Packing packing = Packing.of(content);
      if (packing != null) {
        content = unpack(what, packing, content, maxBytes);
      } else if (head.getShort(0) == MZ_MAGIC && head.getInt(4) == ZIMG_MAGIC) {
        content = zbootPayload(what, content, Integer.toUnsignedLong(head.getInt(ZBOOT_OFFSET)),
            Integer.toUnsignedLong(head.getInt(ZBOOT_SIZE)));
      } else {
        return content;
      }
    }
    throw new UserException(what + " is packed more than " + MAX_DEPTH + " times over");
  }

  private static byte[] zbootPayload(String what, byte[] bytes, long offset, long size) throws UserException {
    if (offset < ZBOOT_HEADER_BYTES || size == 0 || offset + size > bytes.length) {
      throw new UserException(what + " is a compressed EFI kernel that is cut off or damaged");
    }
    return Arrays.copyOfRange(bytes, (int) offset, (int) (offset + size));
  }

  private static byte[] unpack(String what, Packing packing, byte[] bytes, int maxBytes) throws UserException {
    if (packing == Packing.XZ) {
      throw new UserException(what + " is compressed with xz, which isn't undone here; use unxz first");
    }
    byte[] content;
    try (InputStream in = packing.open(new ByteArrayInputStream(bytes))) {
      content = in.readNBytes(maxBytes + 1);
    } catch (IOException | RuntimeException e) {
      // The zstd decoder reports damage by either.
      throw new UserException(what + " is damaged: its " + packing.title() + " compression can't be undone");
    } catch (OutOfMemoryError e) {
      throw new UserException(what + " unpacks to more than Java has memory for; give it more with java -Xmx");
    }
    if (content.length > maxBytes) {
      throw new UserException(what + " unpacks to more than any machine's memory");
    }
    return content;
  }
}
