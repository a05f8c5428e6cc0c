// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.bootlink.server.UserException;
import org.bootlink.server.site.Hashes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir Path folder;
  private Instant now = Instant.now();
  private FileStore store;

  private void open(long maxTotalBytes, int maxContents, Duration expiry) throws UserException {
    store = new FileStore(folder, new StoreLimits(1 << 20, maxTotalBytes, maxContents, expiry), () -> now);
  }

  private void open() throws UserException {
    open(1 << 20, 100, Duration.ZERO);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ContentId put(byte... content) throws IOException, StoreFullException {
    try (ContentStore.Incoming incoming = store.receive(content.length)) {
      incoming.write(ByteBuffer.wrap(content));
      return incoming.commit();
    }
  }

  private byte[] get(ContentId id) throws IOException {
    ContentStore.Stored stored = store.open(id);
    if (stored == null) {
      return null;
    }
    try (InputStream in = stored.bytes()) {
      return in.readAllBytes();
    }
  }

  private long filesIn(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.count();
    }
  }

  @Test
  void aContentIsFoundByItsHashAlsoAfterARestart() throws Exception {
    open();
    ContentId id = put(CONTENT);
    assertEquals(Hashes.sha256(CONTENT), id.toString());
    store.close();
    open();
    assertArrayEquals(CONTENT, get(ContentId.parse(id.toString())));
    assertEquals(id.toString(), put(CONTENT).toString());
    assertEquals(1, filesIn("objects"));
  }

  @Test
  void anIdHasOneSpelling() throws Exception {
    open();
    String id = put(CONTENT).toString();
    for (String bad : new String[] {"", "x", "../" + id, id + "=", id.substring(1), id + "0", "/".repeat(64),
        id.toUpperCase(Locale.ROOT), id.substring(1) + "g", id.substring(1) + "é"}) {
      assertNull(ContentId.parse(bad), bad);
    }
    assertNull(store.open(ContentId.parse("0".repeat(64))));
  }

  @Test
  void whatIsNotCommittedLeavesNothing() throws Exception {
    open();
    try (ContentStore.Incoming incoming = store.receive(3)) {
      incoming.write(ByteBuffer.wrap(CONTENT));
    }
    assertEquals(0, filesIn("objects") + filesIn("incoming"));
    Files.write(folder.resolve("incoming/left"), CONTENT);
    store.close();
    open();
    assertEquals(0, filesIn("incoming"));
  }

  @Test
  void aFullStoreTakesNothingButWhatItHas() throws Exception {
    open(5, 100, Duration.ZERO);
    put(CONTENT);
    assertThrows(StoreFullException.class, () -> put((byte) 1, (byte) 2, (byte) 4));
    put((byte) 1, (byte) 2);
    store.close();
    open(1 << 20, 2, Duration.ZERO);
    assertThrows(StoreFullException.class, () -> put((byte) 9));
  }

  @Test
  void aContentExpiresSomeDaysAfterItWasLastOpened() throws Exception {
    open(3, 100, Duration.ofDays(10));
    ContentId id = put(CONTENT);
    now = now.plus(Duration.ofDays(8));
    assertNotNull(get(id));
    now = now.plus(Duration.ofDays(8));
    assertNotNull(get(id));
    now = now.plus(Duration.ofDays(11));
    assertNull(get(id));
    put((byte) 7, (byte) 8, (byte) 9);
    assertEquals(1, filesIn("objects"));
  }

  @Test
  void twoServersCantShareAFolder() throws Exception {
    open();
    UserException refused = assertThrows(UserException.class,
        () -> new FileStore(folder, store.limits(), () -> now));
    assertTrue(refused.getMessage().contains("another server uses"), refused.getMessage());
  }
}
