// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bootlink.host.BlockStore;
import org.bootlink.host.BlockStore.Outcome;
import org.bootlink.memory.LinearMemory;
import org.bootlink.server.UserException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisksTest {
  private static final int SIZE = 64 << 10;

  @TempDir Path temp;
  private final List<String> warnings = new ArrayList<>();
  private final LinearMemory memory = LinearMemory.onHeap(SIZE);
  private Path image;
  private Path packed;
  private Path keep;

  @BeforeEach
  void makeImages() throws Exception {
    byte[] raw = new byte[SIZE];
    raw[5000] = 1;
    image = Files.write(temp.resolve("disk.img"), raw);
    packed = temp.resolve("disk.packed");
    DiskPacker.pack(image, packed, 4096, new ReadTrace());
    keep = temp.resolve("kept");
  }

  private byte read(BlockStore disk, int position) {
    assertEquals(Outcome.DONE, disk.read(position, memory, memory.base(), 1));
    return memory.getByte(memory.base());
  }

  private void write(BlockStore disk, int position, int value) {
    memory.putByte(memory.base(), (byte) value);
    assertEquals(Outcome.DONE, disk.write(position, memory, memory.base(), 1));
    assertEquals(Outcome.DONE, disk.flush());
  }

  @Test
  void aRawImageIsWrittenItselfUnlessACopyIsAskedFor() throws Exception {
    byte[] before = Files.readAllBytes(image);
    try (Disks disks = new Disks(null, warnings::add)) {
      BlockStore copy = disks.open(image + ",cow");
      write(copy, 100, 7);
      assertEquals(7, read(copy, 100));
      assertEquals(1, read(copy, 5000));
      assertEquals(List.of(copy), disks.list());
    }
    assertArrayEquals(before, Files.readAllBytes(image));
    try (Disks disks = new Disks(null, warnings::add)) {
      write(disks.open(image.toString()), 100, 7);
    }
    assertEquals(7, Files.readAllBytes(image)[100]);
  }

  @Test
  void aPackedImageTakesChangesThatAreKeptInTheFolder() throws Exception {
    byte[] before = Files.readAllBytes(packed);
    for (int round = 0; round < 3; round++) {
      try (Disks disks = new Disks(keep, warnings::add)) {
        BlockStore disk = disks.open(packed.toString());
        assertEquals(round, read(disk, 300));
        assertEquals(1, read(disk, 5000));
        write(disk, 300, round + 1);
      }
    }
    try (Disks disks = new Disks(null, warnings::add)) {
      assertEquals(0, read(disks.open(packed.toString()), 300));
      assertTrue(disks.open(packed + ",ro").readOnly());
    }
    assertArrayEquals(before, Files.readAllBytes(packed));
  }

  @Test
  void aFolderIsForOneMachineAtATimeAndForItsOwnImage() throws Exception {
    try (Disks disks = new Disks(keep, warnings::add)) {
      write(disks.open(packed.toString()), 1, 1);
      try (Disks second = new Disks(keep, warnings::add)) {
        assertTrue(assertThrows(UserException.class, () -> second.open(packed.toString())).getMessage()
            .endsWith("is in use by a running machine"));
      }
    }
    try (Disks disks = new Disks(keep, warnings::add)) {
      assertTrue(assertThrows(UserException.class, () -> disks.openBlank(1)).getMessage()
          .contains("belong to another version of its image"));
    }
  }

  @Test
  void aBlankDiskIsZerosUntilItIsWritten() throws Exception {
    try (Disks disks = new Disks(keep, warnings::add)) {
      disks.openBlank(1);
      BlockStore disk = disks.list().get(0);
      assertEquals(1 << 20, disk.sizeBytes());
      assertEquals(0, read(disk, (1 << 20) - 1));
      write(disk, 12345, 9);
      assertEquals(9, read(disk, 12345));
    }
    assertEquals(List.of(), warnings);
  }
}
