// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.bus.Ram;
import org.bootlink.memory.Blob;

/**
 * Decides where firmware, kernel, initrd and device tree go, and puts them there.
 *
 * <p>Places are those of QEMU's {@code virt} (hw/riscv/boot.c): a raw firmware at the start of RAM; a Linux
 * image or raw kernel at the first multiple of 2 MiB behind the firmware; an ELF file where it says; the
 * device tree at the last multiple of 2 MiB in which it fits below the end of RAM; the initrd half of RAM,
 * at most 512 MiB, above the kernel's start. Where that last rule puts the initrd into the kernel or the
 * device tree, it goes right behind the kernel instead (QEMU gives up).
 *
 * <p>Without firmware a Linux image goes where its header asks for, a raw kernel to the start of RAM.
 */
public final class ImageLoader {
  private static final long ALIGNMENT = 2 << 20;
  private static final long PAGE = Ram.PAGE_SIZE;
  private static final long MAX_INITRD_GAP = 512L << 20;
  private static final long MIN_KERNEL_GAP = ALIGNMENT;

  private final MachineConfig config;
  private final BootImage firmware;
  private final BootImage kernel;
  private final BootPlan plan;
  private final byte[] deviceTree;

  /**
   * Looks at every image and lays out RAM; nothing is copied yet.
   *
   * @throws BadImageException if an image is not what it should be, or if they don't fit into RAM together
   */
  public ImageLoader(MachineConfig config) {
    this.config = config;
    firmware = config.firmware() == null
        ? null : BootImage.of("firmware", config.firmware(), MemoryMap.RAM_PA, false);
    kernel = config.kernel() == null
        ? null : BootImage.of("kernel", config.kernel(), rawKernelPa(), firmware == null);
    checkInitrd();
    checkApart();
    int deviceTreeSize = BoardDeviceTree.build(config, 0, 0).length;
    BootPlan found = layout(config.memoryMiB(), deviceTreeSize);
    if (found == null) {
      throw doesNotFit(deviceTreeSize);
    }
    plan = found;
    deviceTree = BoardDeviceTree.build(config, plan.initrdStartPa(), plan.initrdEndPa());
  }

  public BootPlan plan() {
    return plan;
  }

  /** A copy of the device tree blob that {@link #load} puts at {@link BootPlan#dtbPa}. */
  public byte[] deviceTree() {
    return deviceTree.clone();
  }

  /** A run of bytes of an image, and where in RAM it goes. */
  record Piece(long pa, int address, int length) {}

