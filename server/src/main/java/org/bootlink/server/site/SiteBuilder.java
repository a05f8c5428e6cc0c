// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes the folder that is served, from the page and the images as their modules ship them:
 * <pre>
 *  index.html                   its references moved to the folder below
 *  a/HASH/...                   the page's assets, modules bundled; HASH is of all their names and contents
 *  images.json                  what images and machines there are
 *  images/HASH/FILE             an image, or a snapshot; HASH is the beginning of its SHA-256
 *  images/LICENSES/...          the licences of the images
 *  *.br, *.gz                   the same compressed, where that is smaller; never packed disks
 * </pre>
 * Any static host can serve it as it is. Equal inputs give equal bytes.
 */
public final class SiteBuilder {
  private static final String PAGE_RESOURCES = "org/bootlink/web/site/";
  private static final String IMAGE_RESOURCES = "org/bootlink/images/";
  private static final String MANIFEST_FILE = "manifest.json";
  private static final String ASSETS_SOURCE = "assets/";
  private static final String LICENCES_SOURCE = "LICENSES/";

  private final Compressor compressor;
  private final BootSnapshots snapshots;

  SiteBuilder(Path cache) {
    this(cache, null);
  }

  /** @param snapshots makes the snapshot of the default machine at its prompt; null: there is none */
  private SiteBuilder(Path cache, BootSnapshots snapshots) {
    this.compressor = new Compressor(cache);
    this.snapshots = snapshots;
  }

  /**
   * Called by the build.
   *
   * @param arguments the folder to make; the folder to keep compressed files in between builds
   */
  public static void main(String[] arguments) throws IOException {
    ClassLoader loader = SiteBuilder.class.getClassLoader();
    SortedMap<String, byte[]> page = ResourceFolder.read(loader, PAGE_RESOURCES, SiteLayout.INDEX);
    SortedMap<String, byte[]> images = ResourceFolder.read(loader, IMAGE_RESOURCES, MANIFEST_FILE);
    Path cache = Path.of(arguments[1]);
    new SiteBuilder(cache, new BootSnapshots(cache)).build(page, images, Path.of(arguments[0]));
  }

  /**
   * Makes the site in {@code target} and removes whatever else is there.
   *
   * @param page {@code index.html} and {@code assets/...}
   * @param images {@code manifest.json}, the files it names, and {@code LICENSES/...}; others are left out
   * @throws IOException if a file is missing, or an image is not what the manifest says
   */
  void build(SortedMap<String, byte[]> page, SortedMap<String, byte[]> images, Path target)
      throws IOException {
    SortedMap<String, byte[]> site = new TreeMap<>();
    addPage(page, site);
    addImages(images, site);
    addCompressed(site);
    for (Map.Entry<String, byte[]> file : site.entrySet()) {
      writeIfChanged(target.resolve(file.getKey()), file.getValue());
    }
    removeOthers(target, site);
  }

  private static void addPage(SortedMap<String, byte[]> page, SortedMap<String, byte[]> site)
      throws IOException {
    SortedMap<String, byte[]> assets = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : page.entrySet()) {
      if (file.getKey().startsWith(ASSETS_SOURCE)) {
        assets.put(file.getKey().substring(ASSETS_SOURCE.length()), file.getValue());
      } else if (!file.getKey().equals(SiteLayout.INDEX)) {
        throw new IOException("the page has a file outside of " + ASSETS_SOURCE + ": " + file.getKey());
      }
    }
    assets = ModuleBundler.bundle(assets);
    IndexPage index = new IndexPage(new String(required(page, SiteLayout.INDEX), StandardCharsets.UTF_8));
    for (String reference : index.references()) {
      if (!assets.containsKey(reference)) {
        throw new IOException("index.html refers to a missing file: " + ASSETS_SOURCE + reference);
      }
    }
    String hash = Hashes.sha256(assets).substring(0, SiteLayout.HASH_LENGTH);
    String folder = SiteLayout.ASSETS + hash + "/";
    site.put(SiteLayout.INDEX, index.withAssetsIn(folder).getBytes(StandardCharsets.UTF_8));
    assets.forEach((name, bytes) -> site.put(folder + name, bytes));
  }

  private void addImages(SortedMap<String, byte[]> images, SortedMap<String, byte[]> site)
      throws IOException {
    byte[] manifest = required(images, MANIFEST_FILE);
    site.put(SiteLayout.MANIFEST, snapshots == null ? manifest : snapshots.add(manifest, images, site));
    images.forEach((name, bytes) -> {
      if (name.startsWith(LICENCES_SOURCE)) {
        site.put(SiteLayout.LICENCES + name.substring(LICENCES_SOURCE.length()), bytes);
      }
    });
    for (JsonNode image : new ObjectMapper().readTree(manifest).path("images")) {
      String file = image.path("file").asText();
      byte[] bytes = required(images, file);
      String sha256 = Hashes.sha256(bytes);
      if (!sha256.equals(image.path("sha256").asText())) {
        throw new IOException("the manifest has another SHA-256 for " + file + ", which is " + sha256);
      }
      site.put(SiteLayout.image(sha256, file), bytes);
    }
  }

  private void addCompressed(SortedMap<String, byte[]> site) throws IOException {
    for (Map.Entry<String, byte[]> file : new TreeMap<>(site).entrySet()) {
      if (file.getKey().endsWith(SiteLayout.PACKED_DISK_EXTENSION)) {
        continue;
      }
      putIfPresent(site, file.getKey() + SiteLayout.BROTLI_EXTENSION, compressor.brotli(file.getValue()));
      putIfPresent(site, file.getKey() + SiteLayout.GZIP_EXTENSION, compressor.gzip(file.getValue()));
    }
  }

  private static void putIfPresent(SortedMap<String, byte[]> site, String path, byte[] bytes)
      throws IOException {
    if (bytes != null && site.put(path, bytes) != null) {
      throw new IOException("a file has the name of another one's compressed form: " + path);
    }
  }

  private static byte[] required(SortedMap<String, byte[]> files, String name) throws IOException {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new IOException("missing: " + name);
    }
    return bytes;
  }

  private static void writeIfChanged(Path file, byte[] bytes) throws IOException {
    if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static void removeOthers(Path target, SortedMap<String, byte[]> site) throws IOException {
    try (Stream<Path> tree = Files.walk(target)) {
      for (Path path : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
        if (Files.isDirectory(path)) {
          if (isEmpty(path)) {
            Files.delete(path);
          }
        } else if (!site.containsKey(target.relativize(path).toString().replace('\\', '/'))) {
          Files.delete(path);
        }
      }
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.findAny().isEmpty();
    }
  }
}
