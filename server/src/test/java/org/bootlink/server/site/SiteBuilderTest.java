// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.Decoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteBuilderTest {
  private static final byte[] SCRIPT = "script('./part/b.js'); // main\n".repeat(50).getBytes(UTF_8);
  private static final byte[] KERNEL = "kernel ".repeat(1000).getBytes(UTF_8);

  @TempDir Path temp;
  private Path target;
  private final SortedMap<String, byte[]> page = new TreeMap<>();
  private final SortedMap<String, byte[]> images = new TreeMap<>();

  @BeforeEach
  void makeInputs() {
    target = temp.resolve("site");
    page.put("index.html", ("<link href=\"assets/main.css\"><script src='./assets/main.js?v'></script>"
        + "<p>our assets/ are elsewhere</p>").getBytes(UTF_8));
    page.put("assets/main.js", SCRIPT);
    page.put("assets/main.css", "b{}".getBytes(UTF_8));
    page.put("assets/part/b.js", "let b = 1;".getBytes(UTF_8));
    images.put("Image", KERNEL);
    images.put("unlisted", new byte[5]);
    images.put("LICENSES/gpl.txt", "the licence".getBytes(UTF_8));
    images.put("manifest.json", manifest(Hashes.sha256(KERNEL)));
  }

  @Test
  void equalInputsGiveTheSameFolderAndAnyChangeAnother() throws IOException {
    String first = assetsFolder(build());
    assertEquals(first, assetsFolder(build()));
    page.put("assets/part/b.js", "let b = 2;".getBytes(UTF_8));
    String changed = assetsFolder(build());
    assertNotEquals(first, changed);
    page.put("assets/part/c.js", page.remove("assets/part/b.js"));
    assertNotEquals(changed, assetsFolder(build()), "a new name of the same content");
  }

  @Test
  void bytesThatMoveFromOneFileToTheNextChangeTheHash() {
    SortedMap<String, byte[]> one = new TreeMap<>();
    one.put("a", "xy".getBytes(UTF_8));
    one.put("b", "z".getBytes(UTF_8));
    SortedMap<String, byte[]> other = new TreeMap<>();
    other.put("a", "x".getBytes(UTF_8));
    other.put("b", "yz".getBytes(UTF_8));
    assertNotEquals(Hashes.sha256(one), Hashes.sha256(other));
  }

  @Test
  void referencesInThePageMoveToTheHashedFolderAndProseStays() throws IOException {
    List<String> site = build();
    String folder = assetsFolder(site);
    assertEquals(
        "<link href=\"" + folder + "main.css\"><script src='" + folder + "main.js?v'></script>"
            + "<p>our assets/ are elsewhere</p>",
        Files.readString(target.resolve("index.html")));
    assertArrayEquals(SCRIPT, Files.readAllBytes(target.resolve(folder + "main.js")));
    assertTrue(site.contains(folder + "part/b.js"));
  }

  @Test
  void imagesGoToTheBeginningOfTheirSha256AndOnlyListedOnes() throws IOException {
    List<String> site = build();
    String path = "images/" + Hashes.sha256(KERNEL).substring(0, 16) + "/Image";
    assertArrayEquals(KERNEL, Files.readAllBytes(target.resolve(path)));
    byte[] manifest = Files.readAllBytes(target.resolve("images.json"));
    assertArrayEquals(images.get("manifest.json"), manifest);
    assertTrue(site.stream().noneMatch(file -> file.contains("unlisted")));
  }

  @Test
  void licencesGoWithTheImages() throws IOException {
    assertTrue(build().contains("images/LICENSES/gpl.txt"));
    assertFalse(SiteLayout.isHashed("images/LICENSES/gpl.txt"));
    assertFalse(SiteLayout.isHashed("images.json"));
  }

  @Test
  void everyCompressedFormDecodesToItsOriginalAndIsSmaller() throws IOException {
    Brotli4jLoader.ensureAvailability();
    int compressed = 0;
    for (String file : build()) {
      byte[] bytes = Files.readAllBytes(target.resolve(file));
      byte[] decoded;
      if (file.endsWith(".br")) {
        decoded = Decoder.decompress(bytes).getDecompressedData();
      } else if (file.endsWith(".gz")) {
        decoded = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
      } else {
        continue;
      }
      byte[] original = Files.readAllBytes(target.resolve(file.substring(0, file.length() - 3)));
      assertArrayEquals(original, decoded, file);
      assertTrue(bytes.length < original.length, file);
      compressed++;
    }
    assertTrue(compressed >= 4, "compressed files: " + compressed);
  }

  @Test
  void whatDoesNotGetSmallerIsNotKeptCompressed() throws IOException {
    byte[] noise = new byte[10_000];
    new Random(1).nextBytes(noise);
    page.put("assets/noise.bin", noise);
    List<String> site = build();
    String path = assetsFolder(site) + "noise.bin";
    assertTrue(site.contains(path));
    assertFalse(site.contains(path + ".br") || site.contains(path + ".gz"));
  }

  @Test
  void aSecondBuildTakesCompressedFilesFromTheCacheAndRemovesWhatIsOld() throws IOException {
    List<String> first = build();
    byte[] marker = "from the cache".getBytes(UTF_8);
    Files.write(inCache(Hashes.sha256(KERNEL), ".br"), marker);
    page.put("assets/main.css", "i{}".getBytes(UTF_8));
    List<String> second = build();
    String kernel = "images/" + Hashes.sha256(KERNEL).substring(0, 16) + "/Image.br";
    assertArrayEquals(marker, Files.readAllBytes(target.resolve(kernel)));
    assertFalse(second.contains(assetsFolder(first) + "main.css"));
    assertFalse(Files.exists(target.resolve(assetsFolder(first))));
  }

  private Path inCache(String start, String end) throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("cache"))) {
      return files.filter(file -> file.getFileName().toString().startsWith(start) && file.toString().endsWith(end))
          .findFirst().orElseThrow();
    }
  }

  @Test
  void aReferenceToAMissingFileStopsTheBuild() {
    page.remove("assets/main.css");
    assertTrue(assertThrows(IOException.class, this::build).getMessage().contains("assets/main.css"));
  }

  @Test
  void anImageThatIsNotWhatTheManifestSaysStopsTheBuild() {
    images.put("manifest.json", manifest("00"));
    assertTrue(assertThrows(IOException.class, this::build).getMessage().contains("Image"));
    images.remove("Image");
    assertTrue(assertThrows(IOException.class, this::build).getMessage().contains("missing: Image"));
  }

  private List<String> build() throws IOException {
    new SiteBuilder(temp.resolve("cache")).build(page, images, target);
    try (Stream<Path> tree = Files.walk(target)) {
      return tree.filter(Files::isRegularFile).map(p -> target.relativize(p).toString()).sorted().toList();
    }
  }

  private static String assetsFolder(List<String> site) {
    String file = site.stream().filter(path -> path.endsWith("/main.js")).findFirst().orElseThrow();
    assertTrue(file.matches("a/[0-9a-f]{16}/main\\.js"), file);
    return file.substring(0, file.length() - "main.js".length());
  }

  private static byte[] manifest(String sha256) {
    return ("{\"images\":[{\"file\":\"Image\",\"sha256\":\"" + sha256 + "\"}]}").getBytes(UTF_8);
  }
}
