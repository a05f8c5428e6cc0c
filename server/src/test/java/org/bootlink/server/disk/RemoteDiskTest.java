// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.bootlink.host.BlockStore;
import org.bootlink.host.BlockStore.Outcome;
import org.bootlink.memory.LinearMemory;
import org.bootlink.server.UserException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RemoteDiskTest {
  private static final int SIZE = 1 << 20;
  private static final int CHUNK = 4096;
  private static final int POLL_MILLIS = 5;
  private static final Random RANDOM = new Random(1);

  @TempDir Path temp;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();
  private final AtomicInteger damaged = new AtomicInteger();
  private final LinearMemory memory = LinearMemory.onHeap(SIZE);
  private final byte[] raw = new byte[SIZE];
  private HttpServer server;

  @BeforeEach
  void serve() throws Exception {
    RANDOM.nextBytes(raw);
    Arrays.fill(raw, 0, 10 * CHUNK, (byte) 0);
    Path packed = temp.resolve("disk.packed");
    DiskPacker.pack(Files.write(temp.resolve("disk.img"), raw), packed, CHUNK, new ReadTrace());
    files.put("/disk.packed", Files.readAllBytes(packed));
    files.put("/disk.img", raw);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Ranges of {@link #files}; all of "/whole"; a broken connection or other bytes where that is asked for. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      byte[] file = files.get(exchange.getRequestURI().getPath());
      if (broken.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        return;
      }
      if (file == null) {
        boolean whole = exchange.getRequestURI().getPath().equals("/whole");
        exchange.sendResponseHeaders(whole ? 200 : 404, -1);
        return;
      }
      String[] range = exchange.getRequestHeaders().getFirst("range").substring("bytes=".length()).split("-");
      int start = Integer.parseInt(range[0]);
      int end = Math.min(file.length, Integer.parseInt(range[1]) + 1);
      byte[] part = Arrays.copyOfRange(file, start, end);
      part[0] ^= (byte) (damaged.getAndUpdate(n -> Math.max(0, n - 1)) > 0 ? 1 : 0);
      exchange.getResponseHeaders().set("Content-Range", "bytes " + start + "-" + (end - 1) + "/" + file.length);
      if (exchange.getRequestURI().getPath().endsWith(".html")) {
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      }
      exchange.getResponseHeaders().set("ETag", "\"" + file.length + "\"");
      exchange.sendResponseHeaders(206, part.length);
      exchange.getResponseBody().write(part);
    }
  }

  private String address(String path) {
    return "http://localhost:" + server.getAddress().getPort() + path;
  }

  private byte[] read(BlockStore disk, int position, int length) throws InterruptedException {
    Outcome outcome = disk.read(position, memory, memory.base(), length);
    while (outcome == Outcome.AWAY) {
      Thread.sleep(POLL_MILLIS);
      outcome = disk.read(position, memory, memory.base(), length);
    }
    assertEquals(Outcome.DONE, outcome);
    byte[] bytes = new byte[length];
    memory.read(memory.base(), bytes, 0, length);
    return bytes;
  }

  private byte[] content(int position, int length) {
    return Arrays.copyOfRange(raw, position, position + length);
  }

  private String refusal(String address) throws Exception {
    try (Disks disks = new Disks(messages::add)) {
      return assertThrows(UserException.class, () -> disks.open(address)).getMessage();
    }
  }

  @Test
  void aCompressedDiskIsRefusedUnlessItsNameSaysThatItIsRaw() throws Exception {
    byte[] compressed = raw.clone();
    compressed[0] = 0x1f;
    compressed[1] = (byte) 0x8b;
    files.put("/disk.raw", compressed);
    files.put("/disk.gz", compressed);
    assertTrue(refusal(address("/disk.gz")).contains("is compressed with gzip"));
    try (Disks disks = new Disks(messages::add)) {
      assertEquals(SIZE, disks.open(address("/disk.raw")).sizeBytes());
    }
  }

  @Test
  void disksByAddressAreReadInPartAndTheirChangesStayHere() throws Exception {
    for (String path : List.of("/disk.packed", "/disk.img")) {
      requests.set(0);
      try (Disks disks = new Disks(messages::add)) {
        BlockStore disk = disks.open(address(path));
        assertEquals(SIZE, disk.sizeBytes());
        assertArrayEquals(content(SIZE - 3 * CHUNK - 5, 2 * CHUNK), read(disk, SIZE - 3 * CHUNK - 5, 2 * CHUNK));
        assertTrue(requests.get() < 8);
        assertArrayEquals(raw, read(disk, 0, SIZE));
        memory.putByte(memory.base(), (byte) 77);
        assertEquals(Outcome.DONE, disk.write(200_000, memory, memory.base(), 1));
        assertEquals(77, read(disk, 200_000, 1)[0]);
        assertTrue(disks.open(address(path) + ",ro").readOnly());
      }
    }
    assertEquals(List.of(), messages);
  }

  @Test
  void changesAreKeptInTheFolderForThatDisk() throws Exception {
    for (String path : List.of("/disk.packed", "/disk.img")) {
      Path keep = temp.resolve("kept" + path);
      for (int round = 0; round < 2; round++) {
        try (Disks disks = new Disks(keep, messages::add)) {
          BlockStore disk = disks.open(address(path));
          assertEquals(round, read(disk, 300, 1)[0]);
          memory.putByte(memory.base(), (byte) (round + 1));
          assertEquals(Outcome.DONE, disk.write(300, memory, memory.base(), 1));
          assertEquals(Outcome.DONE, disk.flush());
        }
      }
    }
  }

  @Test
  void aLostConnectionIsWaitedForAndToldOnce() throws Exception {
    try (Disks disks = new Disks(messages::add)) {
      BlockStore disk = disks.open(address("/disk.img") + ",ro");
      broken.set(2);
      assertArrayEquals(content(SIZE - 100, 100), read(disk, SIZE - 100, 100));
    }
    assertEquals(2, messages.size(), messages::toString);
    assertTrue(messages.get(0).contains("the machine waits"));
    assertTrue(messages.get(0).contains("the connection broke off"));
    assertTrue(messages.get(1).endsWith("is back; the machine goes on"));
  }

  @Test
  void whatArrivesDamagedIsFetchedAgainAndNeverReachesTheGuest() throws Exception {
    try (Disks disks = new Disks(messages::add)) {
      BlockStore disk = disks.open(address("/disk.packed"));
      damaged.set(1);
      assertArrayEquals(content(SIZE / 2, 100), read(disk, SIZE / 2, 100));
      assertEquals(0, damaged.get());
    }
    assertTrue(messages.get(0).contains("damaged"), messages::toString);
  }

  @Test
  void whatIsNoDiskIsRefusedWithAReason() throws Exception {
    files.put("/odd.img", new byte[1000]);
    byte[] packed = files.get("/disk.packed");
    files.put("/short.packed", Arrays.copyOf(packed, packed.length - 1));
    byte[] newer = packed.clone();
    newer[8] = 9;
    files.put("/newer.packed", newer);
    byte[] index = packed.clone();
    index[100] ^= 1;
    files.put("/index.packed", index);
    assertTrue(refusal(address("/none.img")).endsWith("/none.img can't be read: the server answers 404"));
    assertTrue(refusal(address("/whole")).endsWith("no ranges of them; download it first"));
    files.put("/page.html", new byte[1024]);
    assertTrue(refusal(address("/page.html")).endsWith("answers with a web page instead of a disk image"));
    assertTrue(refusal(address("/odd.img")).contains("has 1000 bytes; a raw disk image has a multiple of 512"));
    assertTrue(refusal(address("/short.packed")).contains("instead of " + packed.length));
    assertTrue(refusal(address("/newer.packed")).contains("version 9"));
    assertTrue(refusal(address("/index.packed")).contains("is damaged"));
    assertTrue(refusal("http://").endsWith("that is no address"));
    assertTrue(refusal("http://local host/x").endsWith("that is no address"));
    String gone = address("/disk.img");
    server.stop(0);
    assertTrue(refusal(gone).endsWith("the server can't be reached"));
  }
}
