// SPDX-License-Identifier: Apache-2.0
package org.bootlink.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The manifest says of the images in the jar nothing but the truth, and all of it. */
class ManifestTest {
  private static final String FOLDER = "/org/bootlink/images/";
  private static final String MANIFEST = "manifest.json";
  private static final long TOTAL_SIZE_LIMIT_BYTES = 40_000_000;

  private static JsonNode manifest;

  @BeforeAll
  static void readManifest() throws IOException {
    manifest = new ObjectMapper().readTree(content(MANIFEST));
  }

  private static byte[] content(String file) throws IOException {
    try (InputStream in = ManifestTest.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IOException("no resource " + FOLDER + file);
      }
      return in.readAllBytes();
    }
  }

  private static Map<String, JsonNode> imagesByFile() {
    Map<String, JsonNode> images = new HashMap<>();
    for (JsonNode image : manifest.get("images")) {
      images.put(image.path("file").asText(), image);
    }
    return images;
  }

  private static void assertKind(String kind, JsonNode image) {
    assertEquals(kind, image == null ? null : image.get("kind").asText(), String.valueOf(image));
  }

  private static void assertHasText(JsonNode entry, String field) {
    assertFalse(entry.path(field).asText().isBlank(), field + " of " + entry);
  }

  @Test
  void everyImageHasTheSizeAndDigestTheManifestStates() throws Exception {
    for (JsonNode image : manifest.get("images")) {
      String file = image.get("file").asText();
      byte[] content = content(file);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      assertEquals(image.get("sizeBytes").asLong(), content.length, file);
      assertEquals(image.get("sha256").asText(), HexFormat.of().formatHex(digest), file);
    }
  }

  @Test
  void everyImageFileIsInTheManifestAndNothingElse() throws Exception {
    Path folder = Path.of(ManifestTest.class.getResource(FOLDER + MANIFEST).toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> present = files.filter(Files::isRegularFile)
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals(MANIFEST))
          .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(present, new TreeSet<>(imagesByFile().keySet()));
    }
  }

  @Test
  void everyImageNamesItsSourcePackagesVersionsAndLicence() throws IOException {
    for (JsonNode image : manifest.get("images")) {
      for (String field : List.of("file", "kind", "name", "description", "licence")) {
        assertHasText(image, field);
      }
      boolean ours = image.path("licence").asText().equals("Apache-2.0");
      boolean listed = image.has("packageList");
      assertEquals(ours || listed, image.path("sources").isEmpty(), image.toString());
      for (JsonNode source : image.get("sources")) {
        assertHasText(source, "package");
        assertHasText(source, "version");
      }
      if (listed) {
        JsonNode list = new ObjectMapper().readTree(content(image.get("packageList").asText()));
        assertFalse(list.path("packages").isEmpty(), image.toString());
        for (JsonNode source : list.get("packages")) {
          assertHasText(source, "source");
          assertHasText(source, "sourceVersion");
        }
      }
    }
  }

  @Test
  void allImagesTogetherStayBelowTheSizeLimit() {
    long total = 0;
    for (JsonNode image : manifest.get("images")) {
      total += image.get("sizeBytes").asLong();
    }
    assertTrue(total < TOTAL_SIZE_LIMIT_BYTES, "total " + total);
  }

  @Test
  void everyMachineIsMadeOfImagesOfTheRightKind() {
    Map<String, JsonNode> images = imagesByFile();
    for (JsonNode machine : manifest.get("machines")) {
      for (String kind : List.of("firmware", "kernel", "initrd")) {
        if (machine.has(kind)) {
          assertKind(kind, images.get(machine.path(kind).asText()));
        }
      }
      for (JsonNode disk : machine.path("disks")) {
        if (disk.has("image")) {
          assertKind("disk", images.get(disk.path("image").asText()));
        }
      }
      for (String field : List.of("id", "name", "description")) {
        assertHasText(machine, field);
      }
      assertTrue(machine.path("commandLine").isTextual(), machine.toString());
      assertTrue(machine.path("memoryMiB").asInt() > 0, machine.toString());
      assertTrue(machine.path("harts").asInt() > 0, machine.toString());
    }
  }

  @Test
  void exactlyOneMachineIsTheDefault() {
    int defaults = 0;
    for (JsonNode machine : manifest.get("machines")) {
      defaults += machine.path("default").asBoolean() ? 1 : 0;
    }
    assertEquals(1, defaults);
  }

  /** Linux, "Boot image header in RISC-V Linux": magic2 "RSC\x05" at offset 56. */
  @Test
  void everyKernelHasTheHeaderOfARiscvImageUnlessItIsAnElfFile() throws IOException {
    assertHasMagic("kernel", ".Image", 56, "RSC\5");
    assertHasMagic("kernel", ".elf", 0, "\u007fELF");
  }

  /** The new ASCII cpio format: uncompressed, so that unpacking costs next to nothing. */
  @Test
  void everyInitrdIsAnUncompressedCpioArchive() throws IOException {
    assertHasMagic("initrd", ".cpio", 0, "070701");
  }

  private static void assertHasMagic(String kind, String ending, int offset, String magic) throws IOException {
    for (JsonNode image : manifest.get("images")) {
      String file = image.get("file").asText();
      if (image.get("kind").asText().equals(kind) && file.endsWith(ending)) {
        String found = new String(content(file), offset, magic.length(),
            StandardCharsets.ISO_8859_1);
        assertEquals(magic, found, file);
      }
    }
  }
}
