// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearMemory;
import org.junit.jupiter.api.Test;

class Lz4Test {
  private static final int MAX = 1 << 17;
  private static final byte GUARD = 0x5a;

  @Test
  void aBlockThatTheLz4ToolMadeIsRead() {
    String text = "abcdefgh".repeat(7) + ", that is what it says: abcdefgh. " + "0".repeat(46);
    byte[] block = HexFormat.of().parseHex("8f616263646566676808001db12c20746861742069732077"
        + "0800847420736179733a2020003f2e2030010015503030303030");
    assertArrayEquals(text.getBytes(StandardCharsets.US_ASCII), decompressed(block, text.length()));
  }

  @Test
  void aMatchThatBeginsBeforeTheBlockIsDeclined() {
    byte[] block = HexFormat.of().parseHex("10610100506262626262");
    assertArrayEquals("aaaaabbbbb".getBytes(StandardCharsets.US_ASCII), decompressed(block, 10));
    for (int offset : new int[] {0, 2, 3, 255}) {
      block[2] = (byte) offset;
      assertFalse(Lz4.isBlock(blob(block), 0, block.length, 10), "offset " + offset);
    }
  }

  /** Random bytes, repeated pieces of them, and runs. */
  private static byte[] contents(long seed, int length) {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    int at = 0;
    while (at < length) {
      int part = Math.min(length - at, 1 + random.nextInt(1 << random.nextInt(11)));
      switch (random.nextInt(3)) {
        case 0 -> {
          byte[] fresh = new byte[part];
          random.nextBytes(fresh);
          System.arraycopy(fresh, 0, bytes, at, part);
        }
        case 1 -> Arrays.fill(bytes, at, at + part, (byte) random.nextInt(3));
        default -> {
          int from = at == 0 ? 0 : random.nextInt(at);
          for (int i = 0; i < part; i++) {
            bytes[at + i] = bytes[from + i];
          }
        }
      }
      at += part;
    }
    return bytes;
  }

  @Property(tries = 300)
  void whatWasCompressedComesBackAndNothingBesideIsWritten(@ForAll long seed,
      @ForAll @IntRange(max = 70_000) int length) {
    byte[] bytes = contents(seed, length);
    byte[] block = compressed(bytes, 2 * length + 16);
    assertArrayEquals(bytes, decompressed(block, length));
    Blob blob = blob(block);
    assertTrue(Lz4.isBlock(blob, 0, block.length, length));
    assertFalse(Lz4.isBlock(blob, 0, block.length, length + 1));
    assertFalse(length > 0 && Lz4.isBlock(blob, 0, block.length, length - 1));
  }

  @Property(tries = 300)
  void whatHasNoRoomIsNotCompressed(@ForAll long seed, @ForAll @IntRange(max = 5000) int room) {
    byte[] bytes = contents(seed, 5000);
    LinearMemory memory = LinearMemory.onHeap(MAX);
    memory.write(memory.base(), bytes, 0, bytes.length);
    byte[] to = new byte[room];
    int length = new Lz4().compress(memory, memory.base(), bytes.length, to);
    assertTrue(length <= room);
    if (length >= 0) {
      assertArrayEquals(bytes, decompressed(Arrays.copyOf(to, length), bytes.length));
    }
  }

  @Property(tries = 3000)
  void aDamagedBlockIsDeclinedOrReadAndNothingBesideIsWritten(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = contents(seed, 1 + random.nextInt(600));
    byte[] block = compressed(bytes, 2000);
    for (int i = random.nextInt(4); i >= 0; i--) {
      block[random.nextInt(block.length)] = (byte) (random.nextBoolean() ? 255 : random.nextInt());
    }
    byte[] bad = Arrays.copyOf(block, random.nextBoolean() ? block.length : random.nextInt(block.length + 1));
    boolean fine = Lz4.isBlock(blob(bad), 0, bad.length, bytes.length);
    if (fine) {
      decompressed(bad, bytes.length);
    } else {
      assertThrows(BadStateException.class, () -> decompressed(bad, bytes.length));
    }
  }

  private static byte[] compressed(byte[] bytes, int room) {
    LinearMemory memory = LinearMemory.onHeap(MAX);
    memory.write(memory.base(), bytes, 0, bytes.length);
    byte[] to = new byte[room];
    int length = new Lz4().compress(memory, memory.base(), bytes.length, to);
    return Arrays.copyOf(to, length);
  }

  private static byte[] decompressed(byte[] block, int size) {
    LinearMemory memory = LinearMemory.onHeap(MAX);
    byte[] guarded = new byte[MAX];
    Arrays.fill(guarded, GUARD);
    memory.write(memory.base(), guarded, 0, MAX);
    int address = memory.base() + 64;
    try {
      Lz4.decompress(blob(block), 0, block.length, memory, address, size);
    } finally {
      memory.read(memory.base(), guarded, 0, MAX);
      for (int i = 0; i < MAX; i++) {
        assertTrue(i >= 64 && i < 64 + size || guarded[i] == GUARD, "written at " + (i - 64));
      }
    }
    return Arrays.copyOfRange(guarded, 64, 64 + size);
  }

  private static Blob blob(byte[] bytes) {
    LinearMemory memory = LinearMemory.onHeap(Math.max(1, bytes.length));
    memory.write(memory.base(), bytes, 0, bytes.length);
    return new Blob(memory, memory.base(), bytes.length);
  }
}
