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
    List<ElfImage.Segment> parts = new ArrayList<>();
    boolean entryFound = false;
    for (ElfImage.Segment segment : elf.segments()) {
      ElfImage.Segment part = withoutElfHeader(segment);
      if (part == null) {
        continue;
      }
      checkInRam(what, part);
      parts.add(part);
      long fromStart = elf.entryPa() - part.pa();
      entryFound |= fromStart >= 0 && fromStart < part.memorySize();
    }
    if (!entryFound) {
      throw notInRam(what, elf.entryPa());
    }
    return new BootImage(what, blob, elf.entryPa(), parts);
  }

  /**
   * Linkers that are told only where the code goes put the ELF header into a segment before it, in
   * whole or in part below RAM. Nothing runs there: that part is left out.
   *
   * @return null if nothing is left
   */
  private static ElfImage.Segment withoutElfHeader(ElfImage.Segment segment) {
    if (segment.fileOffset() != 0 || segment.fileSize() == 0
        || Long.compareUnsigned(segment.pa(), MemoryMap.RAM_PA) >= 0) {
      return segment;
    }
    long below = MemoryMap.RAM_PA - segment.pa();
    if (below >= segment.memorySize()) {
      return null;
    }
    int skipped = (int) Math.min(below, segment.fileSize());
    return new ElfImage.Segment(MemoryMap.RAM_PA, segment.memorySize() - below, skipped,
        segment.fileSize() - skipped);
  }

  private static void checkInRam(String what, ElfImage.Segment segment) {
    long maxSize = (long) MachineConfig.MAX_MEMORY_MIB << 20;
    long offset = segment.pa() - MemoryMap.RAM_PA;
    if (offset < 0 || offset >= maxSize) {
      throw notInRam(what, segment.pa());
    }
    if (segment.memorySize() > maxSize - offset) {
      throw new BadImageException("the " + what + " does not fit: its segment at 0x"
          + Long.toHexString(segment.pa()) + " needs 0x" + Long.toHexString(segment.memorySize())
          + " bytes, more than a machine with " + MachineConfig.MAX_MEMORY_MIB + " MiB has there");
    }
  }

  private static BadImageException notInRam(String what, long pa) {
    return new BadImageException("the " + what + " wants to be loaded at 0x" + Long.toHexString(pa)
        + ", where this machine has no RAM (it begins at 0x" + Long.toHexString(MemoryMap.RAM_PA)
        + "); link it for QEMU's virt machine, or give the raw image that is built beside it"
        + " (arch/riscv/boot/Image for Linux, fw_dynamic.bin for OpenSBI)");
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
