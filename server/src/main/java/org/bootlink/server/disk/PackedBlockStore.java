// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;

/** The disk in a packed image, to read only. What was read last stays in memory, up to a limit. */
public final class PackedBlockStore implements BlockStore, AutoCloseable {
  private static final int CACHE_BYTES = 32 << 20;

  private final String name;
  private final PackedFile file;
  private final Consumer<String> warnings;
  private final Map<Integer, byte[]> cache;
  private boolean warned;

  /**
   * @param name for messages
   * @param warnings gets the line for the user when the file first fails
   */
  public PackedBlockStore(String name, PackedFile file, Consumer<String> warnings) {
    this.name = name;
    this.file = file;
    this.warnings = warnings;
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
  public long sizeBytes() {
    return file.sizeBytes();
  }

  @Override
  public boolean readOnly() {
    return true;
  }

  @Override
  public Outcome read(long position, LinearMemory memory, int address, int length) {
    if (position < 0 || length < 0 || position > sizeBytes() - length) {
      throw new IndexOutOfBoundsException("disk of " + sizeBytes() + " bytes at 0x" + Long.toHexString(position)
          + ", " + length + " bytes");
    }
    int chunkBytes = file.index().header().chunkBytes();
    try {
      for (int done = 0; done < length; ) {
        int chunk = (int) ((position + done) / chunkBytes);
        int offset = (int) ((position + done) % chunkBytes);
        byte[] content = content(chunk);
        int part = Math.min(content.length - offset, length - done);
        memory.write(address + done, content, offset, part);
        done += part;
      }
      return Outcome.DONE;
    } catch (IOException e) {
      if (!warned) {
        warned = true;
        warnings.accept("disk " + name + " can't be read: " + e.getMessage()
            + "; the guest is told of an I/O error");
      }
      return Outcome.FAILED;
    }
  }

  @Override
  public Outcome write(long position, LinearMemory memory, int address, int length) {
    throw new IllegalStateException("write to a read-only disk");
  }

  @Override
  public Outcome zero(long position, long length) {
    throw new IllegalStateException("write to a read-only disk");
  }

  @Override
  public Outcome flush() {
    return Outcome.DONE;
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
