// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bootlink.host.BlockStore.Outcome;
import org.bootlink.memory.LinearMemory;
import org.bootlink.server.UserException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedDiskTest {
  private static final int CHUNK = 4096;
  private static final int CHUNKS = 9;
  private static final int SIZE = CHUNK * (CHUNKS - 1) + 512;

  @TempDir Path temp;
  private final List<String> warnings = new ArrayList<>();
  private final byte[] raw = new byte[SIZE];
  private Path image;
  private Path packed;

  /** Chunks: text, zeros, noise, the text again, text, text, noise, zeros, and a short one of text. */
  @BeforeEach
  void makeImage() throws IOException {
    Random random = new Random(7);
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      int start = chunk * CHUNK;
      int length = Math.min(CHUNK, SIZE - start);
      if (chunk == 2 || chunk == 6) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, raw, start, length);
      } else if (chunk != 1 && chunk != 7) {
        Arrays.fill(raw, start, start + length, (byte) (chunk == 3 ? 'a' : 'a' + chunk));
      }
    }
    image = Files.write(temp.resolve("disk.img"), raw);
    packed = temp.resolve("disk.packed");
  }

  @Test
  void everyByteComesBackAtEveryPositionAndLength() throws Exception {
    pack(new ReadTrace());
    LinearMemory memory = LinearMemory.onHeap(SIZE);
    try (PackedBlockStore disk = open()) {
      assertEquals(SIZE, disk.sizeBytes());
      for (int position : new int[] {0, 1, CHUNK - 1, CHUNK, 3 * CHUNK + 7, SIZE - 512, SIZE - 1, SIZE}) {
        for (int length : new int[] {0, 1, 511, CHUNK, 2 * CHUNK + 1, SIZE}) {
          if (position + length <= SIZE) {
            assertEquals(Outcome.DONE, disk.read(position, memory, memory.base(), length));
            byte[] got = new byte[length];
            memory.read(memory.base(), got, 0, length);
            assertArrayEquals(Arrays.copyOfRange(raw, position, position + length), got);
          }
        }
      }
      assertThrows(IndexOutOfBoundsException.class, () -> disk.read(SIZE - 511, memory, memory.base(), 512));
      assertThrows(IndexOutOfBoundsException.class, () -> disk.read(-1, memory, memory.base(), 1));
      assertThrows(IndexOutOfBoundsException.class,
          () -> disk.read(Long.MAX_VALUE, memory, memory.base(), 1));
    }
    Path unpacked = temp.resolve("again.img");
    DiskPacker.unpack(packed, unpacked);
    assertArrayEquals(raw, Files.readAllBytes(unpacked));
  }

  @Test
  void equalChunksAreStoredOnceAndZerosNot() throws Exception {
    DiskPacker.Result made = pack(new ReadTrace());
    assertEquals(6, made.storedChunks());
    assertEquals(Files.size(packed), made.packedBytes());
    assertTrue(made.packedBytes() < 2 * CHUNK + 1500, "packed " + made.packedBytes());
  }

  @Test
  void whatABootReadsComesFirstInItsOrder() throws Exception {
    ReadTrace trace = new ReadTrace();
    trace.add(SIZE - 512, 512);
    trace.add(CHUNK, CHUNK + 1);
    trace.add(0, 10);
    Path file = temp.resolve("trace");
    trace.write(file);
    assertEquals(3, pack(ReadTrace.read(file)).tracedChunks());
    try (PackedFile opened = PackedFile.open(packed)) {
      int[] stored = opened.index().stored();
      assertEquals(0, stored[8]);
      assertEquals(PackedIndex.ZEROS, stored[1]);
      assertEquals(1, stored[2]);
      assertEquals(2, stored[0]);
    }
    assertThrows(UserException.class, () -> ReadTrace.read(Files.writeString(file, "1 2\n3 x\n")));
  }

  @Test
  void packingTwiceGivesTheSameBytes() throws Exception {
    pack(new ReadTrace());
    byte[] first = Files.readAllBytes(packed);
    pack(new ReadTrace());
    assertArrayEquals(first, Files.readAllBytes(packed));
  }

  @Test
  void aChangeOfAnyByteIsFound() throws Exception {
    pack(new ReadTrace());
    byte[] good = Files.readAllBytes(packed);
    LinearMemory memory = LinearMemory.onHeap(SIZE);
    int failures = 0;
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x41;
      Files.write(packed, bad);
      try (PackedBlockStore disk = open()) {
        if (disk.read(0, memory, memory.base(), SIZE) == Outcome.FAILED) {
          failures++;
          continue;
        }
        // The hash of the whole disk is no reader's to check, and zlib has bits without a meaning.
        byte[] content = new byte[SIZE];
        memory.read(memory.base(), content, 0, SIZE);
        assertArrayEquals(raw, content, "byte " + i);
      } catch (UserException e) {
        assertTrue(e.getMessage().startsWith("disk " + packed + " "), e.getMessage());
      }
    }
    assertTrue(failures > good.length / 2);
    assertTrue(warnings.get(0).contains("damaged"), warnings.get(0));
  }

  @Test
  void aFileCutAnywhereIsRefused() throws Exception {
    pack(new ReadTrace());
    byte[] good = Files.readAllBytes(packed);
    for (int length = 0; length < good.length; length += 13) {
      Files.write(packed, Arrays.copyOf(good, length));
      assertThrows(UserException.class, this::open, "cut to " + length);
    }
    Files.write(packed, Arrays.copyOf(good, good.length + 1));
    assertThrows(UserException.class, this::open);
  }

  @Test
  void headersThatAskForMuchAreRefusedBeforeAnythingIsAllocated() throws Exception {
    pack(new ReadTrace());
    byte[] good = Files.readAllBytes(packed);
    for (Object[] field : new Object[][] {
        {12, 0}, {12, 2048}, {12, 4097}, {12, -1}, {12, 1 << 30}, {16, 0}, {16, -512}, {20, 0x7fff_ffff},
        {16, 513}, {24, -1}, {24, 0x7fff_ffff}, {28, -1}, {28, 1000}, {8, 2}}) {
      byte[] bad = good.clone();
      ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putInt((int) field[0], (int) field[1]);
      Files.write(packed, bad);
      assertThrows(UserException.class, this::open, Arrays.toString(field));
    }
  }

  @Test
  void imagesThatAreNoDiskAreRefused() throws Exception {
    for (int length : new int[] {0, 511, 513}) {
      Files.write(image, new byte[length]);
      assertThrows(UserException.class, () -> pack(new ReadTrace()));
    }
    assertEquals(List.of("disk.img"), List.of(temp.toFile().list()));
  }

  private DiskPacker.Result pack(ReadTrace trace) throws UserException, IOException {
    return DiskPacker.pack(image, packed, CHUNK, trace);
  }

  private PackedBlockStore open() throws UserException, IOException {
    return new PackedBlockStore(packed.toString(), PackedFile.open(packed), warnings::add);
  }
}
