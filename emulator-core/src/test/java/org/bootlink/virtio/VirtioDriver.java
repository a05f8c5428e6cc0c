// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import java.nio.charset.StandardCharsets;
import org.bootlink.bus.Ram;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/** A driver of one virtio slot, small enough for a test, with a RAM of its own. */
final class VirtioDriver {
  static final int NEXT = 1;
  static final int WRITE = 2;
  static final int INDIRECT = 4;

  static final int DEVICE_FEATURES = 0x010;
  static final int DEVICE_FEATURES_SEL = 0x014;
  static final int DRIVER_FEATURES = 0x020;
  static final int DRIVER_FEATURES_SEL = 0x024;
  static final int QUEUE_SEL = 0x030;
  static final int QUEUE_SIZE_MAX = 0x034;
  static final int QUEUE_SIZE = 0x038;
  static final int QUEUE_READY = 0x044;
  static final int QUEUE_NOTIFY = 0x050;
  static final int INTERRUPT_STATUS = 0x060;
  static final int INTERRUPT_ACK = 0x064;
  static final int STATUS = 0x070;
  static final int QUEUE_DESC = 0x080;
  static final int QUEUE_DRIVER = 0x090;
  static final int QUEUE_DEVICE = 0x0a0;
  static final int CONFIG_GENERATION = 0x0fc;
  static final int CONFIG = 0x100;

  static final int DRIVER_OK = 0x0f;
  static final int NEEDS_RESET = 0x40;

  static final long RAM_PA = 0x8000_0000L;
  static final int RAM_BYTES = 0x8_0000;
  /** First byte that no ring occupies; tests put their buffers here. */
  static final long BUFFERS_PA = RAM_PA + 0x2_0000;

  static final long VERSION_1 = 1L << 32;
  static final long EVENT_IDX = 1L << 29;
  static final long INDIRECT_DESC = 1L << 28;

  final Ram ram = new Ram(
      new LinearAllocator(LinearMemory.onHeap(RAM_BYTES + Ram.PAGE_SIZE)), RAM_PA, RAM_BYTES);
  final VirtioMmio slot;
  boolean irq;

  VirtioDriver(VirtioDevice device) {
    slot = new VirtioMmio(ram, level -> irq = level, device);
  }

  int in(int offset) {
    return (int) slot.read(offset, 4);
  }

  void out(int offset, long value) {
    slot.write(offset, value & 0xffff_ffffL, 4);
  }

  void outAddress(int offset, long pa) {
    out(offset, pa);
    out(offset + 4, pa >>> 32);
  }

  long offeredFeatures() {
    out(DEVICE_FEATURES_SEL, 1);
    long high = in(DEVICE_FEATURES);
    out(DEVICE_FEATURES_SEL, 0);
    return high << 32 | in(DEVICE_FEATURES) & 0xffff_ffffL;
  }

  /** Resets the device and goes through negotiation up to FEATURES_OK. */
  void negotiate(long features) {
    out(STATUS, 0);
    out(STATUS, 1);
    out(STATUS, 3);
    out(DRIVER_FEATURES_SEL, 1);
    out(DRIVER_FEATURES, features >>> 32);
    out(DRIVER_FEATURES_SEL, 0);
    out(DRIVER_FEATURES, features);
    out(STATUS, 0x0b);
  }

  /** Brings the device up with {@code queues} queues of 8 and answers the first. */
  Ring start(long features, int queues) {
    negotiate(VERSION_1 | features);
    Ring[] rings = new Ring[queues];
    for (int i = 0; i < queues; i++) {
      rings[i] = new Ring(i, 8);
    }
    out(STATUS, DRIVER_OK);
    return rings[0];
  }

  Ring start() {
    return start(0, 1);
  }

  boolean needsReset() {
    return (in(STATUS) & NEEDS_RESET) != 0;
  }

  void put(long pa, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    ram.write(pa, bytes, 0, bytes.length);
  }

  String get(long pa, int length) {
    byte[] bytes = new byte[length];
    ram.read(pa, bytes, 0, length);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** One split virtqueue in RAM. */
  final class Ring {
    final int index;
    final int size;
    final long descPa;
    final long availPa;
    final long usedPa;

    /** Zeroes the rings and tells the device of them. */
    Ring(int index, int size) {
      this.index = index;
      this.size = size;
      descPa = RAM_PA + 0x8000L * index;
      availPa = descPa + 0x4000;
      usedPa = descPa + 0x6000;
      ram.write(descPa, new byte[0x8000], 0, 0x8000);
      place();
      out(QUEUE_READY, 1);
    }

    void place() {
      out(QUEUE_SEL, index);
      out(QUEUE_SIZE, size);
      outAddress(QUEUE_DESC, descPa);
      outAddress(QUEUE_DRIVER, availPa);
      outAddress(QUEUE_DEVICE, usedPa);
    }

    void descriptor(int i, long pa, long length, int flags, int next) {
      putDescriptor(descPa + 16L * i, pa, length, flags, next);
    }

    /** Puts {@code head} into the available ring. */
    Ring offer(int head) {
      int available = ram.readU16(availPa + 2);
      ram.writeI16(availPa + 4 + 2L * (available % size), head);
      ram.writeI16(availPa + 2, available + 1);
      return this;
    }

    void kick() {
      out(QUEUE_NOTIFY, index);
    }

    int used() {
      return ram.readU16(usedPa + 2);
    }

    int usedId(int i) {
      return ram.readI32(usedPa + 4 + 8L * (i % size));
    }

    int usedLength(int i) {
      return ram.readI32(usedPa + 8 + 8L * (i % size));
    }

    int availEvent() {
      return ram.readU16(usedPa + 4 + 8L * size);
    }

    void usedEvent(int value) {
      ram.writeI16(availPa + 4 + 2L * size, value);
    }
  }

  void putDescriptor(long at, long pa, long length, int flags, int next) {
    ram.writeI64(at, pa);
    ram.writeI32(at + 8, (int) length);
    ram.writeI16(at + 12, flags);
    ram.writeI16(at + 14, next);
  }
}
