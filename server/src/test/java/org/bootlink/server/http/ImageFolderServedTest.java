// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bootlink.server.UserException;
import org.bootlink.server.images.ImageLibrary;
import org.bootlink.server.site.Hashes;
import org.bootlink.server.site.SiteLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderServedTest {
  private static final byte[] KERNEL = "a kernel of one's own".getBytes(UTF_8);

  @TempDir Path folder;
  private BootlinkServer server;
  private final String path = "/" + SiteLayout.image(Hashes.sha256(KERNEL), "mine.elf");

  @BeforeEach
  void start() throws IOException, UserException {
    Files.write(folder.resolve("mine.elf"), KERNEL);
    Files.write(folder.resolve("secret"), KERNEL);
    Files.writeString(
        folder.resolve("manifest.json"), "{\"images\":[{\"file\":\"mine.elf\",\"kind\":\"kernel\"}]}");
    server = new BootlinkServer("127.0.0.1", 0, ImageLibrary.load(List.of(folder)), null);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void itsImageIsServedLikeAShippedOne() throws IOException {
    RawHttp.Response image = get(path);
    assertEquals(200, image.status());
    assertArrayEquals(KERNEL, image.body());
    assertEquals("public, max-age=31536000, immutable", image.header("Cache-Control"));
    assertEquals("application/octet-stream", image.header("Content-Type"));
    assertEquals(206, RawHttp.send(server.url(), "GET", path, "Range: bytes=2-7").status());
  }

  @Test
  void theServedManifestNamesItBesidesTheShippedOnes() throws IOException, UserException {
    RawHttp.Response manifest = get("/images.json");
    assertEquals("no-cache", manifest.header("Cache-Control"));
    assertTrue(manifest.text().contains("\"mine.elf\""));
    assertTrue(manifest.text().contains(ImageLibrary.load(List.of()).images().iterator().next().sha256()));
  }

  @Test
  void whatTheManifestDoesNotNameCannotBeReached() throws IOException {
    assertEquals(404, get("/" + SiteLayout.image(Hashes.sha256(KERNEL), "secret")).status());
    assertEquals(404, get("/images/secret").status());
  }

  @Test
  void anImageThatIsNoLongerWhatItsAddressSaysIsGone() throws IOException {
    Files.writeString(folder.resolve("mine.elf"), "something else");
    assertEquals(404, get(path).status());
    Files.delete(folder.resolve("mine.elf"));
    assertEquals(404, get(path).status());
  }

  private RawHttp.Response get(String target) throws IOException {
    return RawHttp.send(server.url(), "GET", target);
  }
}
