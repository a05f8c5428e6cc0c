// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.bootlink.disk.BadOverlayException;
import org.bootlink.disk.OverlayDisk;
import org.bootlink.disk.SessionDisk;
import org.bootlink.host.BlockFile;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;
import org.bootlink.server.UserException;
import org.bootlink.server.site.Hashes;
import org.bootlink.session.Hash;
import org.bootlink.session.SessionHeader;

/**
 * The disks of one machine, in the order of their slots: opens each by what its file is, and closes all. Images
 * stay as they are; what is written goes into the folder for what is kept, or ends with the machine.
 */
public final class Disks implements AutoCloseable {
  private static final String READ_ONLY_SUFFIX = ",ro";
  private static final String COPY_SUFFIX = ",cow";
  /** What a machine that isn't kept may change of a disk. */
  private static final long MAX_CHANGED_BYTES = 1L << 30;
  private static final int RAW_CHUNK_BYTES = 128 << 10;
  private static final String NO_CONTENT = "0".repeat(64);

  private final Path keep;
  private final Consumer<String> warnings;
  private final List<BlockStore> disks = new ArrayList<>();
  /** How sessions name each; null: none can have it. */
  private final List<Name> names = new ArrayList<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /**
   * @param keep folder for the changes, or null
   * @param warnings gets a line for the user when a disk first fails
   * @throws UserException if the folder can't be made
   */
  public Disks(Path keep, Consumer<String> warnings) throws UserException {
    this.keep = keep;
    this.warnings = warnings;
    try {
      if (keep != null) {
        Files.createDirectories(keep);
      }
    } catch (IOException e) {
      throw new UserException("folder " + keep + " can't be made: " + e.getMessage());
    }
  }

  /** Disks whose changes end with the machine. */
  public Disks(Consumer<String> warnings) throws UserException {
    this(null, warnings);
  }

  /** Whether {@link #open} takes that for an address rather than a file's name. */
  public static boolean isAddress(String disk) {
    return HttpBytes.isAddress(disk);
  }

  /**
   * What {@link #open} makes a disk of, given a file: the image in it, unpacked if it is compressed.
   *
   * @throws UserException if that is impossible
   */
  public static ByteSource source(Path file) throws UserException, IOException {
    return DiskFile.open(file);
  }

  /** The disks so far. */
  public List<BlockStore> list() {
    return List.copyOf(disks);
  }

  /**
   * The disks as sessions name them. Raw images are read for that.
   *
   * @throws UserException if there is one that a session can't have
   */
  public List<SessionHeader.Disk> named() throws UserException, IOException {
    List<SessionHeader.Disk> named = new ArrayList<>();
    for (int i = 0; i < disks.size(); i++) {
      if (names.get(i) == null) {
        throw new UserException("disk " + (i + 1) + " is written itself or kept, so the session can't be recorded"
            + " or saved; give its image with ',cow' or ',ro' and without --keep");
      }
      named.add(new SessionHeader.Disk(disks.get(i).readOnly(), names.get(i).hash()));
    }
    return named;
  }

  /** What has to be done to know it. */
  private interface Name {
    Hash hash() throws IOException;
  }

  /**
   * Opens {@code FILE}, {@code FILE,ro} or {@code FILE,cow}. A raw image that is neither is written itself; one
   * that is compressed is unpacked, see {@link DiskFile}.
   * Instead of a file it may be the address of one, http: or https:, of which parts are fetched as they are read.
   *
   * @throws UserException if that is impossible
   */
  public BlockStore open(String disk) throws UserException, IOException {
    boolean readOnly = disk.endsWith(READ_ONLY_SUFFIX);
    boolean copy = disk.endsWith(COPY_SUFFIX);
    int suffix = readOnly ? READ_ONLY_SUFFIX.length() : copy ? COPY_SUFFIX.length() : 0;
    String where = disk.substring(0, disk.length() - suffix);
    if (HttpBytes.isAddress(where)) {
      openAddress(where, readOnly);
      return disks.get(disks.size() - 1);
    }
    Path file = Path.of(where);
    if (Files.isRegularFile(file) && (copy || !DiskFile.isRaw(file))) {
      String version = file.toAbsolutePath() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
      openImage(file.toString(), DiskFile.open(file), Hashes.sha256(version.getBytes()), readOnly);
    } else {
      disks.add(keep(new FileBlockStore(file, readOnly, warnings)));
      names.add(readOnly ? () -> nameOf(file) : null);
    }
    return disks.get(disks.size() - 1);
  }

