// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import org.bootlink.memory.Blob;

/**
 * The 64-byte header of a RISC-V Linux {@code Image}.
 * <pre>
 *  0x00  code0, code1; "MZ" first if the kernel can also be started by EFI
 *  0x08  text_offset  64  from the start of RAM
 *  0x10  image_size   64  what the kernel occupies, its zeroed data included; 0 if unknown
 *  0x18  flags        64  bit 0: big-endian
 *  0x20  version      32  minor in the low, major in the high half
 *  0x30  magic        64  "RISCV", deprecated
 *  0x38  magic2       32  "RSC\5"
 *  0x3c  res3         32  offset of the PE header if code0 begins with "MZ"
 * </pre>
 * Specification: Linux Documentation/arch/riscv/boot-image-header.rst, "Boot image header in RISC-V Linux".
 *
 * @param textOffset where it wants to be, from the start of RAM; 0 or more
 * @param memorySize bytes that it occupies, at least the file's length
 */
record LinuxImage(long textOffset, long memorySize) {
  private static final int MAGIC = 0x4353_4952;
  private static final int MAGIC_END = 'V';
  private static final int MAGIC2 = 0x0543_5352;
  private static final int HEADER_SIZE = 64;
  private static final int BIG_ENDIAN_FLAG = 1;
  private static final int EFI_STUB = 'M' | 'Z' << 8;
  private static final int PE_SIGNATURE = 'P' | 'E' << 8;
  private static final int PE_HEADER_SIZE = 24;
  private static final int PE_SECTION_SIZE = 40;
  /** A whole kernel's file is at least this part of what the header says it occupies. */
  private static final int MIN_FILE_PART = 2;

  /** Whether {@code blob} has either of the header's two magic numbers. */
  static boolean isLinuxImage(Blob blob) {
    return blob.length() >= HEADER_SIZE
        && (blob.i32(0x38) == MAGIC2 || blob.i32(0x30) == MAGIC && blob.i32(0x34) == MAGIC_END);
  }

  /** Reads the header of a blob that {@link #isLinuxImage} accepts. */
  static LinuxImage parse(String what, Blob blob) {
    long textOffset = blob.i64(0x08);
    long imageSize = blob.i64(0x10);
    long flags = blob.i64(0x18);
    int version = blob.i32(0x20);
    if ((flags & BIG_ENDIAN_FLAG) != 0) {
      throw new BadImageException("the " + what
          + " is a big-endian Linux image, this machine is little-endian");
    }
    if (version >>> 16 != 0) {
      throw corrupt(what, "its header has version " + (version >>> 16) + "." + (version & 0xffff)
          + ", known is 0");
    }
    long maxBytes = (long) MachineConfig.MAX_MEMORY_MIB << 20;
    if (textOffset < 0 || textOffset >= maxBytes || textOffset % 4096 != 0) {
      throw corrupt(what, "its text offset is 0x" + Long.toHexString(textOffset));
    }
    if (imageSize < 0 || imageSize > maxBytes || imageSize != 0 && imageSize < blob.length()) {
      throw corrupt(what, "its header says that it occupies 0x" + Long.toHexString(imageSize)
          + " bytes, the file has " + blob.length());
    }
    checkNotCutOff(what, blob, imageSize);
    return new LinuxImage(textOffset, Math.max(imageSize, blob.length()));
  }

  /**
   * The EFI header's sections say how long the file must be. Without it there is only the size in memory,
   * which is larger than the file by the zeroed data. That is some tenths of a kernel, so a file of less
   * than half is taken for cut off. A whole kernel of more zeroed data than file would be refused wrongly;
   * one cut off behind its half goes unnoticed.
   */
  private static void checkNotCutOff(String what, Blob blob, long imageSize) {
    if (blob.u16(0) != EFI_STUB) {
      long least = imageSize / MIN_FILE_PART;
      if (blob.length() < least) {
        throw cutOff(what, blob, least);
      }
      return;
    }
    long pe = blob.i32(0x3c) & 0xffff_ffffL;
    if (pe > blob.length() - PE_HEADER_SIZE) {
      throw cutOff(what, blob, pe + PE_HEADER_SIZE);
    }
    int header = (int) pe;
    if (blob.i32(header) != PE_SIGNATURE) {
      throw corrupt(what, "it begins like an EFI program but has no PE header");
    }
    int sections = blob.u16(header + 6);
    long table = pe + PE_HEADER_SIZE + blob.u16(header + 20);
    long needed = table + (long) sections * PE_SECTION_SIZE;
    if (needed > blob.length()) {
      throw cutOff(what, blob, needed);
    }
    for (int i = 0; i < sections; i++) {
      int section = (int) table + i * PE_SECTION_SIZE;
      long rawSize = blob.i32(section + 16) & 0xffff_ffffL;
      long rawOffset = blob.i32(section + 20) & 0xffff_ffffL;
      if (rawOffset + rawSize > blob.length()) {
        throw cutOff(what, blob, rawOffset + rawSize);
      }
    }
  }

  private static BadImageException corrupt(String what, String problem) {
    return new BadImageException(
        "the " + what + " is a damaged Linux image: " + problem + "; fetch or build it again");
  }

  private static BadImageException cutOff(String what, Blob blob, long needed) {
    return new BadImageException("the " + what + " is a Linux image that was cut off after " + blob.length()
        + " bytes; at least " + needed + " belong to it; fetch it again");
  }
}
