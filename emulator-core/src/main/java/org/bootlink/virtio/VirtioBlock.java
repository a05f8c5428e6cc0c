// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import java.nio.charset.StandardCharsets;
import org.bootlink.host.BlockStore;
import org.bootlink.state.StateSink;

/**
 * Disk.
 * <pre>
 *  configuration
 *   0   capacity  le64  sectors of 512 bytes
 *  12   seg_max   le32
 *  20   blk_size  le32  512
 *
 *  request queue 0
 *   readable  le32 type, le32 reserved, le64 sector, data to write
 *   writable  data read, u8 status
 * </pre>
 * Requests: read, write, flush and get-ID; all others are answered UNSUPP. A transfer that is not a whole
 * number of sectors, or leaves the disk, fails with IOERR and moves nothing; so does a write to a read-only
 * disk. What the store can't do fails with IOERR too, perhaps after part of the data was moved. A request
 * without header or status byte is misuse.
 *
 * <p>Data that the store does not have yet leaves its request in flight, as {@link #waiting} tells. Type and
 * sector are read once, at the first attempt: whether there were more can't be seen by the guest.
 *
 * <p>Specification: VIRTIO 1.2, section 5.2, "Block Device".
 */
public final class VirtioBlock extends VirtioDevice {
  private static final int DEVICE_ID = 2;

  private static final long F_SEG_MAX_MASK = 1 << 2;
  private static final long F_RO_MASK = 1 << 5;
  private static final long F_BLK_SIZE_MASK = 1 << 6;
  private static final long F_FLUSH_MASK = 1 << 9;

  private static final int CONFIG_CAPACITY = 0;
  private static final int CONFIG_SEG_MAX = 12;
  private static final int CONFIG_BLK_SIZE = 20;
  private static final int CONFIG_BYTES = 24;

  private static final int T_IN = 0;
  private static final int T_OUT = 1;
  private static final int T_FLUSH = 4;
  private static final int T_GET_ID = 8;

  private static final int S_OK = 0;
  private static final int S_IOERR = 1;
  private static final int S_UNSUPP = 2;

  private static final int SECTOR_BYTES = 512;
  private static final int HEADER_BYTES = 16;
  private static final int ID_BYTES = 20;
  private static final int PIECE_BYTES = 64 << 10;
  /** A chain as long as the queue, less header and status. */
  private static final int SEG_MAX = VirtioMmio.QUEUE_SIZE_MAX - 2;

  private final BlockStore store;
  private final byte[] id;
  private final byte[] config = new byte[CONFIG_BYTES];
  /** Holds nothing between two calls. */
  private final byte[] piece = new byte[PIECE_BYTES];

  private boolean started;
  private int type;
  private long sector;
  private long doneBytes;

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
  }

  @Override
  int deviceId() {
    return DEVICE_ID;
  }

  @Override
  long features() {
    return F_SEG_MAX_MASK | F_BLK_SIZE_MASK | F_FLUSH_MASK | (store.readOnly() ? F_RO_MASK : 0);
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
  void saveTo(StateSink sink) {
    sink.putBoolean(started);
    if (started) {
      sink.putInt(type);
      sink.putLong(sector);
      sink.putLong(doneBytes);
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
    if (chain.readableBytes() < HEADER_BYTES || chain.writableBytes() < 1) {
      transport().misused("a block request without header or status byte");
      return false;
    }
    chain.read(0, piece, 0, HEADER_BYTES);
    type = (int) littleEndian(0, 4);
    sector = littleEndian(8, 8);
    doneBytes = 0;
    started = true;
    return true;
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
      default:
        return finish(chain, S_UNSUPP, 0);
    }
  }

  private long readDisk(Chain chain) {
    long length = chain.writableBytes() - 1;
    if (!onDisk(length)) {
      return finish(chain, S_IOERR, 0);
    }
    while (doneBytes < length) {
      int part = (int) Math.min(PIECE_BYTES, length - doneBytes);
      if (!transport().mayWork()) {
        return WAIT;
      }
      BlockStore.Outcome outcome = store.read(sector * SECTOR_BYTES + doneBytes, piece, 0, part);
      if (outcome != BlockStore.Outcome.DONE) {
        return notDone(chain, outcome, doneBytes);
      }
      chain.write(doneBytes, piece, 0, part);
      doneBytes += part;
      transport().worked(part);
    }
    return finish(chain, S_OK, length);
  }

  private long writeDisk(Chain chain) {
    long length = chain.readableBytes() - HEADER_BYTES;
    if (store.readOnly() || !onDisk(length)) {
      return finish(chain, S_IOERR, 0);
    }
    while (doneBytes < length) {
      int part = (int) Math.min(PIECE_BYTES, length - doneBytes);
      if (!transport().mayWork()) {
        return WAIT;
      }
      chain.read(HEADER_BYTES + doneBytes, piece, 0, part);
      BlockStore.Outcome outcome = store.write(sector * SECTOR_BYTES + doneBytes, piece, 0, part);
      if (outcome != BlockStore.Outcome.DONE) {
        return notDone(chain, outcome, 0);
      }
      doneBytes += part;
      transport().worked(part);
    }
    return finish(chain, S_OK, 0);
  }

  private long flushDisk(Chain chain) {
    BlockStore.Outcome outcome = store.readOnly() ? BlockStore.Outcome.DONE : store.flush();
    return outcome == BlockStore.Outcome.DONE ? finish(chain, S_OK, 0) : notDone(chain, outcome, 0);
  }

  private long notDone(Chain chain, BlockStore.Outcome outcome, long dataBytes) {
    return outcome == BlockStore.Outcome.AWAY ? WAIT : finish(chain, S_IOERR, dataBytes);
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

  private boolean onDisk(long length) {
    return length % SECTOR_BYTES == 0 && sector >= 0 && sector <= sectors()
        && length / SECTOR_BYTES <= sectors() - sector;
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
