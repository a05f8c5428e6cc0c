// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/** Images and configurations for the tests of this package. */
public final class Images {
  public static final int ELF_HEADER = 64;
  public static final int PROGRAM_HEADER = 56;
  public static final int ELF32_HEADER = 52;
  public static final int PROGRAM_HEADER32 = 32;

  /** One loadable segment: its bytes, all 0x13, lie behind the headers in the order given. */
  public record Segment(long va, long pa, int fileSize, long memorySize) {}

  public static Blob blob(byte[] bytes) {
    return Blob.of(new LinearAllocator(LinearMemory.onHeap(bytes.length + 64)), bytes);
  }

  /** A blob of {@code length} bytes whose first are {@code start} and whose others are not zero. */
  public static Blob filled(int length, byte... start) {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) 0x13);
    System.arraycopy(start, 0, bytes, 0, start.length);
    return blob(bytes);
  }

  public static byte[] elf(long entry, Segment... segments) {
    int size = ELF_HEADER + PROGRAM_HEADER * segments.length;
    ByteBuffer elf = withHeader(size, segments).put(4, (byte) 2).putShort(16, (short) 2)
        .putLong(24, entry).putLong(32, ELF_HEADER).putShort(52, (short) ELF_HEADER)
        .putShort(54, (short) PROGRAM_HEADER).putShort(56, (short) segments.length);
    int offset = size;
    for (int i = 0; i < segments.length; i++) {
      int header = ELF_HEADER + PROGRAM_HEADER * i;
      elf.putInt(header, 1).putInt(header + 4, 7).putLong(header + 8, offset)
          .putLong(header + 16, segments[i].va()).putLong(header + 24, segments[i].pa())
          .putLong(header + 32, segments[i].fileSize()).putLong(header + 40, segments[i].memorySize());
      offset += segments[i].fileSize();
    }
    return elf.array();
  }

  public static byte[] elf32(int entry, Segment... segments) {
    int size = ELF32_HEADER + PROGRAM_HEADER32 * segments.length;
    ByteBuffer elf = withHeader(size, segments).put(4, (byte) 1).putShort(16, (short) 2)
        .putInt(24, entry).putInt(28, ELF32_HEADER).putShort(40, (short) ELF32_HEADER)
        .putShort(42, (short) PROGRAM_HEADER32).putShort(44, (short) segments.length);
    int offset = size;
    for (int i = 0; i < segments.length; i++) {
      int header = ELF32_HEADER + PROGRAM_HEADER32 * i;
      elf.putInt(header, 1).putInt(header + 4, offset).putInt(header + 8, (int) segments[i].va())
          .putInt(header + 12, (int) segments[i].pa()).putInt(header + 16, segments[i].fileSize())
          .putInt(header + 20, (int) segments[i].memorySize()).putInt(header + 24, 7);
      offset += segments[i].fileSize();
    }
    return elf.array();
  }

  private static ByteBuffer withHeader(int headersSize, Segment... segments) {
    int size = headersSize;
    for (Segment segment : segments) {
      size += segment.fileSize();
    }
    byte[] bytes = new byte[size];
    java.util.Arrays.fill(bytes, headersSize, size, (byte) 0x13);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 0x464c_457f).put(5, (byte) 1)
        .put(6, (byte) 1).putShort(18, (short) 243).putInt(20, 1);
  }

  /** An ELF file like {@link #elf}, the first segment of which begins with the ELF header itself. */
  public static byte[] elfWithHeaderLoaded(long entry, Segment... segments) {
    byte[] elf = elf(entry, segments);
    ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN).putLong(ELF_HEADER + 8, 0);
    return elf;
  }

  /** A Linux image of {@code fileSize} bytes, 0x13 behind its header. */
  public static byte[] linux(int fileSize, long imageSize) {
    byte[] bytes = new byte[fileSize];
    java.util.Arrays.fill(bytes, 64, fileSize, (byte) 0x13);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 0x0000_0013).putLong(8, 0x20_0000)
        .putLong(16, imageSize).putInt(32, 2).putLong(48, 0x5643534952L).putInt(56, 0x0543_5352).array();
  }

  public static Blob cpio(int length) {
    return filled(length, "070701".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  public static MachineConfig config(int memoryMiB, int harts, Blob firmware, Blob kernel, Blob initrd) {
    return new MachineConfig(memoryMiB, harts, firmware, kernel, initrd, "console=ttyS0 quiet", List.of(),
        0, 42, 80, 25);
  }

  private Images() {}
}
