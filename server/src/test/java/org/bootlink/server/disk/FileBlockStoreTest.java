// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;
import org.bootlink.server.UserException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlockStoreTest {
  @TempDir Path temp;
  private final List<String> warnings = new ArrayList<>();
  private final LinearMemory memory = LinearMemory.onHeap(8192);
  private Path file;

  @BeforeEach
  void makeDisk() throws IOException {
    byte[] bytes = new byte[4096];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 7);
    }
    file = Files.write(temp.resolve("disk.img"), bytes);
  }

  @Test
  void readsExactlyWhatIsAskedFor() throws UserException, IOException {
    try (FileBlockStore disk = open(file, true)) {
      assertEquals(4096, disk.sizeBytes());
      byte[] target = new byte[1024];
      assertEquals(BlockStore.Outcome.DONE, disk.read(512, memory, memory.base() + 100, 512));
      memory.read(memory.base(), target, 0, 1024);
      byte[] expected = new byte[1024];
      System.arraycopy(Files.readAllBytes(file), 512, expected, 100, 512);
      assertArrayEquals(expected, target);
    }
  }

  @Test
  void whatIsWrittenIsInTheFileAndNothingElseChanges() throws UserException, IOException {
    byte[] expected = Files.readAllBytes(file);
    memory.putByte(memory.base() + 50, (byte) 99);
    expected[3584] = 99;
    Arrays.fill(expected, 3585, 4096, (byte) 0);
    try (FileBlockStore disk = open(file, false)) {
      assertEquals(BlockStore.Outcome.DONE, disk.write(3584, memory, memory.base() + 50, 512));
      assertEquals(BlockStore.Outcome.DONE, disk.flush());
    }
    assertArrayEquals(expected, Files.readAllBytes(file));
  }

  @Test
  void zeroingChangesExactlyWhatIsAskedFor() throws UserException, IOException {
    byte[] expected = Files.readAllBytes(file);
    try (FileBlockStore disk = open(file, false)) {
      assertEquals(BlockStore.Outcome.DONE, disk.zero(1000, 2001));
    }
    Arrays.fill(expected, 1000, 3001, (byte) 0);
    assertArrayEquals(expected, Files.readAllBytes(file));
  }

  @Test
  void nothingBeyondTheEndIsReadOrWritten() throws UserException {
    try (FileBlockStore disk = open(file, false)) {
      int at = memory.base();
      assertThrows(IndexOutOfBoundsException.class, () -> disk.read(3584, memory, at, 1024));
      assertThrows(IndexOutOfBoundsException.class, () -> disk.write(-512, memory, at, 512));
      assertThrows(IndexOutOfBoundsException.class, () -> disk.write(Long.MAX_VALUE, memory, at, 512));
      assertThrows(IndexOutOfBoundsException.class, () -> disk.zero(4096, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> disk.zero(0, Long.MAX_VALUE));
    }
  }

  @Test
  void aFileThatShrinksIsAnErrorOfTheDiskThatIsToldOnce() throws UserException, IOException {
    try (FileBlockStore disk = open(file, true);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(1024);
      assertEquals(BlockStore.Outcome.FAILED, disk.read(1024, memory, memory.base(), 512));
      assertEquals(BlockStore.Outcome.FAILED, disk.read(512, memory, memory.base(), 1024));
      assertEquals(BlockStore.Outcome.DONE, disk.read(512, memory, memory.base(), 512));
    }
    assertEquals(1, warnings.size(), warnings.toString());
    String warning = warnings.get(0);
    assertTrue(warning.matches("disk .*disk.img can't be read: .*shorter; .*I/O error"), warning);
  }

  @Test
  void aFileThatCanNotBeWrittenIsAnErrorOfTheDisk() throws UserException {
    FileBlockStore disk = open(file, false);
    disk.close();
    assertEquals(BlockStore.Outcome.FAILED, disk.write(0, memory, memory.base(), 512));
    assertEquals(BlockStore.Outcome.FAILED, disk.flush());
    assertEquals(1, warnings.size(), warnings.toString());
  }

  @Test
  void twoMachinesMayReadOneDiskButNotWriteIt() throws UserException {
    try (FileBlockStore writer = open(file, false)) {
      assertEquals(
          "disk " + file + " is in use by a running machine",
          assertThrows(UserException.class, () -> open(file, false)).getMessage());
      assertThrows(UserException.class, () -> open(file, true));
    }
    open(file, false).close();
  }

  @Test
  void badFilesAreToldByName() throws IOException {
    Files.write(temp.resolve("odd"), new byte[513]);
    Files.write(temp.resolve("empty"), new byte[0]);
    for (String name : new String[] {"odd", "empty", "missing", "."}) {
      Path path = temp.resolve(name);
      String message = assertThrows(UserException.class, () -> open(path, true)).getMessage();
      assertTrue(message.startsWith("disk " + path + " "), message);
    }
  }

  private FileBlockStore open(Path path, boolean readOnly) throws UserException {
    return new FileBlockStore(path, readOnly, warnings::add);
  }
}
