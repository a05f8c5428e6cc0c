// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import org.bootlink.bus.IrqLine;
import org.bootlink.bus.MmioDevice;
import org.bootlink.bus.Ram;
import org.bootlink.state.StateWalk;

/**
 * Virtio transport over memory-mapped registers, version 2: one slot of the board.
 * <pre>
 *  0x000  MagicValue         RO  "virt"
 *  0x004  Version            RO  2
 *  0x008  DeviceID           RO  0 in an empty slot
 *  0x00C  VendorID           RO  "QEMU": course kernels such as xv6-riscv insist on it
 *  0x010  DeviceFeatures     RO  the word that DeviceFeaturesSel selects
 *  0x014  DeviceFeaturesSel  WO
 *  0x020  DriverFeatures     WO  the word that DriverFeaturesSel selects
 *  0x024  DriverFeaturesSel  WO
 *  0x030  QueueSel           WO
 *  0x034  QueueSizeMax       RO
 *  0x038  QueueSize          WO
 *  0x044  QueueReady         RW
 *  0x050  QueueNotify        WO
 *  0x060  InterruptStatus    RO  bit 0 used buffer, bit 1 configuration change
 *  0x064  InterruptACK       WO
 *  0x070  Status             RW
 *  0x080  QueueDescLow       WO  0x084 QueueDescHigh
 *  0x090  QueueDriverLow     WO  0x094 QueueDriverHigh
 *  0x0A0  QueueDeviceLow     WO  0x0A4 QueueDeviceHigh
 *  0x0AC  SHMSel             WO  there is no shared memory
 *  0x0B0  SHMLenLow          RO  0x0B4 SHMLenHigh, all ones
 *  0x0B8  SHMBaseLow         RO  0x0BC SHMBaseHigh, all ones
 *  0x0C0  QueueReset         RW  0: VIRTIO_F_RING_RESET is not offered
 *  0x0FC  ConfigGeneration   RO
 *  0x100  Config             RW  accesses of 1, 2, 4 and 8 bytes; all others of 4, else read 0
 * </pre>
 * Queue registers can't be written while the queue is ready. Misuse of a queue sets DEVICE_NEEDS_RESET, and
 * from then on nothing but a reset has an effect on queues.
 *
 * <p>A driver that does not accept VIRTIO_F_VERSION_1 is served all the same: "a device MAY fail to operate
 * further", and xv6-riscv never looks at the feature word that holds this bit.
 *
 * <p>Specification: VIRTIO 1.2, sections 4.2.2, "MMIO Device Register Layout", and 2.1, "Device Status
 * Field".
 */
public final class VirtioMmio implements MmioDevice {
  static final long F_INDIRECT_DESC_MASK = 1L << 28;
  static final long F_EVENT_IDX_MASK = 1L << 29;
  static final long F_VERSION_1_MASK = 1L << 32;

  static final int QUEUE_SIZE_MAX = 256;

  private static final int MAGIC_VALUE = 0x000;
  private static final int VERSION = 0x004;
  private static final int DEVICE_ID = 0x008;
  private static final int VENDOR_ID = 0x00c;
  private static final int DEVICE_FEATURES = 0x010;
  private static final int DEVICE_FEATURES_SEL = 0x014;
  private static final int DRIVER_FEATURES = 0x020;
  private static final int DRIVER_FEATURES_SEL = 0x024;
  private static final int QUEUE_SEL = 0x030;
  private static final int QUEUE_SIZE_MAX_REGISTER = 0x034;
  private static final int QUEUE_SIZE = 0x038;
  private static final int QUEUE_READY = 0x044;
  private static final int QUEUE_NOTIFY = 0x050;
  private static final int INTERRUPT_STATUS = 0x060;
  private static final int INTERRUPT_ACK = 0x064;
  private static final int STATUS = 0x070;
  private static final int QUEUE_DESC_LOW = 0x080;
  private static final int QUEUE_DESC_HIGH = 0x084;
  private static final int QUEUE_DRIVER_LOW = 0x090;
  private static final int QUEUE_DRIVER_HIGH = 0x094;
  private static final int QUEUE_DEVICE_LOW = 0x0a0;
  private static final int QUEUE_DEVICE_HIGH = 0x0a4;
  private static final int SHM_LEN_LOW = 0x0b0;
  private static final int SHM_BASE_HIGH = 0x0bc;
  private static final int CONFIG_GENERATION = 0x0fc;
  private static final int CONFIG = 0x100;

