// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

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
import java.util.List;
import org.bootlink.host.BlockStore;
import org.bootlink.server.UserException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlockStoreTest {
  @TempDir Path temp;
  private final List<String> warnings = new ArrayList<>();
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
      assertEquals(BlockStore.Outcome.DONE, disk.read(512, target, 100, 512));
      byte[] expected = new byte[1024];
      System.arraycopy(Files.readAllBytes(file), 512, expected, 100, 512);
      assertArrayEquals(expected, target);
    }
  }

  @Test
  void whatIsWrittenIsInTheFileAndNothingElseChanges() throws UserException, IOException {
    byte[] expected = Files.readAllBytes(file);
    byte[] source = new byte[600];
    source[50] = 99;
    try (FileBlockStore disk = open(file, false)) {
      assertEquals(BlockStore.Outcome.DONE, disk.write(3584, source, 50, 512));
      assertEquals(BlockStore.Outcome.DONE, disk.flush());
    }
    System.arraycopy(source, 50, expected, 3584, 512);
    assertArrayEquals(expected, Files.readAllBytes(file));
  }

  @Test
  void nothingBeyondTheEndIsReadOrWritten() throws UserException {
    try (FileBlockStore disk = open(file, false)) {
      byte[] bytes = new byte[1024];
      assertThrows(IndexOutOfBoundsException.class, () -> disk.read(3584, bytes, 0, 1024));
      assertThrows(IndexOutOfBoundsException.class, () -> disk.write(-512, bytes, 0, 512));
      assertThrows(IndexOutOfBoundsException.class, () -> disk.write(Long.MAX_VALUE, bytes, 0, 512));
    }
  }

  @Test
  void aFileThatShrinksIsAnErrorOfTheDiskThatIsToldOnce() throws UserException, IOException {
    try (FileBlockStore disk = open(file, true);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(1024);
      assertEquals(BlockStore.Outcome.FAILED, disk.read(1024, new byte[512], 0, 512));
      assertEquals(BlockStore.Outcome.FAILED, disk.read(512, new byte[1024], 0, 1024));
      assertEquals(BlockStore.Outcome.DONE, disk.read(512, new byte[512], 0, 512));
    }
    assertEquals(1, warnings.size(), warnings.toString());
    String warning = warnings.get(0);
    assertTrue(warning.matches("disk .*disk.img can't be read: .*shorter; .*I/O error"), warning);
  }

  @Test
  void aFileThatCanNotBeWrittenIsAnErrorOfTheDisk() throws UserException {
    FileBlockStore disk = open(file, false);
    disk.close();
    assertEquals(BlockStore.Outcome.FAILED, disk.write(0, new byte[512], 0, 512));
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
