// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.bootlink.server.UserException;
import org.bootlink.server.file.AtomicFile;

/**
 * A folder of its own:
 * <pre>
 *  objects/HASH   a content, named by its SHA-256; its time is when it was last stored or opened
 *  incoming/...   what is being received; emptied at start
 *  lock           held by the server that uses the folder
 * </pre>
 * A content is written and synced under {@code incoming}, then renamed, then the folder is synced: at any
 * moment a file in {@code objects} is whole.
 */
public final class FileStore implements ContentStore, AutoCloseable {
  /** The time of a content is renewed when it is opened, but no more often than this. */
  private static final Duration RENEWAL = Duration.ofHours(12);
  /** Of the disk, left to others. */
  private static final long DISK_RESERVE_BYTES = 64 << 20;
  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final Path objects;
  private final Path incoming;
  private final StoreLimits limits;
  private final InstantSource clock;
  private final FileChannel lock;
  private Instant nextSweep;
  private long totalBytes;
  private int contents;

  /**
   * Opens the store in {@code folder}, which is made if need be.
   *
   * @throws UserException if it can't be used or another server uses it
   */
  public FileStore(Path folder, StoreLimits limits, InstantSource clock) throws UserException {
    this.limits = limits;
    this.clock = clock;
    objects = folder.resolve("objects");
    incoming = folder.resolve("incoming");
    try {
      Files.createDirectories(objects);
      Files.createDirectories(incoming);
      lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lockIsOurs()) {
        lock.close();
        throw new UserException("--data: another server uses " + folder);
      }
      AtomicFile.syncFolder(folder);
      AtomicFile.syncFolder(objects);
      emptyIncoming();
      sweep();
    } catch (IOException e) {
      throw new UserException("--data: the folder " + folder + " can't be used: " + e);
    }
  }

  @Override
  public StoreLimits limits() {
    return limits;
  }

  @Override
  public Incoming receive(long sizeBytes) throws IOException, StoreFullException {
    synchronized (this) {
      requireRoom(sizeBytes);
    }
    if (Files.getFileStore(incoming).getUsableSpace() < sizeBytes + DISK_RESERVE_BYTES) {
      throw new StoreFullException();
    }
    return new IncomingFile(this, Files.createTempFile(incoming, "", ""));
  }

  @Override
  public Stored open(ContentId id) throws IOException {
    Path file = objects.resolve(id.sha256());
    try {
      if (!renew(file)) {
        return null;
      }
      SeekableByteChannel channel = Files.newByteChannel(file);
      InputStream bytes = Channels.newInputStream(channel);
      return new Stored(bytes, channel.size());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new IllegalStateException("the lock can't be closed", e);
    }
  }

  /** Takes a whole and synced file into the store. */
  synchronized void keep(Path file, ContentId id) throws IOException, StoreFullException {
    Path target = objects.resolve(id.sha256());
    if (Files.exists(target)) {
      Files.setLastModifiedTime(target, FileTime.from(clock.instant()));
      return;
    }
    long size = Files.size(file);
    requireRoom(size);
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    // Counted first: should it fail in between, the next sweep puts that right, and no limit is passed until then.
    totalBytes += size;
    contents++;
    AtomicFile.place(file, target);
  }

  private void requireRoom(long sizeBytes) throws IOException, StoreFullException {
    if (!clock.instant().isBefore(nextSweep)) {
      sweep();
    }
    if (contents >= limits.maxContents() || sizeBytes > limits.maxTotalBytes() - totalBytes) {
      throw new StoreFullException();
    }
  }

  /** False if it has expired already. */
  private synchronized boolean renew(Path file) throws IOException {
    if (expired(file)) {
      return false;
    }
    Instant now = clock.instant();
    if (limits.expires() && Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(RENEWAL))) {
      Files.setLastModifiedTime(file, FileTime.from(now));
    }
    return true;
  }

  private boolean expired(Path file) throws IOException {
    Instant used = Files.getLastModifiedTime(file).toInstant();
    return limits.expires() && used.isBefore(clock.instant().minus(limits.expiry()));
  }

  /** Drops what has expired, and counts the rest. */
  private synchronized void sweep() throws IOException {
    nextSweep = clock.instant().plus(SWEEP);
    totalBytes = 0;
    contents = 0;
    try (Stream<Path> files = Files.list(objects)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (expired(file)) {
          Files.delete(file);
        } else {
          totalBytes += Files.size(file);
          contents++;
        }
      }
    }
  }

  private boolean lockIsOurs() throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private void emptyIncoming() throws IOException {
    try (Stream<Path> files = Files.list(incoming)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
  }
}