  private static final long MAGIC = 0x7472_6976;
  private static final long VENDOR = 0x554d_4551;

  private static final int ACKNOWLEDGE_MASK = 1;
  private static final int DRIVER_MASK = 2;
  private static final int DRIVER_OK_MASK = 4;
  private static final int FEATURES_OK_MASK = 8;
  private static final int DEVICE_NEEDS_RESET_MASK = 64;
  private static final int FAILED_MASK = 128;
  private static final int DRIVER_WRITES_MASK =
      ACKNOWLEDGE_MASK | DRIVER_MASK | DRIVER_OK_MASK | FEATURES_OK_MASK | FAILED_MASK;

  private static final int USED_BUFFER_MASK = 1;
  private static final int CONFIGURATION_CHANGE_MASK = 2;

  /** Work between two turns of the host, in bytes moved: a fraction of a frame's time. */
  static final int WORK_BYTES = 16 << 20;
  /** What taking a buffer costs at least, in the same measure. */
  private static final int BUFFER_WORK_BYTES = 4096;

  private final IrqLine irq;
  private final VirtioDevice device;
  private final Virtqueue[] queues;

  private int status;
  private int interruptStatus;
  private int deviceFeaturesSel;
  private int driverFeaturesSel;
  private long driverFeatures;
  private boolean acceptedUnknownFeatures;
  private int queueSel;
  private int configGeneration;
  /** Bit per queue. */
  private int waitingQueues;
  private int workLeft = WORK_BYTES;
  private String misuse;

  /** A slot that holds {@code device}, which must not be in another one. */
  public VirtioMmio(Ram ram, IrqLine irq, VirtioDevice device) {
    this.irq = irq;
    this.device = device;
    this.queues = new Virtqueue[device == null ? 0 : device.queueCount()];
    for (int i = 0; i < queues.length; i++) {
      queues[i] = new Virtqueue(ram, QUEUE_SIZE_MAX);
    }
    if (device != null) {
      device.attach(this);
    }
  }

  /** A slot without a device. */
  public static VirtioMmio empty() {
    return new VirtioMmio(null, level -> { }, null);
  }

  /** Whether there is a device in this slot. */
  public boolean isOccupied() {
    return device != null;
  }

  /**
   * Whether work is left over, because a {@code BlockStore} does not have the data yet or because the driver
   * asked for much at once. The machine's time must then stand still, no input may enter it, and the host
   * calls {@link #retry} every turn until this is false, also when no data has arrived meanwhile.
   */
  public boolean waiting() {
    return waitingQueues != 0;
  }

  /** Goes on with the work that is left over. */
  public void retry() {
    workLeft = WORK_BYTES;
    int again = waitingQueues;
    waitingQueues = 0;
    for (int queue = 0; queue < queues.length; queue++) {
      if ((again & 1 << queue) != 0) {
        process(queue);
      }
    }
    update();
  }

  /** What the driver did wrong since the last reset, for the user's eyes; null if nothing. */
  public String misuse() {
    return misuse;
  }

  @Override
  public int accessSizes() {
    return 1 | 2 | 4 | 8;
  }

  @Override
  public long read(int offset, int size) {
    if (device != null && offset >= CONFIG) {
      return readConfig(offset - CONFIG, size);
    }
    return size == 4 ? readRegister(offset) : 0;
  }

  @Override
  public void write(int offset, long value, int size) {
    if (device == null) {
      return;
    }
    if (offset >= CONFIG) {
      device.writeConfig(offset - CONFIG, value, size);
    } else if (size == 4) {
      writeRegister(offset, (int) value);
    }
    update();
  }

  /** Back to power-on: the transport, its queues and the device. */
  public void reset() {
    driverReset();
    configGeneration = 0;
    workLeft = WORK_BYTES;
    if (device != null) {
      device.reset();
    }
    update();
  }

  /**
   * All of the transport's and the device's state. How much work was done since the host's last turn is not
   * part of it: the guest can't tell.
   */
  public void walkState(StateWalk walk) {
    status = (int) walk.bits(status, DRIVER_WRITES_MASK | DEVICE_NEEDS_RESET_MASK);
    interruptStatus = (int) walk.bits(interruptStatus, USED_BUFFER_MASK | CONFIGURATION_CHANGE_MASK);
    deviceFeaturesSel = walk.value(deviceFeaturesSel);
    driverFeaturesSel = walk.value(driverFeaturesSel);
    driverFeatures = walk.value(driverFeatures);
    acceptedUnknownFeatures = walk.value(acceptedUnknownFeatures);
    queueSel = walk.value(queueSel);
    configGeneration = walk.value(configGeneration);
    waitingQueues = (int) walk.bits(waitingQueues, (1 << queues.length) - 1);
    for (Virtqueue queue : queues) {
      queue.walkState(walk);
    }
    if (device != null) {
      device.walkState(walk);
    }
    if (walk.restores()) {
      workLeft = WORK_BYTES;
      misuse = null;
    }
  }

