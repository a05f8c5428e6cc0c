// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bootlink.server.site.Hashes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server, killed at a random moment while two peers store as fast as they can. {@code
 * -Dbootlink.kills=N} kills it N times.
 */
class KilledServerTest {
  private static final int KILLS = Integer.getInteger("bootlink.kills", 3);
  private static final int MAX_BYTES = 3 << 20;

  @TempDir Path folder;
  private final Random random = new Random(1);
  /** The SHA-256 of each content that was acknowledged, by its address. */
  private final Map<String, String> acknowledged = new HashMap<>();

  @Test
  void nothingIsHalfWrittenAndNothingThatWasAcknowledgedIsLost() throws Exception {
    for (int i = 0; i < KILLS; i++) {
      storeUntilKilled(5 + random.nextInt(120));
    }
    try (Stream<Path> objects = Files.list(folder.resolve("objects"))) {
      for (Path object : (Iterable<Path>) objects::iterator) {
        assertEquals(object.getFileName().toString(), Hashes.sha256(Files.readAllBytes(object)));
      }
    }
    assertTrue(!acknowledged.isEmpty(), "something was stored");
    Process server = start();
    try {
      URI url = url(server);
      HttpClient client = HttpClient.newHttpClient();
      for (Map.Entry<String, String> entry : acknowledged.entrySet()) {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(entry.getKey() + "/content")).build();
        byte[] body = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        assertEquals(entry.getValue(), Hashes.sha256(body));
      }
    } finally {
      server.destroyForcibly();
    }
  }

  private void storeUntilKilled(int killAfterMillis) throws Exception {
    Process server = start();
    URI url = url(server).resolve("/s/");
    Thread[] peers = new Thread[2];
    for (int i = 0; i < peers.length; i++) {
      Random own = new Random(random.nextLong());
      peers[i] = new Thread(() -> storeUntilItFails(url, own));
      peers[i].start();
    }
    int before = acknowledgedCount();
    for (int i = 0; i < 500 && acknowledgedCount() == before; i++) {
      Thread.sleep(10);
    }
    Thread.sleep(killAfterMillis);
    server.destroyForcibly();
    assertTrue(server.waitFor(20, TimeUnit.SECONDS));
    for (Thread peer : peers) {
      peer.join();
    }
  }

  private void storeUntilItFails(URI url, Random own) {
    HttpClient client = HttpClient.newHttpClient();
    try {
      while (true) {
        byte[] content = new byte[1 + own.nextInt(MAX_BYTES)];
        own.nextBytes(content);
        HttpRequest request = HttpRequest.newBuilder(url).header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(content)).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == 201) {
          synchronized (acknowledged) {
            acknowledged.put(response.headers().firstValue("Location").orElseThrow(), Hashes.sha256(content));
          }
        }
      }
    } catch (IOException killed) {
      return;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int acknowledgedCount() {
    synchronized (acknowledged) {
      return acknowledged.size();
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", System.getProperty("java.class.path"), "org.bootlink.server.Bootlink", "serve", "--port", "0",
        "--data", folder.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static URI url(Process server) throws IOException {
    BufferedReader out = server.inputReader();
    return URI.create(out.readLine().replaceFirst(".* ", ""));
  }
}
