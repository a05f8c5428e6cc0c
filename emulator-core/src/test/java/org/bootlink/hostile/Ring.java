// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import java.util.List;
import org.bootlink.board.MemoryMap;

/**
 * A split virtqueue of one virtio slot, as a driver lays it out.
 *
 * @param pa where its three parts lie: descriptors, 0x400 further the available ring, 0x800 the used ring
 */
record Ring(int slot, int queue, int size, long pa) {
  static final int NEXT = 1;
  static final int WRITE = 2;
  static final int INDIRECT = 4;

  static final int DEVICE_FEATURES_SEL = 0x014;
  static final int DRIVER_FEATURES = 0x020;
  static final int DRIVER_FEATURES_SEL = 0x024;
  static final int QUEUE_SEL = 0x030;
  static final int QUEUE_SIZE = 0x038;
  static final int QUEUE_READY = 0x044;
  static final int QUEUE_NOTIFY = 0x050;
  static final int INTERRUPT_ACK = 0x064;
  static final int STATUS = 0x070;
  static final int QUEUE_DESC = 0x080;
  static final int QUEUE_DRIVER = 0x090;
  static final int QUEUE_DEVICE = 0x0a0;

  long availablePa() {
    return pa + 0x400;
  }

  long usedPa() {
    return pa + 0x800;
  }

  void descriptor(GuestImage image, int index, long bufferPa, int length, int flags, int next) {
    putDescriptor(image, pa + 16L * index, bufferPa, length, flags, next);
  }

  static void putDescriptor(GuestImage image, long at, long bufferPa, int length, int flags, int next) {
    image.put64(at, bufferPa);
    image.put32(at + 8, length);
    image.put16(at + 12, flags);
    image.put16(at + 14, next);
  }

  /** Offers {@code heads}, of which {@code count} count. */
  void available(GuestImage image, int count, int... heads) {
    image.put16(availablePa() + 2, count);
    for (int i = 0; i < heads.length; i++) {
      image.put16(availablePa() + 4 + 2L * i, heads[i]);
    }
  }

  Access write(int register, long value) {
    return Access.store32(MemoryMap.virtioPa(slot) + register, value);
  }

  /** Takes the device through its initialization with this as its only queue, and notifies it. */
  void bringUp(List<Access> script, long lowFeatures) {
    negotiate(script, lowFeatures);
    place(script);
    script.add(write(STATUS, 15));
    script.add(write(QUEUE_NOTIFY, queue));
  }

  void negotiate(List<Access> script, long lowFeatures) {
    script.add(write(STATUS, 0));
    script.add(write(STATUS, 3));
    script.add(write(DRIVER_FEATURES_SEL, 1));
    script.add(write(DRIVER_FEATURES, 1));
    script.add(write(DRIVER_FEATURES_SEL, 0));
    script.add(write(DRIVER_FEATURES, lowFeatures));
    script.add(write(STATUS, 11));
  }

  /** Tells the device where the queue is. */
  void place(List<Access> script) {
    place(script, pa, availablePa(), usedPa());
  }

  void place(List<Access> script, long descriptorsPa, long available, long used) {
    script.add(write(QUEUE_SEL, queue));
    script.add(write(QUEUE_SIZE, size));
    address(script, QUEUE_DESC, descriptorsPa);
    address(script, QUEUE_DRIVER, available);
    address(script, QUEUE_DEVICE, used);
    script.add(write(QUEUE_READY, 1));
  }

  private void address(List<Access> script, int register, long value) {
    script.add(write(register, value));
    script.add(write(register + 4, value >>> 32));
  }
}
