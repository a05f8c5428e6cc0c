// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import java.nio.charset.StandardCharsets;
import org.bootlink.bus.Ram;
import org.bootlink.host.BlockStore;
import org.bootlink.state.StateWalk;

/**
 * Disk.
 * <pre>
 *  configuration
 *   0   capacity  le64  sectors of 512 bytes
 *  12   seg_max   le32
 *  20   blk_size  le32  512
 *  36   max_discard_sectors          le32
 *  40   max_discard_seg              le32  1
 *  44   discard_sector_alignment     le32  sectors, 4 KiB
 *  48   max_write_zeroes_sectors     le32
 *  52   max_write_zeroes_seg         le32  1
 *  56   write_zeroes_may_unmap       u8    1
 *
 *  request queue 0
 *   readable  le32 type, le32 reserved, le64 sector, data to write; for discard and write-zeroes
 *             the data is le64 sector, le32 num_sectors, le32 flags (bit 0 unmap)
 *   writable  data read, u8 status
 * </pre>
 * Requests: read, write, flush, get-ID, write-zeroes and discard, which sets to zero too, so that what a
 * guest reads afterwards does not depend on the host; all others are answered UNSUPP. A transfer that is not a
 * whole number of sectors, or leaves the disk, fails with IOERR and moves nothing; so does a write to a read-only
 * disk. What the store can't do fails with IOERR too, perhaps after part of the data was moved. A request
 * without header or status byte is misuse.
 *
 * <p>Data that the store does not have yet leaves its request in flight, as {@link #waiting} tells. Type,
 * sector and range are read once, at the first attempt: whether there were more can't be seen by the guest.
 * The store is told then what the requests behind it read, so that all of it comes at the same time; they are
 * served in their order, each when it is its turn.
 *
 * <p>Specification: VIRTIO 1.2, section 5.2, "Block Device".
 */
public final class VirtioBlock extends VirtioDevice {
  private static final int DEVICE_ID = 2;

  private static final long F_SEG_MAX_MASK = 1 << 2;
  private static final long F_RO_MASK = 1 << 5;
  private static final long F_BLK_SIZE_MASK = 1 << 6;
  private static final long F_FLUSH_MASK = 1 << 9;
  private static final long F_DISCARD_MASK = 1 << 13;
  private static final long F_WRITE_ZEROES_MASK = 1 << 14;

  private static final int CONFIG_CAPACITY = 0;
  private static final int CONFIG_SEG_MAX = 12;
  private static final int CONFIG_BLK_SIZE = 20;
  private static final int CONFIG_DISCARD = 36;
  private static final int CONFIG_WRITE_ZEROES = 48;
  private static final int CONFIG_MAY_UNMAP = 56;
  private static final int CONFIG_BYTES = 60;

  private static final int T_IN = 0;
  private static final int T_OUT = 1;
  private static final int T_FLUSH = 4;
  private static final int T_GET_ID = 8;
  private static final int T_DISCARD = 11;
  private static final int T_WRITE_ZEROES = 13;

  private static final int S_OK = 0;
  private static final int S_IOERR = 1;
  private static final int S_UNSUPP = 2;

  private static final int SECTOR_BYTES = 512;
  private static final int HEADER_BYTES = 16;
  private static final int ID_BYTES = 20;
  private static final int RANGE_BYTES = 16;
  private static final int RANGE_UNMAP_MASK = 1;
  private static final int MAX_ZEROED_SECTORS = 1 << 21;
  private static final int ALIGNMENT_SECTORS = 8;
  /** So many requests behind one that waits are looked at. */
  private static final int EXPECTED_REQUESTS = 64;
  private static final int PIECE_BYTES = 64 << 10;
  private static final int ZERO_PIECE_BYTES = 1 << 20;
  /** Work of a piece of zeros, in bytes moved. */
  private static final int ZERO_WORK_BYTES = ZERO_PIECE_BYTES / 4;
  /** A chain as long as the queue, less header and status. */
  private static final int SEG_MAX = VirtioMmio.QUEUE_SIZE_MAX - 2;

  private final BlockStore store;
  private final byte[] id;
  private final byte[] config = new byte[CONFIG_BYTES];
  /** Holds nothing between two calls. */
  private final byte[] piece = new byte[ID_BYTES];

  private boolean started;
  private int type;
  private long sector;
  private long doneBytes;
  /** Of a discard or write-zeroes, which begins at {@link #sector}. */
  private long rangeSectors;
  private int rangeFlags;
  /** Whether the store knows what comes behind the request; no state of the machine. */
  private boolean toldOfQueued;

  public VirtioBlock(BlockStore store) {
    this(store, "bootlink");
  }