  /**
   * Opens an image, raw or packed, which stays as it is.
   *
   * @param rawIdentity what names the content if it is a raw one, in hexadecimal
   */
  public void openImage(String name, ByteSource source, String rawIdentity, boolean readOnly)
      throws UserException, IOException {
    if (DiskName.isPacked(source)) {
      PackedBlockStore disk = keep(new PackedBlockStore(name, PackedFile.open(name, source), warnings));
      add(disk, disk.identity(), readOnly, () -> DiskName.of(source));
    } else {
      add(keep(RawDisk.open(name, source, warnings)), rawIdentity, readOnly, () -> DiskName.of(source));
    }
  }

  private void openAddress(String address, boolean readOnly) throws UserException {
    try {
      openRemote(address, HttpBytes.open(address), readOnly);
    } catch (IOException e) {
      throw new UserException("disk " + address + " can't be read: " + e.getMessage());
    }
  }

  private void openRemote(String address, HttpBytes source, boolean readOnly) throws UserException, IOException {
    if (DiskName.isPacked(source)) {
      PackedFile file = PackedFile.open(address, source);
      int chunkBytes = file.index().header().chunkBytes();
      RemoteDisk disk = keep(new RemoteDisk(address, file.sizeBytes(), chunkBytes, file::chunk, warnings));
      add(disk, file.identity(), readOnly, () -> DiskName.of(source));
      return;
    }
    DiskFile.requireNotCompressed(address, source);
    RawDisk.requireSectors(address, source.sizeBytes());
    RemoteDisk disk = keep(new RemoteDisk(address, source.sizeBytes(), RAW_CHUNK_BYTES, chunk -> {
      long position = (long) chunk * RAW_CHUNK_BYTES;
      return source.read(position, (int) Math.min(RAW_CHUNK_BYTES, source.sizeBytes() - position));
    }, warnings));
    String identity = Hashes.sha256(source.version().getBytes(StandardCharsets.UTF_8));
    add(disk, identity, readOnly, () -> DiskName.of(source));
  }

  /** A disk of zeros, which can be written. */
  public void openBlank(int mebibytes) throws UserException {
    long sizeBytes = (long) mebibytes << 20;
    add(new BlankDisk(sizeBytes), NO_CONTENT, false, () -> DiskName.ofBlank(sizeBytes));
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        warnings.accept("a disk can't be closed: " + e.getMessage());
      }
    }
  }

  private void add(BlockStore base, String identity, boolean readOnly, Name name) throws UserException {
    names.add(readOnly || keep == null ? name : null);
    if (readOnly) {
      disks.add(base);
      return;
    }
    if (keep == null) {
      LinearMemory memory = LinearMemory.onHeap(SessionDisk.LINEAR_BYTES);
      disks.add(new SessionDisk(base, MAX_CHANGED_BYTES, memory, memory.base()));
      return;
    }
    LinearMemory memory = LinearMemory.onHeap(OverlayDisk.LINEAR_BYTES);
    try {
      OverlayDisk disk = new OverlayDisk(
          base, HexFormat.of().parseHex(identity), file("a"), file("b"), memory, memory.base());
      disks.add(disk);
    } catch (BadOverlayException e) {
      throw new UserException(keep + ": " + e.getMessage());
    }
  }

  private BlockFile file(String half) throws UserException {
    return keep(new HostFile(keep.resolve("disk" + disks.size() + "." + half), warnings));
  }

  private <T extends AutoCloseable> T keep(T disk) {
    opened.push(disk);
    return disk;
  }

  private static Hash nameOf(Path file) throws IOException {
    try (ByteSource source = ByteSource.of(file)) {
      return DiskName.of(source);
    }
  }
}
