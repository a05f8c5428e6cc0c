// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bootlink.server.UserException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlockStoreTest {
  @TempDir Path temp;
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
    try (FileBlockStore disk = new FileBlockStore(file, true)) {
      assertEquals(4096, disk.sizeBytes());
      byte[] target = new byte[1024];
      assertTrue(disk.read(512, target, 100, 512));
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
    try (FileBlockStore disk = new FileBlockStore(file, false)) {
      assertTrue(disk.write(3584, source, 50, 512));
      assertTrue(disk.flush());
    }
    System.arraycopy(source, 50, expected, 3584, 512);
    assertArrayEquals(expected, Files.readAllBytes(file));
  }

  @Test
  void nothingBeyondTheEndIsReadOrWritten() throws UserException {
    try (FileBlockStore disk = new FileBlockStore(file, false)) {
      byte[] bytes = new byte[1024];
      assertThrows(IndexOutOfBoundsException.class, () -> disk.read(3584, bytes, 0, 1024));
      assertThrows(IndexOutOfBoundsException.class, () -> disk.write(-512, bytes, 0, 512));
      assertThrows(IndexOutOfBoundsException.class, () -> disk.write(Long.MAX_VALUE, bytes, 0, 512));
    }
  }

  @Test
  void aFileThatShrinksStopsTheMachine() throws UserException, IOException {
    try (FileBlockStore disk = new FileBlockStore(file, true);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(512);
      assertThrows(UncheckedIOException.class, () -> disk.read(512, new byte[512], 0, 512));
    }
  }

  @Test
  void twoMachinesMayReadOneDiskButNotWriteIt() throws UserException {
    try (FileBlockStore writer = new FileBlockStore(file, false)) {
      assertEquals(
          "disk " + file + " is in use by a running machine",
          assertThrows(UserException.class, () -> new FileBlockStore(file, false)).getMessage());
      assertThrows(UserException.class, () -> new FileBlockStore(file, true));
    }
    new FileBlockStore(file, false).close();
  }

  @Test
  void badFilesAreToldByName() throws IOException {
    Files.write(temp.resolve("odd"), new byte[513]);
    Files.write(temp.resolve("empty"), new byte[0]);
    for (String name : new String[] {"odd", "empty", "missing", "."}) {
      Path path = temp.resolve(name);
      String message = assertThrows(UserException.class, () -> new FileBlockStore(path, true)).getMessage();
      assertTrue(message.startsWith("disk " + path + " "), message);
    }
  }
}