  /** @param id what get-ID answers; at most 20 bytes of it */
  public VirtioBlock(BlockStore store, String id) {
    this.store = store;
    this.id = id.getBytes(StandardCharsets.US_ASCII);
    putConfig(CONFIG_CAPACITY, sectors(), 8);
    putConfig(CONFIG_SEG_MAX, SEG_MAX, 4);
    putConfig(CONFIG_BLK_SIZE, SECTOR_BYTES, 4);
    if (!store.readOnly()) {
      putConfig(CONFIG_WRITE_ZEROES, MAX_ZEROED_SECTORS, 4);
      putConfig(CONFIG_WRITE_ZEROES + 4, 1, 4);
      putConfig(CONFIG_MAY_UNMAP, 1, 1);
    }
    if (discards()) {
      putConfig(CONFIG_DISCARD, MAX_ZEROED_SECTORS, 4);
      putConfig(CONFIG_DISCARD + 4, 1, 4);
      putConfig(CONFIG_DISCARD + 8, ALIGNMENT_SECTORS, 4);
    }
  }

  @Override
  int deviceId() {
    return DEVICE_ID;
  }

  @Override
  long features() {
    return F_SEG_MAX_MASK | F_BLK_SIZE_MASK | F_FLUSH_MASK
        | (store.readOnly() ? F_RO_MASK : F_WRITE_ZEROES_MASK) | (discards() ? F_DISCARD_MASK : 0);
  }

  @Override
  int queueCount() {
    return 1;
  }

  @Override
  int configByte(int offset) {
    return offset < CONFIG_BYTES ? config[offset] : 0;
  }

  @Override
  void queueStopped(int queue) {
    started = false;
  }

  @Override
  void walkState(StateWalk walk) {
    started = walk.value(started);
    if (started) {
      type = walk.value(type);
      sector = walk.value(sector);
      doneBytes = walk.range(doneBytes, 0, 0xffff_ffffL);
      rangeSectors = walk.range(rangeSectors, 0, 0xffff_ffffL);
      rangeFlags = walk.value(rangeFlags);
      Chain chain = transport().inFlight(0);
      StateWalk.require(chain != null && isRequest(chain), "a disk request that can't be");
    }
  }

  @Override
  long serve(int queue, Chain chain) {
    if (!started && !start(chain)) {
      return 0;
    }
    long writtenBytes = attempt(chain);
    started = writtenBytes == WAIT;
    return writtenBytes;
  }

  private boolean start(Chain chain) {
    if (!isRequest(chain)) {
      transport().misused("a block request without header or status byte");
      return false;
    }
    chain.read(0, piece, 0, HEADER_BYTES);
    type = (int) littleEndian(0, 4);
    sector = littleEndian(8, 8);
    if (chain.readableBytes() == HEADER_BYTES + RANGE_BYTES && (type == T_DISCARD || type == T_WRITE_ZEROES)) {
      chain.read(HEADER_BYTES, piece, 0, RANGE_BYTES);
      sector = littleEndian(0, 8);
      rangeSectors = littleEndian(8, 4);
      rangeFlags = (int) littleEndian(12, 4);
    }
    doneBytes = 0;
    started = true;
    expectRead(type, sector, chain);
    toldOfQueued = false;
    return true;
  }

  private void expectRead(int requestType, long firstSector, Chain chain) {
    long length = chain.writableBytes() - 1;
    if (requestType == T_IN && onDisk(firstSector, length)) {
      store.expectRead(firstSector * SECTOR_BYTES, length);
    }
  }

  /** Tells the store once what it will be asked for after the request that waits. */
  private void expectQueued() {
    if (toldOfQueued) {
      return;
    }
    toldOfQueued = true;
    for (int ahead = 0; ahead < EXPECTED_REQUESTS; ahead++) {
      Chain chain = transport().queued(0, ahead);
      if (chain == null || !isRequest(chain)) {
        return;
      }
      chain.read(0, piece, 0, HEADER_BYTES);
      expectRead((int) littleEndian(0, 4), littleEndian(8, 8), chain);
    }
  }

  private static boolean isRequest(Chain chain) {
    return chain.readableBytes() >= HEADER_BYTES && chain.writableBytes() >= 1;
  }

  private long attempt(Chain chain) {
    switch (type) {
      case T_IN:
        return readDisk(chain);
      case T_OUT:
        return writeDisk(chain);
      case T_FLUSH:
        return flushDisk(chain);
      case T_GET_ID:
        return getId(chain);
      case T_WRITE_ZEROES:
        return zeroDisk(chain, RANGE_UNMAP_MASK);
      case T_DISCARD:
        return discards() ? zeroDisk(chain, 0) : finish(chain, S_UNSUPP, 0);
      default:
        return finish(chain, S_UNSUPP, 0);
    }
  }

