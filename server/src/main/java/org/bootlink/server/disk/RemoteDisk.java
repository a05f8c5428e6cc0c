// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.bootlink.host.ReadOnlyStore;
import org.bootlink.memory.LinearMemory;

/**
 * A disk whose chunks are fetched when they are read, to read only. It never fails: what can't be fetched is
 * tried again, later each time, and meanwhile the machine stands still. Chunks that were read last stay in
 * memory, up to a limit.
 */
final class RemoteDisk implements ReadOnlyStore, AutoCloseable {
  private static final int THREADS = 4;
  private static final int CACHE_BYTES = 64 << 20;
  /** Not so many that what is read ahead would drive out what is waited for. */
  private static final int MAX_AHEAD_BYTES = CACHE_BYTES / 4;
  private static final long FIRST_DELAY_MILLIS = 500;
  private static final long MAX_DELAY_MILLIS = 15_000;

  /** Where the chunks come from; used by several threads. */
  interface Chunks {
    /** The content of the chunk, all {@code chunkBytes} of it but for the disk's last one. */
    byte[] chunk(int number) throws IOException;
  }

  private final String name;
  private final long sizeBytes;
  private final int chunkBytes;
  private final Chunks chunks;
  private final Consumer<String> messages;
  private final ExecutorService threads;
  /** The one used last comes last. */
  private final Map<Integer, CompletableFuture<byte[]>> cache = new LinkedHashMap<>(16, 0.75f, true);
  private boolean troubled;

  /**
   * @param name for messages
   * @param messages gets a line for the user when the machine has to wait for the server, and when it goes on
   */
  RemoteDisk(String name, long sizeBytes, int chunkBytes, Chunks chunks, Consumer<String> messages) {
    this.name = name;
    this.sizeBytes = sizeBytes;
    this.chunkBytes = chunkBytes;
    this.chunks = chunks;
    this.messages = messages;
    ThreadFactory daemons = task -> {
      Thread thread = new Thread(task, "disk");
      thread.setDaemon(true);
      return thread;
    };
    threads = Executors.newFixedThreadPool(THREADS, daemons);
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public Outcome read(long position, LinearMemory memory, int address, int length) {
    requireInside(position, length);
    boolean here = true;
    for (long at = position - position % chunkBytes; at < position + length; at += chunkBytes) {
      here &= fetch((int) (at / chunkBytes)).isDone();
    }
    if (!here) {
      return Outcome.AWAY;
    }
    for (int done = 0; done < length; ) {
      byte[] content = fetch((int) ((position + done) / chunkBytes)).join();
      int offset = (int) ((position + done) % chunkBytes);
      int part = Math.min(content.length - offset, length - done);
      memory.write(address + done, content, offset, part);
      done += part;
    }
    shrink();
    return Outcome.DONE;
  }

  @Override
  public void expectRead(long position, long length) {
    long end = Math.min(sizeBytes, position + Math.min(length, MAX_AHEAD_BYTES));
    for (long at = position - position % chunkBytes; at < end; at += chunkBytes) {
      fetch((int) (at / chunkBytes));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private CompletableFuture<byte[]> fetch(int chunk) {
    return cache.computeIfAbsent(chunk, wanted -> CompletableFuture.supplyAsync(() -> load(wanted), threads));
  }

  /** Forgets the longest unused chunks, but none that are still to come. */
  private void shrink() {
    long excess = (long) cache.size() * chunkBytes - CACHE_BYTES;
    for (Iterator<CompletableFuture<byte[]>> all = cache.values().iterator(); excess > 0 && all.hasNext(); ) {
      if (all.next().isDone()) {
        all.remove();
        excess -= chunkBytes;
      }
    }
  }

  private byte[] load(int chunk) {
    for (long delay = FIRST_DELAY_MILLIS; ; delay = Math.min(MAX_DELAY_MILLIS, 2 * delay)) {
      try {
        byte[] content = chunks.chunk(chunk);
        tell(false, "disk " + name + " is back; the machine goes on");
        return content;
      } catch (IOException e) {
        tell(true, "the machine waits for disk " + name + ": " + e.getMessage()
            + "; it goes on by itself when that is over");
      }
      try {
        Thread.sleep(delay);
      } catch (InterruptedException e) {
        throw new IllegalStateException("the disk is closed", e);
      }
    }
  }

  /** Says when trouble begins and when it is over, and nothing in between. */
  private synchronized void tell(boolean trouble, String message) {
    if (troubled != trouble && !threads.isShutdown()) {
      troubled = trouble;
      messages.accept(message);
    }
  }
}
