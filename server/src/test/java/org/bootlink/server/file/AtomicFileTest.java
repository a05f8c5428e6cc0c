// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir
  Path folder;
  private Path target;

  @BeforeEach
  void nameTarget() {
    target = folder.resolve("target");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void theTargetAppearsWhenItIsWhole() throws IOException {
    String made = AtomicFile.make(target, part -> {
      Files.writeString(part, "whole");
      assertFalse(Files.exists(target));
      return "made";
    });
    assertEquals("made", made);
    assertEquals("whole", Files.readString(target));
    assertEquals(List.of(target), files());
  }

  @Test
  void theTargetIsReplaced() throws IOException {
    Files.writeString(target, "a longer one than the next");
    AtomicFile.write(target, new byte[] {1, 2, 3});
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(target));
    assertEquals(List.of(target), files());
  }

  @Test
  void whatCannotBeMadeLeavesTheTargetAsItWasAndNothingBesideIt() throws IOException {
    Files.writeString(target, "before");
    InterruptedException told = assertThrows(InterruptedException.class, () -> AtomicFile.make(target, part -> {
      Files.writeString(part, "half");
      throw new InterruptedException("told");
    }));
    assertEquals("told", told.getMessage());
    assertEquals("before", Files.readString(target));
    assertEquals(List.of(target), files());
  }

  @Test
  void severalAtOnceDoNotMixTheirBytes() throws IOException {
    byte[] bytes = new byte[100_000];
    IntStream.range(0, 16).parallel().forEach(i -> {
      byte[] own = bytes.clone();
      Arrays.fill(own, (byte) i);
      try {
        AtomicFile.write(target, own);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    byte[] last = Files.readAllBytes(target);
    assertEquals(bytes.length, last.length);
    for (byte b : last) {
      assertEquals(last[0], b);
    }
    assertEquals(List.of(target), files());
  }

  @Test
  void aTargetWithoutAFolderInItsNameIsInTheCurrentOne() throws IOException {
    Path bare = Path.of("atomic-file-test." + ProcessHandle.current().pid());
    try {
      AtomicFile.write(bare, new byte[] {1});
      assertArrayEquals(new byte[] {1}, Files.readAllBytes(bare));
    } finally {
      Files.deleteIfExists(bare);
    }
  }
}
