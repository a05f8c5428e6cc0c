// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bootlink.server.UserException;
import org.bootlink.server.file.AtomicFile;
import org.bootlink.server.site.Hashes;

/**
 * Makes a packed disk image of a raw one, which may be compressed (see {@link DiskFile}): chunks that are equal
 * are stored once, chunks of zeros not at all, and those that a boot reads come first, in its order. Equal inputs
 * give equal bytes.
 */
public final class DiskPacker {
  /** A compromise between the number of requests and the bytes that are fetched in vain. */
  public static final int DEFAULT_CHUNK_BYTES = 128 << 10;

  private final ByteSource raw;
  private final int chunkBytes;
  private int[] chunkOfDisk;
  /** By content: a disk chunk that has it. */
  private final Map<String, Integer> firstWith = new LinkedHashMap<>();
  private final MessageDigest diskDigest = Hashes.newSha256();

  /** What was made: sizes in bytes, and what names it in a manifest and in a session. */
  public record Result(long diskBytes, long packedBytes, int storedChunks, int tracedChunks, String identity) {}

  private DiskPacker(ByteSource raw, int chunkBytes) {
    this.raw = raw;
    this.chunkBytes = chunkBytes;
  }

  /**
   * Packs {@code image} into {@code target}, which appears when it is whole.
   *
   * @param chunkBytes a power of two, 4 KiB to 1 MiB
   * @param trace what a boot reads
   * @throws UserException if that is not possible
   */
  public static Result pack(Path image, Path target, int chunkBytes, ReadTrace trace)
      throws UserException, IOException {
    try (ByteSource raw = DiskFile.open(image)) {
      if (DiskName.isPacked(raw)) {
        throw new UserException(image + " is packed already");
      }
      long size = raw.sizeBytes();
      if (size == 0 || size % PackedHeader.SECTOR_BYTES != 0) {
        throw new UserException(image + " has " + size + " bytes; a raw disk image has a multiple of "
            + PackedHeader.SECTOR_BYTES);
      }
      PackedHeader.parse(new PackedHeader(chunkBytes, size, 0, 0, new byte[PackedHeader.HASH_BYTES],
          new byte[PackedHeader.HASH_BYTES]).toBytes());
      return AtomicFile.make(target, part -> new DiskPacker(raw, chunkBytes).pack(part, trace));
    }
  }

  private Result pack(Path part, ReadTrace trace) throws IOException, UserException {
    String[] hashes = hashChunks();
    List<String> order = new ArrayList<>();
    Map<String, Integer> number = new LinkedHashMap<>();
    for (int chunk : trace.chunks(chunkBytes, chunkOfDisk.length)) {
      addOnce(hashes[chunk], order, number);
    }
    int traced = order.size();
    for (String hash : hashes) {
      addOnce(hash, order, number);
    }
    for (int i = 0; i < hashes.length; i++) {
      chunkOfDisk[i] = hashes[i] == null ? 0 : number.get(hashes[i]) + 1;
    }
    return write(part, order, traced);
  }

  private static void addOnce(String hash, List<String> order, Map<String, Integer> number) {
    if (hash != null && number.putIfAbsent(hash, order.size()) == null) {
      order.add(hash);
    }
  }

  /** Per chunk of the disk the hash of its content, or null for zeros. */
  private String[] hashChunks() throws IOException {
    String[] hashes = new String[(int) ((raw.sizeBytes() + chunkBytes - 1) / chunkBytes)];
    chunkOfDisk = new int[hashes.length];
    for (int i = 0; i < hashes.length; i++) {
      byte[] chunk = readChunk(i);
      diskDigest.update(chunk);
      if (!isZero(chunk)) {
        hashes[i] = Hashes.sha256(chunk);
        firstWith.putIfAbsent(hashes[i], i);
      }
    }
    return hashes;
  }

  private Result write(Path part, List<String> order, int traced) throws IOException, UserException {
    byte[] noHash = new byte[PackedHeader.HASH_BYTES];
    PackedHeader draft = new PackedHeader(chunkBytes, raw.sizeBytes(), order.size(), traced, noHash, noHash);
    ByteBuffer index = ByteBuffer.allocate((int) draft.indexBytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int chunk : chunkOfDisk) {
      index.putInt(chunk);
    }
    try (FileChannel out = create(part)) {
      long position = PackedHeader.BYTES + draft.indexBytes();
      for (String hash : order) {
        byte[] chunk = readChunk(firstWith.get(hash));
        byte[] stored = ChunkCoding.encode(chunk, chunk.length);
        FileBytes.writeFully(out, position, stored, stored.length);
        position += stored.length;
        index.putInt(stored.length).put(HexFormat.of().parseHex(hash));
      }
      PackedHeader header = new PackedHeader(chunkBytes, raw.sizeBytes(), order.size(), traced,
          Hashes.newSha256().digest(index.array()), diskDigest.digest());
      FileBytes.writeFully(out, 0, header.toBytes(), PackedHeader.BYTES);
      FileBytes.writeFully(out, PackedHeader.BYTES, index.array(), index.capacity());
      String identity = PackedIndex.parse(header, index.array()).identity();
      return new Result(raw.sizeBytes(), position, order.size(), traced, identity);
    }
  }

  private byte[] readChunk(int chunk) throws IOException {
    long position = (long) chunk * chunkBytes;
    return raw.read(position, (int) Math.min(chunkBytes, raw.sizeBytes() - position));
  }

  private static boolean isZero(byte[] chunk) {
    for (byte b : chunk) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE);
  }

  /** Unpacks a packed image, which may be compressed as well, into a raw one, which appears when it is whole. */
  public static void unpack(Path packed, Path target) throws UserException, IOException {
    try (PackedFile file = PackedFile.open(packed.toString(), DiskFile.open(packed))) {
      AtomicFile.make(target, part -> unpack(file, part));
    }
  }

  private static Path unpack(PackedFile file, Path part) throws IOException {
    try (FileChannel out = create(part)) {
      PackedHeader header = file.index().header();
      for (int i = 0; i < header.diskChunks(); i++) {
        if (file.index().stored()[i] != PackedIndex.ZEROS) {
          byte[] chunk = file.chunk(i);
          FileBytes.writeFully(out, (long) i * header.chunkBytes(), chunk, chunk.length);
        }
      }
      if (out.size() < header.sizeBytes()) {
        FileBytes.writeFully(out, header.sizeBytes() - 1, new byte[1], 1);
      }
    }
    return part;
  }
}
