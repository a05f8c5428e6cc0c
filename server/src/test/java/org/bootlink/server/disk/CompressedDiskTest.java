// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.bootlink.host.BlockStore;
import org.bootlink.host.BlockStore.Outcome;
import org.bootlink.memory.LinearMemory;
import org.bootlink.server.UserException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose size would be that of a raw disk, so that only their content tells what they are. */
class CompressedDiskTest {
  private static final int SIZE = 300 << 10;
  private static final int SECTOR = 512;
  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 4};

  @TempDir Path temp;
  private final List<String> warnings = new ArrayList<>();
  private final LinearMemory memory = LinearMemory.onHeap(SIZE);
  /** Ends in zeros, which become holes. */
  private final byte[] content = new byte[SIZE];

  private interface Packer {
    OutputStream open(OutputStream out) throws IOException;
  }

  @BeforeEach
  void makeContent() {
    byte[] noise = new byte[70_000];
    new Random(1).nextBytes(noise);
    System.arraycopy(noise, 0, content, 100_000, noise.length);
  }

  @Test
  void aDiskThatIsCompressedWithGzipIsUnpackedAndTheFileStays() throws Exception {
    assertUnpacks(Files.write(temp.resolve("disk.img"), gzip(content)));
  }

  @Test
  void aDiskThatIsCompressedWithZstdIsUnpackedAndTheFileStays() throws Exception {
    assertUnpacks(Files.write(temp.resolve("disk"), zstd(content)));
  }

  @Test
  void aPackedDiskThatIsCompressedIsUnpackedToo() throws Exception {
    Path packed = temp.resolve("disk.packed");
    DiskPacker.pack(Files.write(temp.resolve("plain"), content), packed, 4096, new ReadTrace());
    assertUnpacks(Files.write(temp.resolve("disk.gz"), gzip(Files.readAllBytes(packed))));
  }

  @Test
  void packingACompressedDiskPacksItsContent() throws Exception {
    Path expected = pack(Files.write(temp.resolve("plain"), content));
    for (byte[] file : List.of(gzip(content), zstd(content))) {
      assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(pack(
          Files.write(temp.resolve("disk"), file))));
    }
    Path raw = pack(Files.write(temp.resolve("disk.raw"), gzip(content)));
    DiskPacker.unpack(raw, temp.resolve("again"));
    assertArrayEquals(gzip(content), Files.readAllBytes(temp.resolve("again")));
    Path twice = Files.write(temp.resolve("packed.gz"), gzip(Files.readAllBytes(expected)));
    DiskPacker.unpack(twice, temp.resolve("again"));
    assertArrayEquals(content, Files.readAllBytes(temp.resolve("again")));
  }

  @Test
  void whatCantBePackedLeavesTheTargetAsItWas() throws Exception {
    byte[] packed = Files.readAllBytes(pack(Files.write(temp.resolve("plain"), content)));
    byte[] damaged = gzip(content);
    byte[] badChunk = packed.clone();
    badChunk[packed.length - 1] ^= 1;
    Path target = temp.resolve("target");
    Files.writeString(target, "as it was");
    Path source = temp.resolve("source");
    for (byte[] file : List.of(packed, gzip(packed), Arrays.copyOf(damaged, 40 * SECTOR), badChunk)) {
      Files.write(source, file);
      assertThrows(UserException.class, () -> DiskPacker.pack(source, target, 4096, new ReadTrace()));
    }
    assertThrows(IOException.class, () -> DiskPacker.unpack(source, target));
    assertEquals("as it was", Files.readString(target));
    assertEquals(4, temp.toFile().list().length, Arrays.toString(temp.toFile().list()));
  }

  private Path pack(Path image) throws Exception {
    Path packed = temp.resolve(image.getFileName() + ".packed");
    DiskPacker.pack(image, packed, 4096, new ReadTrace());
    return packed;
  }

  @Test
  void changesOfACompressedDiskAreKeptInTheFolder() throws Exception {
    Path file = Files.write(temp.resolve("disk.gz"), gzip(content));
    for (int round = 0; round < 2; round++) {
      try (Disks disks = new Disks(temp.resolve("kept"), warnings::add)) {
        BlockStore disk = disks.open(file.toString());
        assertEquals(Outcome.DONE, disk.read(7, memory, memory.base(), 1));
        assertEquals(round, memory.getByte(memory.base()));
        memory.putByte(memory.base(), (byte) 1);
        assertEquals(Outcome.DONE, disk.write(7, memory, memory.base(), 1));
        assertEquals(Outcome.DONE, disk.flush());
      }
    }
  }

  @Test
  void xzIsRefusedWithTheCommandThatUndoesIt() throws Exception {
    assertRefused(Files.write(temp.resolve("disk.img"), Arrays.copyOf(XZ, SECTOR)), "unxz");
  }

  @Test
  void damageIsTold() throws Exception {
    byte[] packed = gzip(content);
    assertRefused(Files.write(temp.resolve("cut.gz"), Arrays.copyOf(packed, packed.length / SECTOR / 2 * SECTOR)),
        "is damaged: its gzip compression");
    byte[] frames = zstd(content);
    frames[40_000] ^= 1;
    assertRefused(Files.write(temp.resolve("changed.zst"), frames), "is damaged: its zstd compression");
  }

  @Test
  void whatUnpacksToNoWholeSectorsIsRefused() throws Exception {
    byte[] odd = gzip(Arrays.copyOf(content, SIZE - 1));
    assertRefused(Files.write(temp.resolve("odd.gz"), odd), "a multiple of 512");
  }

  @Test
  void aNameThatEndsInRawIsThatOfARawDiskWhateverItBeginsWith() throws Exception {
    for (byte[] bytes : List.of(gzip(content), zstd(content), Arrays.copyOf(XZ, SECTOR))) {
      Path file = Files.write(temp.resolve("disk.RAW"), bytes);
      for (String suffix : List.of("", ",ro", ",cow")) {
        try (Disks disks = new Disks(warnings::add)) {
          assertHolds(bytes, disks.open(file + suffix));
        }
      }
    }
  }

  private void assertUnpacks(Path file) throws Exception {
    byte[] before = Files.readAllBytes(file);
    try (Disks disks = new Disks(warnings::add)) {
      BlockStore disk = disks.open(file.toString());
      assertHolds(content, disk);
      memory.putByte(memory.base(), (byte) 9);
      assertEquals(Outcome.DONE, disk.write(0, memory, memory.base(), 1));
      assertTrue(disks.open(file + ",ro").readOnly());
      assertHolds(content, disks.list().get(1));
    }
    assertArrayEquals(before, Files.readAllBytes(file));
    assertEquals(List.of(), warnings);
  }

  private void assertHolds(byte[] expected, BlockStore disk) {
    assertEquals(expected.length, disk.sizeBytes());
    byte[] read = new byte[expected.length];
    assertEquals(Outcome.DONE, disk.read(0, memory, memory.base(), read.length));
    memory.read(memory.base(), read, 0, read.length);
    assertArrayEquals(expected, read);
  }

  private void assertRefused(Path file, String message) throws Exception {
    try (Disks disks = new Disks(warnings::add)) {
      UserException refusal = assertThrows(UserException.class, () -> disks.open(file.toString()));
      assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
      assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
    }
  }

  /** Whole sectors, thanks to a name of the right length: RFC 1952, FNAME. */
  private static byte[] gzip(byte[] bytes) throws IOException {
    byte[] plain = packed(bytes, GZIPOutputStream::new);
    byte[] name = new byte[SECTOR - plain.length % SECTOR];
    Arrays.fill(name, 0, name.length - 1, (byte) 'n');
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    plain[3] = 8;
    file.write(plain, 0, 10);
    file.writeBytes(name);
    file.write(plain, 10, plain.length - 10);
    return file.toByteArray();
  }

  /** Whole sectors, thanks to a frame to skip. */
  private static byte[] zstd(byte[] bytes) throws IOException {
    byte[] plain = packed(bytes, ZstdOutputStream::new);
    int rest = 2 * SECTOR - plain.length % SECTOR;
    byte[] file = Arrays.copyOf(plain, plain.length + rest);
    byte[] header = {0x50, 0x2a, 0x4d, 0x18, (byte) (rest - 8), (byte) (rest - 8 >> 8), 0, 0};
    System.arraycopy(header, 0, file, plain.length, header.length);
    return file;
  }

  private static byte[] packed(byte[] bytes, Packer packer) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packer.open(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
