// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.bootlink.server.UserException;
import org.bootlink.server.images.ImageLibrary;
import org.bootlink.server.store.FileStore;
import org.bootlink.server.store.StoreLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreHandlerTest {
  private static final int LIMIT_MILLIS = 1_500;
  private static final int PATIENCE_MILLIS = 15_000;
  private static final String TYPE = "Content-Type: application/octet-stream\r\n";

  @TempDir Path folder;
  private FileStore store;
  private BootlinkServer server;

  @BeforeEach
  void start() throws UserException {
    store = new FileStore(folder, new StoreLimits(1000, 3000, 10, Duration.ofDays(30)), InstantSource.system());
    start(LIMIT_MILLIS);
  }

  private void start(int millis) throws UserException {
    server = new BootlinkServer("127.0.0.1", 0, ImageLibrary.load(List.of()), store,
        new PeerLimits(millis, millis, 1000));
  }

  @AfterEach
  void stop() {
    server.close();
    store.close();
  }

  private RawHttp.Response post(String headers, String content) throws IOException {
    return RawHttp.sendRaw(server.url(),
        "POST /s/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n" + content);
  }

  private RawHttp.Response put(String content) throws IOException {
    return post(TYPE + "Content-Length: " + content.length() + "\r\n", content);
  }

  private RawHttp.Response get(String path) throws IOException {
    return RawHttp.send(server.url(), "GET", path);
  }

  @Test
  void whatIsStoredComesBackAndItsAddressLeadsToThePage() throws IOException {
    RawHttp.Response stored = put("hello");
    assertEquals(201, stored.status());
    String address = stored.header("Location");
    assertEquals(address + "\n", stored.text());
    assertEquals("/s/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", address);
    RawHttp.Response content = get(address + "/content");
    assertEquals("hello", content.text());
    assertEquals("attachment", content.header("Content-Disposition"));
    assertEquals("same-origin", content.header("Cross-Origin-Resource-Policy"));
    assertEquals("nosniff", content.header("X-Content-Type-Options"));
    assertTrue(content.header("Cache-Control").contains("immutable"));
    RawHttp.Response page = get(address);
    assertEquals(302, page.status());
    assertEquals("../#session=s." + address.substring(3), page.header("Location"));
    assertEquals(200, RawHttp.send(server.url(), "HEAD", address + "/content").status());
  }

  @Test
  void theStoreSaysWhatItTakesAndListsNothing() throws IOException {
    put("hello");
    RawHttp.Response answer = get("/s/");
    assertEquals("{\"maxBytes\":1000,\"days\":30}\n", answer.text());
    assertEquals("application/json", answer.header("Content-Type"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "GET /s/x | 404", "GET /s/../s/x | 404", "GET /s/%2e%2e/lock | 400", "GET /s/lock | 404", "GET /s | 404",
    "GET /s/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | 404",
    "GET /s/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/content | 404",
    "PUT /s/ | 405", "OPTIONS /s/ | 405",
    "DELETE /s/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 | 405",
    "POST /s/x | 405",
  })
  void otherRequestsGetTheirStatus(String request, int status) throws IOException {
    put("hello");
    RawHttp.Response answer =
        RawHttp.send(server.url(), request.split(" ")[0], request.split(" ")[1]);
    assertEquals(status, answer.status(), answer.text());
    assertNull(answer.header("Access-Control-Allow-Origin"));
  }

  @Test
  void whatIsNotAllowedIsRefusedInWords() throws IOException {
    assertEquals(415, post("Content-Length: 1\r\n", "x").status());
    assertEquals(415, post("Content-Type: text/plain\r\nContent-Length: 1\r\n", "x").status());
    assertEquals(411, post(TYPE + "Transfer-Encoding: chunked\r\n", "1\r\nx\r\n0\r\n\r\n").status());
    RawHttp.Response tooLong = post(TYPE + "Content-Length: 1001\r\n", "");
    assertEquals(413, tooLong.status());
    assertEquals("This has 1001 bytes; at most 1000 are kept here.\n", tooLong.text());
    assertEquals(403, post(TYPE + "Sec-Fetch-Site: cross-site\r\nContent-Length: 1\r\n", "x").status());
    assertEquals(201, post(TYPE + "Sec-Fetch-Site: same-origin\r\nContent-Length: 1\r\n", "x").status());
  }

  @Test
  void aFullStoreSaysSo() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertEquals(201, put(String.valueOf(i).repeat(1000)).status());
    }
    RawHttp.Response full = put("more");
    assertEquals(507, full.status());
    assertTrue(full.text().startsWith("The store is full"), full.text());
  }

  @Test
  void aPeerThatStoresOnAndOnIsToldWhenItMayAgain() throws IOException {
    int stored = 0;
    RawHttp.Response answer = put("0");
    while (answer.status() == 201 && stored < 100) {
      answer = put("same");
      stored++;
    }
    assertEquals(429, answer.status());
    assertTrue(stored >= 20, "stored " + stored);
    assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
    assertEquals(200, get("/").status());
  }

  private Socket halfAnUpload() throws IOException {
    URI url = URI.create(server.url());
    Socket peer = new Socket(url.getHost(), url.getPort());
    peer.getOutputStream().write(("POST /s/ HTTP/1.1\r\nHost: localhost\r\n" + TYPE
        + "Content-Length: 900\r\n\r\nsome").getBytes(StandardCharsets.ISO_8859_1));
    return peer;
  }

  private void awaitIncoming(int count) throws InterruptedException {
    for (int i = 0; i < 1_000 && folder.resolve("incoming").toFile().list().length != count; i++) {
      Thread.sleep(20);
    }
    assertEquals(count, folder.resolve("incoming").toFile().list().length, "uploads that go on");
  }

  @Test
  void aPeerHasOnlySoManyUploadsAtOnce() throws Exception {
    server.close();
    start(10 * PATIENCE_MILLIS);
    List<Socket> peers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      peers.add(halfAnUpload());
    }
    awaitIncoming(4);
    RawHttp.Response busy = put("more");
    assertEquals(503, busy.status());
    assertTrue(Integer.parseInt(busy.header("Retry-After")) > 0);
    for (Socket peer : peers) {
      peer.close();
    }
    awaitIncoming(0);
    assertEquals(201, put("more").status());
  }

  @Test
  void anUploadThatDoesNotGetOnIsCutOffAndLeavesNothing() throws Exception {
    try (Socket peer = halfAnUpload()) {
      peer.setSoTimeout(PATIENCE_MILLIS);
      peer.getInputStream().readAllBytes();
    } catch (SocketException cutOff) {
      assertTrue(cutOff.getMessage().contains("reset"), cutOff.getMessage());
    }
    awaitIncoming(0);
  }

  @Test
  void networksOfIpv6CountAsOnePeer() throws Exception {
    StoreQuota quota = StoreQuota.usual();
    for (int i = 0; i < 4; i++) {
      assertTrue(quota.begin(InetAddress.getByName("2001:db8::" + i)));
    }
    assertTrue(!quota.begin(InetAddress.getByName("2001:db8::9")));
    assertTrue(quota.begin(InetAddress.getByName("2001:db8:0:1::9")));
  }
}
