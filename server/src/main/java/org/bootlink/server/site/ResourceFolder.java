// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.site;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads a whole folder of class path resources, from a jar or from a directory of classes. */
final class ResourceFolder {
  /**
   * All files below {@code folder} by their paths relative to it.
   *
   * @param folder ends in {@code /}
   * @param marker a file that has to be in it; it tells which jar is meant
   * @throws IOException if it isn't there or can't be read
   */
  static SortedMap<String, byte[]> read(ClassLoader loader, String folder, String marker) throws IOException {
    URL url = loader.getResource(folder + marker);
    if (url == null) {
      throw new IOException("no resource " + folder + marker + " on the class path");
    }
    try {
      URI uri = url.toURI();
      if (!"jar".equals(uri.getScheme())) {
        return readTree(Path.of(uri).getParent());
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return readTree(jar.getPath(folder));
      }
    } catch (URISyntaxException e) {
      throw new IOException("resource with a strange address: " + url, e);
    }
  }

  private static SortedMap<String, byte[]> readTree(Path root) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : (Iterable<Path>) tree.filter(Files::isRegularFile)::iterator) {
        String name = root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
        files.put(name, Files.readAllBytes(path));
      }
    }
    return files;
  }

  private ResourceFolder() {}
}