  private long readDisk(Chain chain) {
    long length = chain.writableBytes() - 1;
    if (!onDisk(sector, length)) {
      return finish(chain, S_IOERR, 0);
    }
    while (doneBytes < length) {
      if (!transport().mayWork()) {
        return WAIT;
      }
      int span = (int) Math.min(chain.writableSpan(doneBytes), length - doneBytes);
      int part = Math.min(PIECE_BYTES, span);
      Ram ram = chain.ram();
      BlockStore.Outcome outcome = store.read(
          sector * SECTOR_BYTES + doneBytes, ram.memory(), ram.addressForStore(chain.spanPa(), part), part);
      if (outcome != BlockStore.Outcome.DONE) {
        return notDone(chain, outcome, doneBytes);
      }
      doneBytes += part;
      transport().worked(part);
    }
    return finish(chain, S_OK, length);
  }

  private long writeDisk(Chain chain) {
    long length = chain.readableBytes() - HEADER_BYTES;
    if (store.readOnly() || !onDisk(sector, length)) {
      return finish(chain, S_IOERR, 0);
    }
    while (doneBytes < length) {
      if (!transport().mayWork()) {
        return WAIT;
      }
      int part = Math.min(PIECE_BYTES, chain.readableSpan(HEADER_BYTES + doneBytes));
      Ram ram = chain.ram();
      BlockStore.Outcome outcome = store.write(
          sector * SECTOR_BYTES + doneBytes, ram.memory(), ram.addressOf(chain.spanPa()), part);
      if (outcome != BlockStore.Outcome.DONE) {
        return notDone(chain, outcome, 0);
      }
      doneBytes += part;
      transport().worked(part);
    }
    return finish(chain, S_OK, 0);
  }

  /** @param allowedFlags others are answered UNSUPP, as the specification wants it */
  private long zeroDisk(Chain chain, int allowedFlags) {
    if (store.readOnly() || chain.readableBytes() != HEADER_BYTES + RANGE_BYTES) {
      return finish(chain, S_IOERR, 0);
    }
    if ((rangeFlags & ~allowedFlags) != 0) {
      return finish(chain, S_UNSUPP, 0);
    }
    long length = rangeSectors * SECTOR_BYTES;
    if (rangeSectors > MAX_ZEROED_SECTORS || !onDisk(sector, length)) {
      return finish(chain, S_IOERR, 0);
    }
    while (doneBytes < length) {
      if (!transport().mayWork()) {
        return WAIT;
      }
      int part = (int) Math.min(ZERO_PIECE_BYTES, length - doneBytes);
      BlockStore.Outcome outcome = store.zero(sector * SECTOR_BYTES + doneBytes, part);
      if (outcome != BlockStore.Outcome.DONE) {
        return notDone(chain, outcome, 0);
      }
      doneBytes += part;
      transport().worked(ZERO_WORK_BYTES);
    }
    return finish(chain, S_OK, 0);
  }

  private long flushDisk(Chain chain) {
    BlockStore.Outcome outcome = store.readOnly() ? BlockStore.Outcome.DONE : store.flush();
    return outcome == BlockStore.Outcome.DONE ? finish(chain, S_OK, 0) : notDone(chain, outcome, 0);
  }

  private long notDone(Chain chain, BlockStore.Outcome outcome, long dataBytes) {
    if (outcome == BlockStore.Outcome.AWAY) {
      expectQueued();
      return WAIT;
    }
    return finish(chain, S_IOERR, dataBytes);
  }

  private long getId(Chain chain) {
    for (int i = 0; i < ID_BYTES; i++) {
      piece[i] = i < id.length ? id[i] : 0;
    }
    int length = (int) Math.min(ID_BYTES, chain.writableBytes() - 1);
    chain.write(0, piece, 0, length);
    return finish(chain, S_OK, length);
  }

  /**
   * Writes the status byte, the last writable one, after {@code dataBytes} bytes of data were written.
   *
   * @return how many bytes are written without a gap, from the first writable one on
   */
  private long finish(Chain chain, int status, long dataBytes) {
    long statusPosition = chain.writableBytes() - 1;
    piece[0] = (byte) status;
    chain.write(statusPosition, piece, 0, 1);
    return dataBytes == statusPosition ? dataBytes + 1 : dataBytes;
  }

  private boolean discards() {
    return !store.readOnly() && store.zeroFreesRoom();
  }

  private boolean onDisk(long firstSector, long length) {
    return length % SECTOR_BYTES == 0 && firstSector >= 0 && firstSector <= sectors()
        && length / SECTOR_BYTES <= sectors() - firstSector;
  }

  private long sectors() {
    return store.sizeBytes() / SECTOR_BYTES;
  }

  private long littleEndian(int offset, int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (piece[offset + i] & 0xffL) << 8 * i;
    }
    return value;
  }

  private void putConfig(int offset, long value, int size) {
    for (int i = 0; i < size; i++) {
      config[offset + i] = (byte) (value >>> 8 * i);
    }
  }
}
