// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.bootlink.server.UserException;
import org.junit.jupiter.api.Test;

class UnpackerTest {
  private static final byte[] CONTENT = "a kernel ".repeat(5000).getBytes(StandardCharsets.UTF_8);

  private interface Packer {
    OutputStream open(OutputStream out) throws IOException;
  }

  @Test
  void gzipAndZstdAreUndoneAndWhatIsNotPackedStays() throws IOException, UserException {
    assertArrayEquals(CONTENT, Unpacker.unpack("it", gzip(CONTENT)));
    assertArrayEquals(CONTENT, Unpacker.unpack("it", zstd(CONTENT)));
    assertSame(CONTENT, Unpacker.unpack("it", CONTENT));
  }

  /** As pzstd makes them. */
  @Test
  void framesOfZstdThatAreToBeSkippedAreSkippedWhereverTheyAre() throws IOException, UserException {
    byte[] packed = zstd(CONTENT);
    byte[] skippable = HexFormat.of().parseHex("5a2a4d1803000000616263");
    byte[] bare = HexFormat.of().parseHex("28b52ffd04588900006e6f7420746f206265207072657373656472e2f48a");
    byte[] all = joined(skippable, packed, skippable, bare, skippable, skippable, packed, skippable);
    byte[] unpacked = joined(CONTENT, "not to be pressed".getBytes(StandardCharsets.UTF_8), CONTENT);
    assertArrayEquals(unpacked, Unpacker.unpack("it", all));
    assertArrayEquals(unpacked, Unpacker.unpackForLinux("it", all));
    assertSame(packed, Unpacker.unpackForLinux("it", packed));
    assertRefused(Arrays.copyOf(all, all.length - 1), "it is damaged");
    assertRefused(joined(skippable, packed, CONTENT), "it is damaged");
    assertRefused(HexFormat.of().parseHex("502a4d18ffffffff28b52ffd"), "it is damaged");
  }

  @Test
  void aCompressedEfiKernelGivesItsPayload() throws IOException, UserException {
    assertArrayEquals(CONTENT, Unpacker.unpack("it", zboot(gzip(CONTENT), 0)));
    assertArrayEquals(CONTENT, Unpacker.unpack("it", zboot(zstd(CONTENT), 0)));
  }

  @Test
  void damageIsToldWithTheName() throws IOException {
    for (byte[] packed : new byte[][] {gzip(CONTENT), zstd(CONTENT)}) {
      assertRefused(Arrays.copyOf(packed, packed.length / 2), "it is damaged");
      byte[] changed = packed.clone();
      Arrays.fill(changed, 6, packed.length - 1, (byte) 0x5a);
      assertRefused(changed, "it is damaged");
    }
    assertRefused(zboot(gzip(CONTENT), 1), "cut off or damaged");
  }

  /** Made by {@code printf 'not to be pressed' | zstd}: a raw block, whose damage only the checksum tells. */
  @Test
  void contentThatIsNotWhatTheChecksumSaysIsDamage() throws UserException {
    byte[] packed = HexFormat.of().parseHex("28b52ffd04588900006e6f7420746f206265207072657373656472e2f48a");
    assertArrayEquals("not to be pressed".getBytes(StandardCharsets.UTF_8), Unpacker.unpack("it", packed));
    packed[packed.length - 6] ^= 1;
    assertRefused(packed, "it is damaged");
  }

  @Test
  void whatUnpacksToMoreThanTheLimitIsRefused() throws IOException, UserException {
    for (byte[] packed : new byte[][] {gzip(CONTENT), zstd(CONTENT)}) {
      UserException refusal =
          assertThrows(UserException.class, () -> Unpacker.unpack("it", packed, CONTENT.length - 1));
      assertTrue(refusal.getMessage().contains("more than"), refusal.getMessage());
      assertArrayEquals(CONTENT, Unpacker.unpack("it", packed, CONTENT.length));
    }
  }

  private static void assertRefused(byte[] packed, String message) {
    UserException refusal = assertThrows(UserException.class, () -> Unpacker.unpack("it", packed));
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static byte[] zboot(byte[] payload, int missing) {
    ByteBuffer kernel = ByteBuffer.allocate(64 + payload.length - missing).order(ByteOrder.LITTLE_ENDIAN);
    kernel.putShort(0, (short) 0x5a4d).putInt(4, 0x676d_697a).putInt(8, 64).putInt(12, payload.length);
    kernel.position(64).put(payload, 0, payload.length - missing);
    return kernel.array();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    return packed(content, GZIPOutputStream::new);
  }

  private static byte[] zstd(byte[] content) throws IOException {
    return packed(content, ZstdOutputStream::new);
  }

  private static byte[] packed(byte[] content, Packer packer) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packer.open(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }
}
