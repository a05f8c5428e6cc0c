// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.images;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bootlink.server.UserException;
import org.bootlink.server.disk.ByteSource;
import org.bootlink.server.disk.DiskName;
import org.bootlink.server.site.Hashes;

/**
 * A folder of the user's with a manifest and the images that it names. Nothing else in it can be reached,
 * and nothing outside of it: an image is a regular file in the folder itself, not a link out of it.
 */
public final class ImageFolder {
  private final Path folder;
  private final Manifest manifest;
  private final List<Image> images = new ArrayList<>();
  private final Map<String, Seen> seen = new HashMap<>();

  /** What a file looked like when its hash was computed. */
  private record Seen(long sizeBytes, FileTime modified) {}

  /**
   * The image folders at {@code path}: the ones directly in it that have a manifest, by name, and itself if it
   * has one or if there is no other.
   */
  static List<Path> find(Path path) throws UserException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(path)) {
      try (Stream<Path> children = Files.list(path)) {
        children.filter(child -> Files.exists(child.resolve(Manifest.FILE))).sorted().forEach(found::add);
      } catch (IOException e) {
        throw new UserException("images folder " + path + " " + reason(e));
      }
    }
    if (found.isEmpty() || Files.exists(path.resolve(Manifest.FILE))) {
      found.add(0, path);
    }
    return found;
  }

  /**
   * Reads the manifest and computes every image's hash.
   *
   * @throws UserException if the folder, its manifest or an image can't be read or is not as described
   */
  ImageFolder(Path path) throws UserException {
    try {
      folder = path.toRealPath();
    } catch (IOException e) {
      throw new UserException("images folder " + path + " " + reason(e));
    }
    if (!Files.isDirectory(folder)) {
      throw new UserException("images folder " + path + " is not a folder");
    }
    Path file = path.resolve(Manifest.FILE);
    byte[] json;
    try {
      json = Files.readAllBytes(inside(Manifest.FILE));
    } catch (IOException e) {
      throw new UserException("images folder " + path + ": " + Manifest.FILE + " " + reason(e));
    }
    manifest = Manifest.parse(json, file.toString());
    for (ObjectNode image : manifest.images()) {
      images.add(load(image, file));
    }
  }

  List<Image> images() {
    return images;
  }

  Manifest manifest() {
    return manifest;
  }

  /** True while the image's file is still the one that was hashed. */
  public boolean isUnchanged(Image image) {
    try {
      return look(inside(image.file())).equals(seen.get(image.file()));
    } catch (IOException e) {
      return false;
    }
  }

  private Image load(ObjectNode description, Path manifestFile) throws UserException {
    String file = description.path("file").asText();
    String where = manifestFile + ": image " + file;
    try {
      Path path = inside(file);
      Seen look = look(path);
      String sha256 = sha256(path);
      check(where, "sizeBytes", description, Long.toString(look.sizeBytes));
      check(where, "sha256", description, sha256);
      description.put("sizeBytes", look.sizeBytes);
      description.put("sha256", sha256);
      addIdentity(where, description, path);
      seen.put(file, look);
      return new Image(file, sha256, path.toUri().toURL(), this, description);
    } catch (IOException e) {
      throw new UserException(where + " " + reason(e));
    }
  }

  /** A packed disk is named by its identity. */
  private static void addIdentity(String where, ObjectNode description, Path path)
      throws UserException, IOException {
    try (ByteSource source = ByteSource.of(path)) {
      if (DiskName.isPacked(source)) {
        String identity = DiskName.of(source).toString();
        check(where, "identity", description, identity);
        description.put("identity", identity);
      }
    }
  }

  private static void check(String where, String field, ObjectNode description, String actual)
      throws UserException {
    if (description.has(field) && !description.path(field).asText().equals(actual)) {
      throw new UserException(where + ": \"" + field + "\" is " + description.path(field).asText()
          + " in the manifest, but the file's is " + actual);
    }
  }

  /** Real path of a file directly in the folder. */
  private Path inside(String file) throws IOException {
    Path real = folder.resolve(file).toRealPath();
    if (!real.startsWith(folder)) {
      throw new IOException("is a link to a place outside of the folder");
    }
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("is not a regular file");
    }
    return real;
  }

  private static Seen look(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new Seen(attributes.size(), attributes.lastModifiedTime());
  }

  private static String sha256(Path path) throws IOException {
    MessageDigest digest = Hashes.newSha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(path)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "does not exist";
    }
    if (e.getClass() == IOException.class && e.getMessage() != null) {
      return e.getMessage();
    }
    return "can't be read (" + e.getClass().getSimpleName().replace("Exception", "") + ")";
  }
}
