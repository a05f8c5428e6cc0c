// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.memory.Blob;

/**
 * A firmware or kernel with the places that its parts get.
 *
 * @param what "firmware" or "kernel"
 * @param entryPa where it is entered
 * @param parts by ascending address, at least one
 */
record BootImage(String what, Blob blob, long entryPa, List<ElfImage.Segment> parts) {
  private static final int MIN_SIZE = 64;

  /**
   * Finds out what {@code blob} is and where it goes.
   *
   * @param rawPa where an image goes that does not say it itself
   * @param headerDecides whether a Linux image's text offset is heeded; otherwise it goes to {@code rawPa}
   */
  static BootImage of(String what, Blob blob, long rawPa, boolean headerDecides) {
    if (ElfImage.isElf(blob)) {
      return ofElf(what, blob);
    }
    if (LinuxImage.isLinuxImage(blob)) {
      LinuxImage image = LinuxImage.parse(what, blob);
      return ofOnePart(what, blob, headerDecides ? MemoryMap.RAM_PA + image.textOffset() : rawPa,
          image.memorySize());
    }
    ImageFormat.checkBareImage(what, blob);
    checkPlausible(what, blob);
    return ofOnePart(what, blob, rawPa, blob.length());
  }

  long startPa() {
    return parts.get(0).pa();
  }

  /** The address after the last byte that it occupies. */
  long endPa() {
    ElfImage.Segment last = parts.get(parts.size() - 1);
    return last.pa() + last.memorySize();
  }

  private static BootImage ofElf(String what, Blob blob) {
    ElfImage elf = ElfImage.parse(what, blob);
    if (!elf.is64()) {
      throw new BadImageException("the " + what + " can't run here: this ELF is for 32-bit RISC-V, the"
          + " machine is a 64-bit one; give one that was built for riscv64");
    }
    long maxSize = (long) MachineConfig.MAX_MEMORY_MIB << 20;
    for (ElfImage.Segment segment : elf.segments()) {
      long offset = segment.pa() - MemoryMap.RAM_PA;
      if (offset >= 0 && offset < maxSize && segment.memorySize() > maxSize - offset) {
        throw new BadImageException("the " + what + " does not fit: its segment at 0x"
            + Long.toHexString(segment.pa()) + " needs 0x" + Long.toHexString(segment.memorySize())
            + " bytes, more than a machine with " + MachineConfig.MAX_MEMORY_MIB + " MiB has there");
      }
      if (offset < 0 || offset >= maxSize) {
        throw new BadImageException("the " + what + " wants to be loaded at 0x"
            + Long.toHexString(segment.pa()) + ", where this machine has no RAM (it begins at 0x"
            + Long.toHexString(MemoryMap.RAM_PA) + "); link it for QEMU's virt machine, or instead of"
            + " Linux's vmlinux give arch/riscv/boot/Image");
      }
    }
    return new BootImage(what, blob, elf.entryPa(), elf.segments());
  }

  private static BootImage ofOnePart(String what, Blob blob, long pa, long memorySize) {
    List<ElfImage.Segment> parts = new ArrayList<>();
    parts.add(new ElfImage.Segment(pa, memorySize, 0, blob.length()));
    return new BootImage(what, blob, pa, parts);
  }

  private static void checkPlausible(String what, Blob blob) {
    if (blob.length() < MIN_SIZE) {
      throw new BadImageException("the " + what + " has only " + blob.length()
          + " bytes, too few to be one; fetch it again");
    }
    for (int i = 0; i < blob.length(); i++) {
      if (blob.u8(i) != 0) {
        return;
      }
    }
    throw new BadImageException("the " + what + " is nothing but zeros (" + blob.length()
        + " bytes); fetch it again");
  }
}
