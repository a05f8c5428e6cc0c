// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Guests that are kept as files, each its image in gzip, and fought in every run: those that once broke something,
 * those that kept the machine busy for longest. A guest that breaks something now is written beside the
 * build's results; moved into the folder {@code corpus} it stays. {@code -Dhostile.keep=FOLDER} has the
 * long form write there each guest that takes longer than all before it.
 */
final class Corpus {
  private static final String EXTENSION = ".guest.gz";
  private static final Path FAILED = Path.of("target", "hostile-guests");
  private static final String KEEP = System.getProperty("hostile.keep");

  /** A kept guest. */
  record Kept(String name, GuestImage image) {}

  /** All of them, by name. */
  static List<Kept> all() {
    try {
      URI folder = Corpus.class.getResource("corpus/timer-at-the-end" + EXTENSION).toURI();
      try (FileSystem jar = folder.getScheme().equals("jar") ? FileSystems.newFileSystem(folder, Map.of()) : null;
          Stream<Path> files = Files.list(Path.of(folder).getParent())) {
        return files.filter(file -> file.toString().endsWith(EXTENSION)).sorted().map(Corpus::read).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a guest that broke something, and says where. */
  static Path keepFailed(GuestImage image) {
    return write(FAILED, String.format(Locale.ROOT, "broke-%08x", hash(image)), image);
  }

  /** Writes a guest that took longer than all others so far, where that is wanted. */
  static void keepSlowest(String what, GuestImage image) {
    if (KEEP != null) {
      String words = what.replaceAll("[^A-Za-z]+", "-");
      write(Path.of(KEEP), String.format(Locale.ROOT, "%s-%08x", words, hash(image)), image);
    }
  }

  private static int hash(GuestImage image) {
    return Arrays.hashCode(image.toBytes());
  }

  private static Path write(Path folder, String name, GuestImage image) {
    Path file = folder.resolve(name + EXTENSION);
    try {
      Files.createDirectories(folder);
      try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write(image.toBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static Kept read(Path file) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      GuestImage image = new GuestImage();
      image.put(GuestImage.RAM, in.readAllBytes());
      return new Kept(file.getFileName().toString(), image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Corpus() {}
}
