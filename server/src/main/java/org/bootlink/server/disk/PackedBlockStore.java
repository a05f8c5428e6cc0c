// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bootlink.memory.LinearMemory;

/** The disk in a packed image, to read only. What was read last stays in memory, up to a limit. */
public final class PackedBlockStore extends ReadOnlyDisk implements AutoCloseable {
  private static final int CACHE_BYTES = 32 << 20;

  private final PackedFile file;
  private final Map<Integer, byte[]> cache;

  /**
   * @param name for messages
   * @param warnings gets the line for the user when the file first fails
   */
  public PackedBlockStore(String name, PackedFile file, Consumer<String> warnings) {
    super(name, file.sizeBytes(), warnings);
    this.file = file;
    int cachedChunks = Math.max(1, CACHE_BYTES / file.index().header().chunkBytes());
    this.cache = new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<Integer, byte[]> eldest) {
        return size() > cachedChunks;
      }
    };
  }

  /** See {@link PackedFile#identity}. */
  public String identity() {
    return file.identity();
  }

  @Override
  void copy(long position, LinearMemory memory, int address, int length) throws IOException {
    int chunkBytes = file.index().header().chunkBytes();
    for (int done = 0; done < length; ) {
      int chunk = (int) ((position + done) / chunkBytes);
      int offset = (int) ((position + done) % chunkBytes);
      byte[] content = content(chunk);
      int part = Math.min(content.length - offset, length - done);
      memory.write(address + done, content, offset, part);
      done += part;
    }
  }

  @Override
  public void close() {
    file.close();
  }

  private byte[] content(int chunk) throws IOException {
    byte[] content = cache.get(chunk);
    if (content == null) {
      content = file.chunk(chunk);
      cache.put(chunk, content);
    }
    return content;
  }
}
