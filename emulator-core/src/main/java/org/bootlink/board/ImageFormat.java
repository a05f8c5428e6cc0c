// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import org.bootlink.memory.Blob;

/** Formats that are recognised by their first bytes, and what to tell those who give them as a kernel. */
enum ImageFormat {
  GZIP(Use.COMPRESSED, "gzip", "1f8b"),
  ZSTD(Use.COMPRESSED, "zstd", "28b52ffd"),
  XZ(Use.COMPRESSED, "xz", "fd377a585a00"),
  BZIP2(Use.COMPRESSED, "bzip2", "425a68..314159265359"),
  LZ4(Use.COMPRESSED, "lz4", "04224d18"),
  LZ4_LEGACY(Use.COMPRESSED, "lz4", "02214c18"),
  LZMA(Use.COMPRESSED, "lzma", "5d0000"),
  LZO(Use.COMPRESSED, "lzo", "894c5a4f000d0a1a0a"),
  CPIO(Use.ARCHIVE, "a cpio archive, which belongs into the initrd", "303730373031"),
  CPIO_CRC(Use.ARCHIVE, "a cpio archive, which belongs into the initrd", "303730373032"),
  EFI_ZBOOT(Use.OTHER, "a compressed EFI kernel (vmlinuz.efi)", "4d5a....7a696d67"),
  UIMAGE(Use.OTHER, "a U-Boot uImage", "27051956"),
  DEVICE_TREE(Use.OTHER, "a device tree or a FIT image", "d00dfeed"),
  ZIP(Use.OTHER, "a zip archive", "504b0304"),
  SQUASHFS(Use.OTHER, "a squashfs file system, which belongs onto a disk", "68737173"),
  QCOW2(Use.OTHER, "a qcow2 disk image, which belongs onto a disk", "514649fb"),
  HTML_DOCTYPE(Use.OTHER, "a web page, probably an error message", "3c21444f43545950"),
  HTML_DOCTYPE_LOWER(Use.OTHER, "a web page, probably an error message", "3c21646f63747970"),
  HTML(Use.OTHER, "a web page, probably an error message", "3c68746d6c");

  private enum Use { COMPRESSED, ARCHIVE, OTHER }

  private static final int ARM64_MAGIC = 0x644d_5241;
  private static final int ARM64_MAGIC_OFFSET = 0x38;
  private static final int X86_BOOT_FLAG = 0xaa55;
  private static final int X86_BOOT_FLAG_OFFSET = 0x1fe;
  private static final int X86_HEADER_MAGIC = 0x5372_6448;
  private static final int X86_HEADER_MAGIC_OFFSET = 0x202;

  private final Use use;
  private final String description;
  private final String magic;

  /** @param magic its first bytes in hexadecimal; a dot stands for any digit */
  ImageFormat(Use use, String description, String magic) {
    this.use = use;
    this.description = description;
    this.magic = magic;
  }

  /** The format of {@code blob}, or null if it is none of these. */
  static ImageFormat of(Blob blob) {
    for (ImageFormat format : values()) {
      if (format.matches(blob)) {
        return format;
      }
    }
    return null;
  }

  /** Whether Linux unpacks it into its initial root. */
  boolean isInitrd() {
    return use != Use.OTHER;
  }

  /** @throws BadImageException if {@code blob}, which is to run as {@code what}, is not a bare image */
  static void checkBareImage(String what, Blob blob) {
    ImageFormat format = of(blob);
    if (format != null && format.use == Use.COMPRESSED) {
      throw new BadImageException("the " + what + " is compressed (" + format.description + "); give it"
          + " uncompressed" + (what.equals("kernel") ? ", such as Linux's arch/riscv/boot/Image" : ""));
    }
    if (format != null) {
      throw new BadImageException("the " + what + " is " + format.description
          + "; give an uncompressed RISC-V image or ELF file");
    }
    if (blob.length() >= X86_HEADER_MAGIC_OFFSET + 4 && blob.u16(X86_BOOT_FLAG_OFFSET) == X86_BOOT_FLAG
        && blob.i32(X86_HEADER_MAGIC_OFFSET) == X86_HEADER_MAGIC) {
      throw new BadImageException("the " + what + " is a Linux bzImage for x86, not RISC-V;"
          + " give one that was built for riscv64");
    }
    if (blob.length() >= ARM64_MAGIC_OFFSET + 4 && blob.i32(ARM64_MAGIC_OFFSET) == ARM64_MAGIC) {
      throw new BadImageException("the " + what + " is a Linux image for Arm 64 (AArch64), not RISC-V;"
          + " give one that was built for riscv64");
    }
  }

  private boolean matches(Blob blob) {
    if (blob.length() < magic.length() / 2) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      char digit = magic.charAt(i);
      int nibble = blob.u8(i / 2) >> (i % 2 == 0 ? 4 : 0) & 15;
      if (digit != '.' && Character.digit(digit, 16) != nibble) {
        return false;
      }
    }
    return true;
  }
}