  /** Everything that RAM holds at power-on, but for the device tree. */
  List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    for (BootImage image : new BootImage[] {firmware, kernel}) {
      if (image != null) {
        for (ElfImage.Segment part : image.parts()) {
          pieces.add(new Piece(part.pa(), image.blob().address() + part.fileOffset(), part.fileSize()));
        }
      }
    }
    if (config.initrd() != null) {
      pieces.add(new Piece(plan.initrdStartPa(), config.initrd().address(), config.initrd().length()));
    }
    return pieces;
  }

  /** Copies everything into {@code ram}, which is all zero and has the configured size. */
  public void load(Ram ram) {
    for (Piece piece : pieces()) {
      ram.copyIn(piece.pa(), piece.address(), piece.length());
    }
    ram.write(plan.dtbPa(), deviceTree, 0, deviceTree.length);
  }

  private long rawKernelPa() {
    if (firmware == null) {
      return MemoryMap.RAM_PA;
    }
    return Math.max(MemoryMap.RAM_PA + MIN_KERNEL_GAP, alignUp(firmware.endPa(), ALIGNMENT));
  }

  private void checkInitrd() {
    Blob initrd = config.initrd();
    if (initrd == null) {
      return;
    }
    if (kernel == null) {
      throw new BadImageException("there is an initrd but no kernel that could use it; give a kernel too");
    }
    ImageFormat format = ImageFormat.of(initrd);
    if (format == null || !format.isInitrd()) {
      throw new BadImageException("the initrd (" + initrd.length() + " bytes) is neither a cpio archive nor"
          + " compressed with gzip, zstd, xz, bzip2, lz4, lzma or lzo, so it is damaged or something else;"
          + " fetch or build it again");
    }
  }

  private void checkApart() {
    if (firmware == null || kernel == null) {
      return;
    }
    int k = 0;
    for (ElfImage.Segment part : firmware.parts()) {
      while (k < kernel.parts().size() && end(kernel.parts().get(k)) <= part.pa()) {
        k++;
      }
      if (k < kernel.parts().size() && kernel.parts().get(k).pa() < end(part)) {
        throw new BadImageException("the kernel (" + range(kernel) + ") and the firmware (" + range(firmware)
            + ") overlap in RAM; link one of them elsewhere");
      }
    }
  }

  /** The plan for a machine with {@code memoryMiB} of RAM, or null if that is too little. */
  private BootPlan layout(int memoryMiB, int deviceTreeSize) {
    long ramSize = (long) memoryMiB << 20;
    long dtbPa = MemoryMap.RAM_PA + ramSize - deviceTreeSize & -ALIGNMENT;
    long imagesEndPa = MemoryMap.RAM_PA;
    imagesEndPa = firmware == null ? imagesEndPa : Math.max(imagesEndPa, firmware.endPa());
    imagesEndPa = kernel == null ? imagesEndPa : Math.max(imagesEndPa, kernel.endPa());
    if (imagesEndPa > dtbPa) {
      return null;
    }
    long initrdStartPa = 0;
    long initrdEndPa = 0;
    if (config.initrd() != null) {
      long lowestPa = alignUp(imagesEndPa, PAGE);
      long usualPa = alignUp(kernel.startPa() + Math.min(ramSize / 2, MAX_INITRD_GAP), PAGE);
      long length = config.initrd().length();
      initrdStartPa = usualPa >= lowestPa && usualPa + length <= dtbPa ? usualPa : lowestPa;
      initrdEndPa = initrdStartPa + length;
      if (initrdEndPa > dtbPa) {
        return null;
      }
    }
    long kernelEntryPa = kernel == null ? 0 : kernel.entryPa();
    long entryPa = firmware == null ? kernelEntryPa : firmware.entryPa();
    return new BootPlan(entryPa, kernelEntryPa, dtbPa, initrdStartPa, initrdEndPa);
  }

  private BadImageException doesNotFit(int deviceTreeSize) {
    int enough = config.memoryMiB() + 1;
    while (enough <= MachineConfig.MAX_MEMORY_MIB && layout(enough, deviceTreeSize) == null) {
      enough++;
    }
    StringBuilder message = new StringBuilder();
    append(message, firmware);
    append(message, kernel);
    if (config.initrd() != null) {
      message.append(", the initrd (").append(config.initrd().length()).append(" bytes)");
    }
    message.append(" and the device tree don't fit into ").append(config.memoryMiB())
        .append(" MiB of memory; ");
    if (enough <= MachineConfig.MAX_MEMORY_MIB) {
      message.append(enough).append(" MiB would be enough");
    } else {
      message.append("the most a machine can have, ").append(MachineConfig.MAX_MEMORY_MIB)
          .append(" MiB, is too little as well");
    }
    return new BadImageException(message.toString());
  }

  private static void append(StringBuilder message, BootImage image) {
    if (image != null) {
      message.append(message.length() == 0 ? "the " : ", the ").append(image.what()).append(" (")
          .append(range(image)).append(')');
    }
  }

  private static String range(BootImage image) {
    return "0x" + Long.toHexString(image.startPa()) + " to 0x" + Long.toHexString(image.endPa());
  }

  private static long end(ElfImage.Segment segment) {
    return segment.pa() + segment.memorySize();
  }

  private static long alignUp(long value, long alignment) {
    return value + alignment - 1 & -alignment;
  }
}