  /** The buffer of {@code queue} that was taken and not yet given back, or null. */
  Chain inFlight(int queue) {
    return queues[queue].inFlight() ? queues[queue].chain() : null;
  }

  /** A buffer behind the one that is in flight, as {@link Virtqueue#queued} tells. */
  Chain queued(int queue, int ahead) {
    return queues[queue].queued(ahead);
  }

  /** Host event for {@code queue}: the device may have something to do with its buffers now. */
  void kick(int queue) {
    if ((waitingQueues & 1 << queue) == 0) {
      process(queue);
    }
    update();
  }

  /** Host event: the configuration space shows something else from now on. */
  void configChanged() {
    configGeneration++;
    notifyOfConfiguration();
    update();
  }

  /** The driver broke a rule that leaves the device without a way to go on. */
  void misused(String what) {
    misuse = what;
    status |= DEVICE_NEEDS_RESET_MASK;
    notifyOfConfiguration();
  }

  /** Whether the device may go on with a long buffer; if not, it answers {@link VirtioDevice#WAIT}. */
  boolean mayWork() {
    return workLeft > 0;
  }

  /** The device did work worth moving {@code bytes} bytes. */
  void worked(int bytes) {
    workLeft -= bytes;
  }

  private long readRegister(int offset) {
    switch (offset) {
      case MAGIC_VALUE:
        return MAGIC;
      case VERSION:
        return 2;
      case DEVICE_ID:
        return device == null ? 0 : device.deviceId();
      case VENDOR_ID:
        return VENDOR;
      default:
        return device == null ? 0 : readDeviceRegister(offset);
    }
  }

  private long readDeviceRegister(int offset) {
    switch (offset) {
      case DEVICE_FEATURES:
        return word(offeredFeatures(), deviceFeaturesSel);
      case QUEUE_SIZE_MAX_REGISTER:
        return selected() == null ? 0 : selected().sizeMax();
      case QUEUE_READY:
        return selected() != null && selected().ready() ? 1 : 0;
      case INTERRUPT_STATUS:
        return interruptStatus;
      case STATUS:
        return status;
      case CONFIG_GENERATION:
        return configGeneration & 0xffff_ffffL;
      default:
        return offset >= SHM_LEN_LOW && offset <= SHM_BASE_HIGH ? 0xffff_ffffL : 0;
    }
  }

  private void writeRegister(int offset, int value) {
    switch (offset) {
      case DEVICE_FEATURES_SEL:
        deviceFeaturesSel = value;
        break;
      case DRIVER_FEATURES:
        writeDriverFeatures(value);
        break;
      case DRIVER_FEATURES_SEL:
        driverFeaturesSel = value;
        break;
      case QUEUE_SEL:
        queueSel = value;
        break;
      case QUEUE_NOTIFY:
        if (value >= 0 && value < queues.length) {
          kick(value);
        }
        break;
      case INTERRUPT_ACK:
        interruptStatus &= ~value;
        break;
      case STATUS:
        writeStatus(value);
        break;
      default:
        if (selected() != null) {
          writeQueueRegister(selected(), offset, value);
        }
        break;
    }
  }

  private void writeQueueRegister(Virtqueue queue, int offset, int value) {
    if (offset == QUEUE_READY) {
      writeQueueReady(queue, value);
      return;
    }
    if (queue.ready()) {
      return;
    }
    switch (offset) {
      case QUEUE_SIZE:
        queue.setSize(value);
        break;
      case QUEUE_DESC_LOW:
      case QUEUE_DESC_HIGH:
        queue.setDescriptorPa(offset & 4, value);
        break;
      case QUEUE_DRIVER_LOW:
      case QUEUE_DRIVER_HIGH:
        queue.setDriverPa(offset & 4, value);
        break;
      case QUEUE_DEVICE_LOW:
      case QUEUE_DEVICE_HIGH:
        queue.setDevicePa(offset & 4, value);
        break;
      default:
        break;
    }
  }

