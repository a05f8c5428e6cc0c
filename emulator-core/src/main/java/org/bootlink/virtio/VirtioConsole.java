// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import org.bootlink.device.InputQueue;
import org.bootlink.host.ConsoleSink;
import org.bootlink.state.StateWalk;

/**
 * Console with one port, which knows the terminal's size.
 * <pre>
 *  configuration
 *   0  cols          le16
 *   2  rows          le16
 *   4  max_nr_ports  le32  0: VIRTIO_CONSOLE_F_MULTIPORT is not offered
 *   8  emerg_wr      le32  WO  one byte of output, at any time
 *
 *  queue 0  receiveq(port0)
 *  queue 1  transmitq(port0)
 * </pre>
 * Input waits in an unbounded queue until the driver offers buffers; a driver's reset does not lose it.
 * The size is the terminal's, so no reset changes it.
 *
 * <p>Specification: VIRTIO 1.2, section 5.3, "Console Device".
 */
public final class VirtioConsole extends VirtioDevice {
  private static final int DEVICE_ID = 3;
  private static final long F_SIZE_MASK = 1 << 0;
  private static final long F_EMERG_WRITE_MASK = 1 << 2;
  private static final int CONFIG_EMERG_WR = 8;

  private static final int RECEIVEQ = 0;
  private static final int QUEUES = 2;
  private static final int PIECE_BYTES = 4096;
  /** A byte of output costs the host more than one moved in memory. */
  private static final int WORK_PER_OUTPUT_BYTE = 16;

  private final ConsoleSink sink;
  private final InputQueue input = new InputQueue();
  /** Holds nothing between two calls. */
  private final byte[] piece = new byte[PIECE_BYTES];

  private int columns;
  private int rows;
  /** How much of the transmit buffer in flight is sent. */
  private long sentBytes;

  /**
   * @param columns 1 to 65,535
   * @param rows 1 to 65,535
   */
  public VirtioConsole(ConsoleSink sink, int columns, int rows) {
    this.sink = sink;
    this.columns = columns;
    this.rows = rows;
  }

  /** Host event: bytes are typed. */
  public void receive(byte[] data, int offset, int length) {
    input.add(data, offset, length);
    transport().kick(RECEIVEQ);
  }

  /** Bytes typed that the driver has not taken. */
  public int unreadBytes() {
    return input.size();
  }

  /** Host event: the terminal has another size, each 1 to 65,535. */
  public void resize(int newColumns, int newRows) {
    if (newColumns != columns || newRows != rows) {
      columns = newColumns;
      rows = newRows;
      transport().configChanged();
    }
  }

  @Override
  int deviceId() {
    return DEVICE_ID;
  }

  @Override
  long features() {
    return F_SIZE_MASK | F_EMERG_WRITE_MASK;
  }

  @Override
  int queueCount() {
    return QUEUES;
  }

  @Override
  int configByte(int offset) {
    switch (offset) {
      case 0:
        return columns;
      case 1:
        return columns >> 8;
      case 2:
        return rows;
      case 3:
        return rows >> 8;
      default:
        return 0;
    }
  }

  @Override
  void writeConfig(int offset, long value, int size) {
    if (offset == CONFIG_EMERG_WR) {
      sink.write((int) value & 0xff);
    }
  }

  @Override
  void queueStopped(int queue) {
    if (queue != RECEIVEQ) {
      sentBytes = 0;
    }
  }

  @Override
  void reset() {
    input.clear();
  }

  @Override
  void walkState(StateWalk walk) {
    columns = walk.range(columns, 1, 65_535);
    rows = walk.range(rows, 1, 65_535);
    sentBytes = walk.range(sentBytes, 0, Long.MAX_VALUE);
    input.walkState(walk);
  }

  @Override
  boolean wants(int queue) {
    return queue != RECEIVEQ || input.size() > 0;
  }

  @Override
  long serve(int queue, Chain chain) {
    return queue == RECEIVEQ ? deliver(chain) : transmit(chain);
  }

  private long deliver(Chain chain) {
    int length = (int) Math.min(Math.min(chain.writableBytes(), input.size()), PIECE_BYTES);
    for (int i = 0; i < length; i++) {
      piece[i] = (byte) input.remove();
    }
    chain.write(0, piece, 0, length);
    return length;
  }

  private long transmit(Chain chain) {
    while (sentBytes < chain.readableBytes()) {
      if (!transport().mayWork()) {
        return WAIT;
      }
      int part = (int) Math.min(PIECE_BYTES, chain.readableBytes() - sentBytes);
      chain.read(sentBytes, piece, 0, part);
      for (int i = 0; i < part; i++) {
        sink.write(piece[i] & 0xff);
      }
      sentBytes += part;
      transport().worked(WORK_PER_OUTPUT_BYTE * part);
    }
    sentBytes = 0;
    return 0;
  }
}
