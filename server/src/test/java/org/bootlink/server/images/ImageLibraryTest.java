// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bootlink.server.UserException;
import org.bootlink.server.site.Hashes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageLibraryTest {
  private static final byte[] KERNEL = "a kernel".getBytes(UTF_8);
  private static final String OURS = "{'file':'mine.elf','kind':'kernel','author':'me'}";

  @TempDir Path outside;
  private Path temp;

  @BeforeEach
  void makeFolder() throws IOException {
    temp = Files.createDirectory(outside.resolve("images"));
  }

  @Test
  void theShippedDefaultMachineHasAllItsImages() throws UserException, IOException {
    ImageLibrary library = ImageLibrary.load(List.of());
    MachineDescription machine = library.machine(null);
    for (String kind : new String[] {"kernel", "firmware", "initrd"}) {
      Image image = library.image(machine.image(kind));
      assertEquals(image.sha256(), Hashes.sha256(image.read()), kind);
    }
  }

  @Test
  void aFoldersImagesAndMachinesAreAddedAndMayBecomeTheDefault() throws UserException, IOException {
    ImageLibrary library =
        withFolder("{'images':[" + OURS + "],'machines':[{'id':'mine','kernel':'mine.elf','default':true}]}");
    assertArrayEquals(KERNEL, library.image("mine.elf").read());
    assertEquals("mine", library.machine(null).id());
    JsonNode manifest = new ObjectMapper().readTree(library.manifestJson());
    long defaults = 0;
    for (JsonNode machine : manifest.path("machines")) {
      defaults += machine.path("default").asBoolean() ? 1 : 0;
    }
    assertEquals(1, defaults);
    assertTrue(manifest.path("machines").size() > 1, "the shipped ones stay");
  }

  @Test
  void hashAndSizeAreFilledInAndUnknownFieldsStay() throws UserException, IOException {
    JsonNode images =
        new ObjectMapper().readTree(withFolder("{'images':[" + OURS + "]}").manifestJson()).path("images");
    JsonNode mine = images.get(images.size() - 1);
    assertEquals(Hashes.sha256(KERNEL), mine.path("sha256").asText());
    assertEquals(KERNEL.length, mine.path("sizeBytes").asInt());
    assertEquals("me", mine.path("author").asText());
  }

  @Test
  void anImageOfTheSameNameReplacesTheShippedOne() throws UserException, IOException {
    String name = ImageLibrary.load(List.of()).machine(null).image("kernel");
    Files.write(temp.resolve(name), KERNEL);
    ImageLibrary library = withFolder("{'images':[{'file':'" + name + "','kind':'kernel'}]}");
    assertArrayEquals(KERNEL, library.image(name).read());
  }

  @Test
  void anImageThatChangesOnDiskIsNoticed() throws UserException, IOException {
    Image image = withFolder("{'images':[" + OURS + "]}").image("mine.elf");
    assertTrue(image.folder().isUnchanged(image));
    Files.write(temp.resolve("mine.elf"), "another kernel".getBytes(UTF_8));
    assertFalse(image.folder().isUnchanged(image));
  }

  @Test
  void aLinkOutOfTheFolderIsNotFollowed() throws IOException {
    Files.createSymbolicLink(temp.resolve("link"), Files.write(outside.resolve("secret"), KERNEL));
    assertRefused("{'images':[{'file':'link','kind':'kernel'}]}", "image link is a link to a place outside");
    Files.createSymbolicLink(temp.resolve("up"), Path.of("../secret"));
    assertRefused("{'images':[{'file':'up','kind':'kernel'}]}", "image up is a link to a place outside");
  }

  @Test
  void anImageThatBecomesALinkOutOfTheFolderIsNotFollowedEither() throws UserException, IOException {
    Image image = withFolder("{'images':[" + OURS + "]}").image("mine.elf");
    Files.delete(temp.resolve("mine.elf"));
    Files.createSymbolicLink(temp.resolve("mine.elf"), Files.write(outside.resolve("secret"), KERNEL));
    assertFalse(image.folder().isUnchanged(image));
  }

  @Test
  void aLinkInsideTheFolderIsFollowed() throws UserException, IOException {
    Files.write(temp.resolve("v2"), KERNEL);
    Files.createSymbolicLink(temp.resolve("link"), Path.of("v2"));
    ImageLibrary library = withFolder("{'images':[{'file':'link','kind':'kernel'}]}");
    assertArrayEquals(KERNEL, library.image("link").read());
  }

  @Test
  void aMissingFolderAndAFileInItsPlaceAreRefused() throws IOException {
    Path missing = temp.resolve("missing");
    assertEquals(
        "images folder " + missing + " does not exist",
        assertThrows(UserException.class, () -> ImageLibrary.load(List.of(missing))).getMessage());
    Path file = Files.createFile(temp.resolve("file"));
    assertEquals(
        "images folder " + file + " is not a folder",
        assertThrows(UserException.class, () -> ImageLibrary.load(List.of(file))).getMessage());
    assertTrue(
        assertThrows(UserException.class, () -> ImageLibrary.load(List.of(temp)))
            .getMessage()
            .endsWith("manifest.json does not exist"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "                                                  | not a JSON object",
        "[]                                                | not a JSON object",
        "{'images':                                        | not valid JSON",
        "{} {}                                             | not valid JSON",
        "{'images':{}}                                     | \"images\" is not a list",
        "{'images':[1]}                                    | is not an object: 1",
        "{'images':[{'kind':'kernel'}]}                    | \"file\" is to be the plain name",
        "{'images':[{'file':'../x','kind':'kernel'}]}      | \"file\" is to be the plain name",
        "{'images':[{'file':'a/b','kind':'kernel'}]}       | \"file\" is to be the plain name",
        "{'images':[{'file':'.hidden','kind':'kernel'}]}   | \"file\" is to be the plain name",
        "{'images':[{'file':'mine.elf','kind':'tape'}]}    | \"kind\" is to be",
        "{'images':[{'file':'none','kind':'kernel'}]}      | image none does not exist",
        "{'images':[{'file':'dir','kind':'kernel'}]}       | image dir is not a regular file",
        "{'images':[{'file':'mine.elf','kind':'kernel'},{'file':'mine.elf','kind':'kernel'}]} | there twice",
        "{'images':[{'file':'mine.elf','kind':'kernel','sha256':'00'}]} | \"sha256\" is 00 in the manifest",
        "{'images':[{'file':'mine.elf','kind':'kernel','sizeBytes':5}]} | \"sizeBytes\" is 5",
        "{'machines':[{'kernel':'x'}]}                     | \"id\" is to be",
        "{'machines':[{'id':'m','kernel':'x'}]}            | there is no image x",
        "{'machines':[{'id':'m','harts':'two'}]}           | \"harts\" is not a whole number",
        "{'machines':[{'id':'m','disks':{}}]}              | \"disks\" is not a list",
        "{'machines':[{'id':'m','disks':[{}]}]}            | a disk is to have either",
        "{'machines':[{'id':'m','disks':[{'blankMiB':0}]}]} | a disk is to have either",
        "{'machines':[{'id':'m','disks':[{'image':'x','blankMiB':1}]}]} | a disk is to have either",
        "{'machines':[{'id':'m','disks':[{'image':'x'}]}]} | there is no disk x",
        "{'images':[{'file':'mine.elf','kind':'kernel'}],'machines':[{'id':'m','disks':[{'image':'mine.elf'}]}]} "
            + "| there is no disk mine.elf",
        "{'machines':[{'id':'m','disks':[{'blankMiB':1},{'blankMiB':1},{'blankMiB':1},{'blankMiB':1},"
            + "{'blankMiB':1}]}]} | has 5 disks; at most 4",
      })
  void aBadManifestIsToldInOneLine(String json, String message) throws IOException {
    Files.createDirectories(temp.resolve("dir"));
    assertRefused(json == null ? "" : json, message);
  }

  @Test
  void aFolderOfImageFoldersAddsThemAll() throws UserException, IOException {
    for (String name : new String[] {"one", "two"}) {
      Path folder = Files.createDirectory(temp.resolve(name));
      Files.write(folder.resolve(name + ".disk"), KERNEL);
      Files.writeString(folder.resolve("manifest.json"), "{'images':[{'file':'NAME.disk','kind':'disk'}],"
          .concat("'machines':[{'id':'NAME','disks':[{'image':'NAME.disk','readOnly':true},")
          .concat("{'blankMiB':8,'onlyKept':true}]}]}")
          .replace("NAME", name).replace('\'', '"'));
    }
    ImageLibrary library = ImageLibrary.load(List.of(temp));
    assertEquals(List.of(new DiskDescription("two.disk", true, 0, false),
            new DiskDescription(null, false, 8, true)),
        library.machine("two").disks());
    assertTrue(library.image("one.disk").isDisk());
  }

  @Test
  void anUnknownMachineIsToldWithThoseThereAre() throws UserException {
    String message =
        assertThrows(UserException.class, () -> ImageLibrary.load(List.of()).machine("none")).getMessage();
    assertTrue(message.contains("none") && message.contains(ImageLibrary.load(List.of()).machine(null).id()));
  }

  private void assertRefused(String json, String expected) {
    String message = assertThrows(UserException.class, () -> withFolder(json)).getMessage();
    assertTrue(message.contains(expected), message);
    assertTrue(message.contains("manifest.json"), message);
    assertFalse(message.contains("\n"), message);
  }

  private ImageLibrary withFolder(String json) throws UserException, IOException {
    Files.write(temp.resolve("mine.elf"), KERNEL);
    Files.writeString(temp.resolve("manifest.json"), json.replace('\'', '"'));
    return ImageLibrary.load(List.of(temp));
  }
}