  private void writeQueueReady(Virtqueue queue, int value) {
    if ((value & 1) == 0) {
      queue.stop();
      waitingQueues &= ~(1 << queueSel);
      device.queueStopped(queueSel);
    } else if (!queue.ready()
        && !queue.start(negotiated(F_INDIRECT_DESC_MASK), negotiated(F_EVENT_IDX_MASK))) {
      misused(queue.misuse());
    }
  }

  private void writeDriverFeatures(int value) {
    if ((status & FEATURES_OK_MASK) != 0) {
      return;
    }
    if (driverFeaturesSel == 0) {
      driverFeatures = driverFeatures & 0xffff_ffff_0000_0000L | value & 0xffff_ffffL;
    } else if (driverFeaturesSel == 1) {
      driverFeatures = driverFeatures & 0xffff_ffffL | (long) value << 32;
    } else if (value != 0) {
      acceptedUnknownFeatures = true;
    }
  }

  /** Bits once set stay set until a reset, and those that are not yet allowed stay clear. */
  private void writeStatus(int value) {
    if (value == 0) {
      driverReset();
      return;
    }
    int wanted = value & DRIVER_WRITES_MASK | status;
    if ((driverFeatures & ~offeredFeatures()) != 0 || acceptedUnknownFeatures) {
      wanted &= ~FEATURES_OK_MASK;
    }
    if ((wanted & FEATURES_OK_MASK) == 0) {
      wanted &= ~DRIVER_OK_MASK;
    }
    status = wanted;
  }

  private void driverReset() {
    status = 0;
    interruptStatus = 0;
    deviceFeaturesSel = 0;
    driverFeaturesSel = 0;
    driverFeatures = 0;
    acceptedUnknownFeatures = false;
    queueSel = 0;
    waitingQueues = 0;
    misuse = null;
    for (int queue = 0; queue < queues.length; queue++) {
      queues[queue].reset();
      device.queueStopped(queue);
    }
  }

  /** Serves buffers of one queue until there are no more, the device must wait or the driver misuses it. */
  private void process(int queueIndex) {
    Virtqueue queue = queues[queueIndex];
    boolean used = false;
    while (live() && queue.ready() && (queue.inFlight() || device.wants(queueIndex))) {
      if (!mayWork()) {
        waitingQueues |= 1 << queueIndex;
        break;
      }
      if (!queue.inFlight() && !take(queue)) {
        break;
      }
      long writtenBytes = device.serve(queueIndex, queue.chain());
      if (!live()) {
        break;
      }
      if (writtenBytes == VirtioDevice.WAIT) {
        waitingQueues |= 1 << queueIndex;
        break;
      }
      queue.push(writtenBytes);
      used = true;
    }
    if (used && queue.wantsInterrupt()) {
      interruptStatus |= USED_BUFFER_MASK;
    }
  }

  private boolean take(Virtqueue queue) {
    worked(BUFFER_WORK_BYTES);
    Virtqueue.Popped popped = queue.pop();
    if (popped == Virtqueue.Popped.MISUSE) {
      misused(queue.misuse());
    }
    return popped == Virtqueue.Popped.CHAIN;
  }

  private boolean live() {
    return (status & (DRIVER_OK_MASK | DEVICE_NEEDS_RESET_MASK)) == DRIVER_OK_MASK;
  }

  private void notifyOfConfiguration() {
    if ((status & DRIVER_OK_MASK) != 0) {
      interruptStatus |= CONFIGURATION_CHANGE_MASK;
    }
  }

  private long offeredFeatures() {
    return device.features() | F_INDIRECT_DESC_MASK | F_EVENT_IDX_MASK | F_VERSION_1_MASK;
  }

  private boolean negotiated(long featureMask) {
    return (driverFeatures & featureMask) != 0;
  }

  /** The queue that QueueSel selects, or null. */
  private Virtqueue selected() {
    return queueSel >= 0 && queueSel < queues.length ? queues[queueSel] : null;
  }

  private long readConfig(int offset, int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (device.configByte(offset + i) & 0xffL) << 8 * i;
    }
    return value;
  }

  private static long word(long features, int select) {
    switch (select) {
      case 0:
        return features & 0xffff_ffffL;
      case 1:
        return features >>> 32;
      default:
        return 0;
    }
  }

  private void update() {
    irq.set(interruptStatus != 0);
  }
}
