// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.bootlink.server.UserException;
import org.bootlink.server.images.Image;
import org.bootlink.server.images.ImageLibrary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built site over a real connection. */
class BootlinkServerTest {
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private static BootlinkServer server;
  private static String url;
  private static Image kernel;
  private static byte[] kernelBytes;

  @BeforeAll
  static void start() throws UserException, IOException {
    ImageLibrary library = ImageLibrary.load(List.of());
    kernel = library.image(library.machine(null).image("kernel"));
    kernelBytes = kernel.read();
    server = new BootlinkServer("127.0.0.1", 0, library, null);
    url = server.url();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void rootIsThePageAndIsCheckedForNewsEveryTime() throws IOException {
    RawHttp.Response root = get("/");
    assertEquals(200, root.status());
    assertEquals("text/html; charset=utf-8", root.header("Content-Type"));
    assertEquals("no-cache", root.header("Cache-Control"));
    assertArrayEquals(root.body(), get("/index.html").body());
    assertEquals(200, RawHttp.send(url, "GET", "/?memory=64&harts=4").status());
  }

  @Test
  void whatThePageRefersToIsThereAndMayBeKeptForEver() throws IOException {
    Matcher references = Pattern.compile("[\"'](a/[0-9a-f]{16}/[^\"'?#]+)").matcher(get("/").text());
    int count = 0;
    while (references.find()) {
      RawHttp.Response asset = get("/" + references.group(1));
      assertEquals(200, asset.status(), references.group(1));
      assertEquals(IMMUTABLE, asset.header("Cache-Control"));
      count++;
    }
    assertTrue(count > 0);
  }

  @Test
  void everyResponseHasTheSecurityHeaders() throws IOException {
    for (RawHttp.Response response :
        new RawHttp.Response[] {
          get("/"),
          get(kernelPath()),
          get("/none"),
          RawHttp.send(url, "POST", "/"),
          get("/%2e%2e/x"),
          RawHttp.send(url, "GET", "/", "If-None-Match: " + get("/").header("ETag")),
          RawHttp.sendRaw(url, "NONSENSE\r\n\r\n"),
        }) {
      String policy = response.header("Content-Security-Policy");
      assertNotNull(policy, "status " + response.status());
      for (String directive :
          new String[] {
            "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "worker-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "object-src 'none'", "base-uri 'none'", "connect-src 'self' https: http: blob:",
            "img-src 'self' data:", "font-src 'self'", "frame-ancestors *",
          }) {
        assertTrue(Arrays.asList(policy.split("; ")).contains(directive), directive);
      }
      assertEquals("nosniff", response.header("X-Content-Type-Options"));
      assertNull(response.header("Cross-Origin-Opener-Policy"), "it costs a visit another process");
      assertEquals("require-corp", response.header("Cross-Origin-Embedder-Policy"));
      assertEquals("cross-origin", response.header("Cross-Origin-Resource-Policy"));
      assertEquals("no-referrer", response.header("Referrer-Policy"));
      assertNull(response.header("Server"));
    }
  }

  @Test
  void imagesAreServedAsTheyAre() throws IOException {
    RawHttp.Response image = get(kernelPath());
    assertEquals("application/octet-stream", image.header("Content-Type"));
    assertEquals(IMMUTABLE, image.header("Cache-Control"));
    assertNull(image.header("Content-Encoding"));
    assertArrayEquals(kernelBytes, image.body());
  }

  @Test
  void compressedFormsAreSentToThoseWhoTakeThem() throws IOException {
    RawHttp.Response gzip = RawHttp.send(url, "GET", kernelPath(), "Accept-Encoding: gzip");
    assertEquals("gzip", gzip.header("Content-Encoding"));
    assertEquals("Accept-Encoding", gzip.header("Vary"));
    assertEquals(gzip.body().length, Integer.parseInt(gzip.header("Content-Length")));
    assertArrayEquals(
        kernelBytes, new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes());
    RawHttp.Response brotli = RawHttp.send(url, "HEAD", kernelPath(), "Accept-Encoding: gzip, deflate, br");
    assertEquals("br", brotli.header("Content-Encoding"));
    assertTrue(Integer.parseInt(brotli.header("Content-Length")) < gzip.body().length);
    RawHttp.Response plain = RawHttp.send(url, "HEAD", kernelPath(), "Accept-Encoding: identity");
    assertNull(plain.header("Content-Encoding"));
    assertEquals("Accept-Encoding", plain.header("Vary"));
  }

  @Test
  void compressedFilesHaveNoAddressOfTheirOwn() throws IOException {
    assertEquals(404, get(kernelPath() + ".br").status());
    assertEquals(404, get("/index.html.gz").status());
  }

  @Test
  void eachFormHasAStrongTagThatGivesNotModified() throws IOException {
    for (String path : new String[] {"/", "/images.json", kernelPath()}) {
      for (String coding : new String[] {"identity", "gzip", "br"}) {
        RawHttp.Response first = RawHttp.send(url, "GET", path, "Accept-Encoding: " + coding);
        String etag = first.header("ETag");
        assertTrue(etag.matches("\"[^\"]+\""), etag);
        RawHttp.Response again =
            RawHttp.send(
                url, "GET", path, "Accept-Encoding: " + coding, "If-None-Match: \"other\", " + etag);
        assertEquals(304, again.status(), path + " " + coding);
        assertEquals(0, again.body().length);
        assertEquals(first.header("Cache-Control"), again.header("Cache-Control"));
        assertEquals(first.header("Vary"), again.header("Vary"));
        assertEquals(etag, again.header("ETag").replaceFirst("^.*, ", ""));
        assertNull(again.header("Content-Type"));
      }
    }
    assertEquals(200, RawHttp.send(url, "GET", "/", "If-None-Match: \"other\"").status());
    assertEquals(412, RawHttp.send(url, "GET", "/", "If-Match: \"other\"").status());
  }

  @Test
  void datesMeanNothingBecauseBuildsShareThem() throws IOException {
    assertNull(get("/").header("Last-Modified"));
    assertEquals(
        200, RawHttp.send(url, "GET", "/", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT").status());
  }

  @Test
  void aRangeGivesThatPart() throws IOException {
    RawHttp.Response part = RawHttp.send(url, "GET", kernelPath(), "Range: bytes=100-299");
    assertEquals(206, part.status());
    assertEquals("bytes 100-299/" + kernelBytes.length, part.header("Content-Range"));
    assertArrayEquals(Arrays.copyOfRange(kernelBytes, 100, 300), part.body());
    RawHttp.Response tail = RawHttp.send(url, "GET", kernelPath(), "Range: bytes=-10");
    assertArrayEquals(
        Arrays.copyOfRange(kernelBytes, kernelBytes.length - 10, kernelBytes.length), tail.body());
    assertEquals("bytes", get(kernelPath()).header("Accept-Ranges"));
  }

  @Test
  void aRangeOutsideOfTheFileGivesItsSize() throws IOException {
    RawHttp.Response none =
        RawHttp.send(url, "GET", kernelPath(), "Range: bytes=" + kernelBytes.length + "-");
    assertEquals(416, none.status());
    assertEquals("bytes */" + kernelBytes.length, none.header("Content-Range"));
    assertNull(none.header("Content-Encoding"));
  }

  @Test
  void severalRangesGiveEachPartWithItsPlace() throws IOException {
    RawHttp.Response parts = RawHttp.send(url, "GET", kernelPath(), "Range: bytes=10-19,1000-1003");
    assertEquals(206, parts.status());
    assertTrue(parts.header("Content-Type").startsWith("multipart/byteranges"), parts.header("Content-Type"));
    for (int[] range : new int[][] {{10, 19}, {1000, 1003}}) {
      String content = new String(kernelBytes, range[0], range[1] - range[0] + 1, ISO_8859_1);
      String part = "bytes " + range[0] + "-" + range[1] + "/" + kernelBytes.length + "\r\n\r\n" + content;
      assertTrue(parts.text().contains(part), part);
    }
  }

  @Test
  void aRangeThatGoesPastTheEndGivesWhatThereIs() throws IOException {
    RawHttp.Response part = RawHttp.send(
        url, "GET", kernelPath(), "Range: bytes=" + (kernelBytes.length - 5) + "-" + 10L * Integer.MAX_VALUE);
    assertEquals(206, part.status());
    assertEquals(5, part.body().length);
  }

  @Test
  void aRangeOfAnotherVersionGivesTheWholeFile() throws IOException {
    String etag = get("/").header("ETag");
    assertEquals(206, RawHttp.send(url, "GET", "/", "Range: bytes=0-3", "If-Range: " + etag).status());
    assertEquals(200, RawHttp.send(url, "GET", "/", "Range: bytes=0-3", "If-Range: \"old\"").status());
  }

  @Test
  void manyRangesDoNotMultiplyTheFile() throws IOException {
    RawHttp.Response response =
        RawHttp.send(url, "GET", kernelPath(), "Range: bytes=" + "0-,".repeat(500) + "0-");
    assertTrue(response.body().length < 2 * kernelBytes.length, response.body().length + " bytes");
  }

  @Test
  void headIsGetWithoutTheBody() throws IOException {
    RawHttp.Response head = RawHttp.send(url, "HEAD", kernelPath());
    assertEquals(200, head.status());
    assertEquals(0, head.body().length);
    assertEquals(kernelBytes.length, Integer.parseInt(head.header("Content-Length")));
    assertEquals(get(kernelPath()).header("ETag"), head.header("ETag"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get"})
  void otherMethodsAreRefused(String method) throws IOException {
    RawHttp.Response response = RawHttp.send(url, method, "/");
    assertEquals(405, response.status());
    assertEquals("GET, HEAD", response.header("Allow"));
    assertPlainWords(response);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/none", "/a", "/a/", "/images", "/images/", "/images/0000000000000000/Image", "/index.html/",
        "/INDEX.HTML", "//index.html", "//", "/./index.html", "/images/../index.html",
        "/images/../../../../../etc/passwd", "/../../../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd", "/%2e%2e%2findex.html", "/..%5c..%5cetc/passwd", "/..\\..\\etc\\passwd",
        "/index.html%00", "/%00", "/index.html%00.png", "/index%2ehtml", "/%69ndex.html",
        "/..;/index.html", "/;/index.html", "/index.html;x=1", "/..;x/..;x/etc/passwd",
        "/images/..%252f..%252fetc/passwd", "/%c0%ae%c0%ae/etc/passwd", "/%u002e%u002e/etc/passwd",
        "/META-INF/MANIFEST.MF", "/org/bootlink/server/Bootlink.class", "/../server/Bootlink.class",
        "/file:/etc/passwd", "/~root", "/%", "/%zz",
      })
  void onlyTheSiteCanBeReached(String target) throws IOException {
    RawHttp.Response response = RawHttp.send(url, "GET", target);
    assertTrue(response.status() == 404 || response.status() == 400, "status " + response.status());
    assertPlainWords(response);
    assertFalse(response.text().contains("root:"));
  }

  @Test
  void headersThatAreTooLongAreRefused() throws IOException {
    assertEquals(431, RawHttp.send(url, "GET", "/", "X-Long: " + "x".repeat(20_000)).status());
    int status = get("/" + "x".repeat(20_000)).status();
    assertTrue(status == 414 || status == 431 || status == 400, "status " + status);
  }

  @Test
  void anOrdinaryClientIsServed() throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url).resolve(kernel.path())).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertEquals(200, response.statusCode());
    assertArrayEquals(kernelBytes, response.body());
  }

  @Test
  void aTakenPortIsToldInOneLine() throws IOException, UserException {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      ImageLibrary library = ImageLibrary.load(List.of());
      String message =
          assertThrows(
                  UserException.class,
                  () -> new BootlinkServer("127.0.0.1", taken.getLocalPort(), library, null))
              .getMessage();
      assertTrue(message.contains("port " + taken.getLocalPort()) && message.contains("in use"), message);
      assertFalse(message.contains("\n"));
    }
  }

  private static RawHttp.Response get(String target) throws IOException {
    return RawHttp.send(url, "GET", target);
  }

  private static String kernelPath() {
    return "/" + kernel.path();
  }

  private static void assertPlainWords(RawHttp.Response response) {
    assertEquals("text/plain; charset=utf-8", response.header("Content-Type"));
    assertTrue(response.text().matches("\\d{3} [A-Z].+\\n"), response.text());
    assertFalse(response.text().contains("Exception"));
  }
}
