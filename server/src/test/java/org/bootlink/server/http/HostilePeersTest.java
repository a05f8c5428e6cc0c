// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bootlink.server.UserException;
import org.bootlink.server.images.ImageLibrary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers that send nonsense, send or read slowly, go away in the middle or come by the thousand. */
class HostilePeersTest {
  private static final int LIMIT_MILLIS = 1_500;
  private static final int PATIENCE_MILLIS = 15_000;
  /** More than the server has threads. */
  private static final int SLOW_READERS = 60;
  private static final int CROWD = 1_000;
  private static final String HOST = "Host: localhost\r\n";

  private static ImageLibrary library;
  private static String largest;

  private final List<Socket> peers = new ArrayList<>();
  private BootlinkServer server;
  private URI url;

  @BeforeAll
  static void findLargestFile() throws UserException {
    library = ImageLibrary.load(List.of());
    largest = "/" + library.image(library.machine(null).image("initrd")).path();
  }

  @BeforeEach
  void start() throws UserException {
    start(LIMIT_MILLIS, 2 * CROWD);
  }

  private void start(int millis, int maxConnections) throws UserException {
    server = new BootlinkServer("127.0.0.1", 0, library, null, new PeerLimits(millis, millis, maxConnections));
    url = URI.create(server.url());
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket peer : peers) {
      peer.close();
    }
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 << 10);
    socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    peers.add(socket);
    return socket;
  }

  private Socket send(String bytes) throws IOException {
    Socket socket = connect();
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    return socket;
  }

  /** A peer that goes on sending until the server, which may have answered long before, no longer takes it. */
  private Socket sendUntilRefused(String bytes) throws IOException {
    Socket socket = connect();
    try {
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    } catch (SocketException refused) {
      // What it answered can still be read.
    }
    return socket;
  }

  /** Everything up to the end of the connection, however that comes. */
  private static String readAll(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[1 << 16];
    try {
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        text.append(new String(bytes, 0, n, ISO_8859_1));
      }
    } catch (SocketException reset) {
      return text.toString();
    }
    return text.toString();
  }

  /** How long a well-behaved client waits for the page. */
  private long servedMillis() throws IOException {
    long start = System.nanoTime();
    assertEquals(200, RawHttp.send(url.toString(), "GET", "/").status());
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static int statusOf(String response) {
    return response.startsWith("HTTP/1.1 ") ? Integer.parseInt(response.substring(9, 12)) : 0;
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "GET /\\r\\n\\r\\n | 505",
    "GET / HTTP/0.9\\r\\n\\r\\n | 505",
    "GET / HTTP/3.0\\r\\n\\r\\n | 505",
    "GET / HTTP/1.1\\r\\n\\r\\n | 400",
    "GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n | 400",
    "GET / HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n | 400",
    "GET / HTTP/1.1\\r\\nHost: a:99999999\\r\\n\\r\\n | 400",
    "GET / HTTP/1.1\\r\\nHost: a\\r\\n folded: x\\r\\n\\r\\n | 400",
    "GET / HTTP/1.1\\r\\nHost : a\\r\\n\\r\\n | 400",
    "GET / HTTP/1.1\\r\\nHost: a\\r\\nno colon\\r\\n\\r\\n | 400",
    "GET / HTTP/1.1\\r\\nHost: a\\r\\nX: \\0\\r\\n\\r\\n | 400",
    "GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: -1\\r\\n\\r\\n | 400",
    "GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1x\\r\\n\\r\\n | 400",
    "GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\n | 400",
    "POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\nx | 400",
    "POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0 | 400",
    "POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: nonsense\\r\\n\\r\\n | 400",
    "POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nffffffffffffffffff\\r\\n | 405",
    "POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 999999999999\\r\\n\\r\\nx | 405",
    "POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 9\\r\\nExpect: 100-continue\\r\\n\\r\\n | 405",
    "GET http://elsewhere/../x HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n | 400",
    "CONNECT a:80 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n | 405",
    "OPTIONS * HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n | 405",
    "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n | 426",
    "\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xfc\\x03\\x03 | 400",
  })
  void nonsenseGetsItsStatusAndTheConnectionEnds(String request, int status) throws IOException {
    String bytes = request.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
    for (int x = bytes.indexOf("\\x"); x >= 0; x = bytes.indexOf("\\x")) {
      char c = (char) Integer.parseInt(bytes.substring(x + 2, x + 4), 16);
      bytes = bytes.substring(0, x) + c + bytes.substring(x + 4);
    }
    String response = readAll(send(bytes));
    assertEquals(status, statusOf(response), response);
    assertTrue(!response.contains("Exception") && !response.contains("jetty"), response);
    await("the connection is gone", () -> server.connections() == 0);
    servedMillis();
  }

  @Test
  void hugeHeadersAreRefusedBeforeTheyAreRead() throws IOException {
    String headers = HOST + "X: y\r\n".repeat(20_000);
    assertEquals(431, statusOf(readAll(sendUntilRefused("GET / HTTP/1.1\r\n" + headers))));
    int status = statusOf(readAll(sendUntilRefused("GET /" + "x".repeat(1 << 20))));
    assertTrue(status == 414 || status == 431, "status " + status);
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws IOException {
    String missing = "GET /none HTTP/1.1\r\n" + HOST + "\r\n";
    String page = "HEAD / HTTP/1.1\r\n" + HOST + "\r\n";
    String responses = readAll(send((page + missing).repeat(50) + "rubbish\r\n\r\n" + page));
    String[] parts = responses.split("HTTP/1.1 ");
    assertEquals(102, parts.length);
    for (int i = 1; i <= 100; i++) {
      assertTrue(parts[i].startsWith(i % 2 == 1 ? "200" : "404"), parts[i]);
    }
    assertTrue(parts[101].startsWith("400"), "nothing after a broken request is answered");
  }

  @Test
  void aPeerThatOnlyListensIsStillAnswered() throws IOException {
    Socket whole = send("GET / HTTP/1.1\r\n" + HOST + "\r\n");
    whole.shutdownOutput();
    assertEquals(200, statusOf(readAll(whole)));
    Socket partial = send("GET / HTTP/1.1\r\nHost: lo");
    partial.shutdownOutput();
    int status = statusOf(readAll(partial));
    assertTrue(status == 0 || status == 400, "status " + status);
    await("both are gone", () -> server.connections() == 0);
  }

  @ParameterizedTest
  @CsvSource({
    "G",
    "GET / HTTP/1.1\\r\\nHost: a\\r\\nX: ",
    "POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 100000\\r\\n\\r\\n",
  })
  void aPeerThatSendsByteByByteIsCutOff(String start) throws IOException {
    Socket socket = send(start.replace("\\r", "\r").replace("\\n", "\n"));
    long begin = System.nanoTime();
    try {
      while (System.nanoTime() - begin < PATIENCE_MILLIS * 1_000_000L) {
        socket.getOutputStream().write('x');
        Thread.sleep(100);
      }
    } catch (IOException cutOff) {
      long millis = (System.nanoTime() - begin) / 1_000_000;
      assertTrue(millis < 3 * LIMIT_MILLIS, "after " + millis + " ms");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertEquals(0, server.connections());
  }

  @Test
  void slowReadersNeitherHoldThreadsNorStayForEver() throws IOException {
    for (int i = 0; i < SLOW_READERS; i++) {
      send("GET " + largest + " HTTP/1.1\r\n" + HOST + "\r\n").getInputStream().read();
    }
    assertEquals(SLOW_READERS, server.connections());
    long millis = servedMillis();
    assertTrue(millis < LIMIT_MILLIS, "served after " + millis + " ms");
    long begin = System.nanoTime();
    while (server.connections() > 0 && System.nanoTime() - begin < PATIENCE_MILLIS * 1_000_000L) {
      for (Socket peer : peers) {
        readSome(peer);
      }
    }
    assertEquals(0, server.connections());
  }

  private static void readSome(Socket peer) {
    try {
      peer.setSoTimeout(1);
      peer.getInputStream().read();
    } catch (IOException gone) {
      // Or it has nothing just now.
    }
  }

  @Test
  void beyondTheLimitOneIsServedAsSoonAsIdleOnesAreGone() throws IOException, UserException {
    server.close();
    start(10 * PATIENCE_MILLIS, 50);
    for (int i = 0; i < 100; i++) {
      connect();
    }
    await("the first fifty are in", () -> server.connections() == 50);
    long millis = servedMillis();
    assertTrue(millis < PATIENCE_MILLIS, "served after " + millis + " ms");
  }

  @Test
  void aThousandAtOnceLeaveNothingBehind() throws IOException, UserException {
    server.close();
    start(PATIENCE_MILLIS, 2 * CROWD);
    servedMillis();
    await("the first is gone", () -> server.connections() == 0);
    long descriptors = descriptors();
    int threads = Thread.activeCount();
    String[] starts = {"", "GET", "GET / HTTP/1.1\r\nHost", "GET " + largest + " HTTP/1.1\r\n" + HOST + "\r\n"};
    for (int i = 0; i < CROWD; i++) {
      send(starts[i % starts.length]);
    }
    await("all are in", () -> server.connections() == CROWD);
    long slowest = 0;
    for (int i = 0; i < 20; i++) {
      slowest = Math.max(slowest, servedMillis());
    }
    int threadsThen = Thread.activeCount();
    for (Socket peer : peers) {
      peer.close();
    }
    await("all are gone", () -> server.connections() == 0);
    await("their descriptors are closed", () -> descriptors() <= descriptors + 20);
    assertTrue(threadsThen <= threads + 40, threadsThen + " threads, before " + threads);
    long after = servedMillis();
    System.out.printf("hostile peers: %d open at once; slowest of 20 pages %d ms; %d threads;"
        + " descriptors before %d, after %d; page afterwards %d ms%n", CROWD, slowest, threadsThen,
        descriptors, descriptors(), after);
  }

  private static long descriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }
}
