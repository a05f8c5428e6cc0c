// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bootlink.memory.Blob;

/**
 * A RISC-V executable in ELF format, little-endian, of either class. Only what a loader needs is read:
 * header and program headers; each number is checked before it is used.
 *
 * <p>Specification: System V ABI, "Object Files" and "Program Loading"; RISC-V ELF psABI for the machine.
 *
 * @param is64 whether it is ELF64
 * @param entryPa physical address of the entry point
 * @param segments what is loaded, by ascending physical address, none overlapping, none empty
 */
public record ElfImage(boolean is64, long entryPa, List<Segment> segments) {
  /**
   * Bytes to load.
   *
   * @param pa first physical address; {@code pa + memorySize} does not wrap
   * @param memorySize bytes in memory; those beyond {@code fileSize} are zero
   * @param fileOffset where in the image they begin; 0 if there are none
   * @param fileSize bytes in the image, at most {@code memorySize}
   */
  public record Segment(long pa, long memorySize, int fileOffset, int fileSize) {}

  private static final int MAGIC = 0x464c_457f;
  private static final int EI_CLASS = 4;
  private static final int EI_DATA = 5;
  private static final int EI_VERSION = 6;
  private static final int CLASS_32 = 1;
  private static final int CLASS_64 = 2;
  private static final int DATA_LITTLE_ENDIAN = 1;
  private static final int DATA_BIG_ENDIAN = 2;
  private static final int VERSION_CURRENT = 1;
  private static final int TYPE_EXEC = 2;
  private static final int TYPE_DYN = 3;
  private static final int MACHINE_RISCV = 243;
  private static final int PT_LOAD = 1;
  private static final int PT_INTERP = 3;
  private static final int PN_XNUM = 0xffff;
  private static final long MASK_32 = 0xffff_ffffL;

  /** Whether {@code blob} claims to be ELF, of whatever kind. */
  public static boolean isElf(Blob blob) {
    return blob.length() >= 4 && blob.i32(0) == MAGIC;
  }

  /**
   * Reads an image that {@link #isElf} accepts.
   *
   * @param what the image's name in messages, such as "kernel"
   * @throws BadImageException unless it is a sound RISC-V executable
   */
  public static ElfImage parse(String what, Blob blob) {
    return new Parser(what, blob).parse();
  }

  private static final class Parser {
    private final String what;
    private final Blob blob;
    private boolean is64;

    Parser(String what, Blob blob) {
      this.what = what;
      this.blob = blob;
    }

    ElfImage parse() {
      checkIdentification();
      int type = blob.u16(16);
      boolean interpreted = false;
      long entryVa = word(24);
      long headersOffset = is64 ? word(32) : word(28);
      int headerSize = blob.u16(is64 ? 54 : 42);
      int headerCount = blob.u16(is64 ? 56 : 44);
      checkType(type);
      if (blob.i32(20) != VERSION_CURRENT) {
        throw corrupt("its ELF version is " + (blob.i32(20) & MASK_32) + " instead of 1");
      }
      checkHeaderTable(headersOffset, headerSize, headerCount);
      List<Segment> segments = new ArrayList<>();
      long entryPa = 0;
      boolean entryFound = false;
      for (int i = 0; i < headerCount; i++) {
        int header = (int) headersOffset + i * headerSize;
        int headerType = blob.i32(header);
        interpreted |= headerType == PT_INTERP;
        if (headerType != PT_LOAD) {
          continue;
        }
        Segment segment = segment(header, i);
        long fromStart = entryVa - segmentVa(header);
        if (segment.memorySize() == 0) {
          continue;
        }
        segments.add(segment);
        if (!entryFound && fromStart >= 0 && fromStart < segment.memorySize()) {
          entryFound = true;
          entryPa = segment.pa() + fromStart;
        }
      }
      if (interpreted) {
        throw new BadImageException("the " + what + " is a program for Linux that needs shared libraries, not"
            + " something that a bare machine can start; give a kernel or firmware image");
      }
      if (segments.isEmpty()) {
        throw corrupt("it has nothing to load");
      }
      if (!entryFound) {
        throw corrupt("its entry point " + hex(entryVa) + " lies in none of the segments that it loads");
      }
      checkOverlaps(segments);
      return new ElfImage(is64, entryPa, List.copyOf(segments));
    }

    private void checkIdentification() {
      if (blob.length() < 20) {
        throw truncated("its ELF header");
      }
      int dataEncoding = blob.u8(EI_DATA);
      int machine = dataEncoding == DATA_BIG_ENDIAN ? blob.u8(18) << 8 | blob.u8(19) : blob.u16(18);
      if (machine != MACHINE_RISCV) {
        throw new BadImageException("the " + what + " can't run here: this ELF is for " + machineName(machine)
            + ", not RISC-V; give one that was built for riscv64");
      }
      if (dataEncoding != DATA_LITTLE_ENDIAN) {
        throw new BadImageException("the " + what + " can't run here: this ELF is "
            + (dataEncoding == DATA_BIG_ENDIAN ? "big-endian" : "of unknown byte order")
            + ", this machine is little-endian");
      }
      int elfClass = blob.u8(EI_CLASS);
      if (elfClass != CLASS_32 && elfClass != CLASS_64) {
        throw corrupt("its ELF class is " + elfClass + " instead of 1 or 2");
      }
      is64 = elfClass == CLASS_64;
      if (blob.u8(EI_VERSION) != VERSION_CURRENT) {
        throw corrupt("its ELF version is " + blob.u8(EI_VERSION) + " instead of 1");
      }
      if (blob.length() < (is64 ? 64 : 52)) {
        throw truncated("its ELF header");
      }
    }

    private void checkType(int type) {
      if (type == TYPE_EXEC || type == TYPE_DYN) {
        return;
      }
      String kind = switch (type) {
        case 1 -> "an object file that was not linked yet";
        case 4 -> "a core dump";
        default -> "an ELF file of type " + type;
      };
      throw new BadImageException("the " + what + " is " + kind
          + ", not an executable; give the linked image");
    }

    private void checkHeaderTable(long offset, int size, int count) {
      if (count == 0) {
        throw corrupt("it has no program headers, so nothing says where it is loaded");
      }
      if (count == PN_XNUM) {
        throw corrupt("it has more than 65,534 program headers");
      }
      if (size < (is64 ? 56 : 32)) {
        throw corrupt("its program headers are " + size + " bytes each, too few");
      }
      if (offset < 0 || offset > blob.length() || (long) count * size > blob.length() - offset) {
        throw truncated("its table of " + count + " program headers at " + hex(offset));
      }
    }

    private Segment segment(int header, int index) {
      long fileOffset = is64 ? word(header + 8) : word(header + 4);
      long va = segmentVa(header);
      long pa = is64 ? word(header + 24) : word(header + 12);
      long fileSize = is64 ? word(header + 32) : word(header + 16);
      long memorySize = is64 ? word(header + 40) : word(header + 20);
      String name = "segment " + index + " at " + hex(pa);
      if (wraps(pa, memorySize)) {
        throw corrupt(name + " of " + hex(memorySize) + " bytes runs past the end of the address space");
      }
      if (wraps(va, memorySize)) {
        throw corrupt(name + " runs past the end of the virtual address space at " + hex(va));
      }
      if (fileSize < 0 || fileSize > memorySize) {
        throw corrupt(name + " has " + hex(fileSize) + " bytes in the file but only " + hex(memorySize)
            + " in memory");
      }
      if (fileSize == 0) {
        return new Segment(pa, memorySize, 0, 0);
      }
      if (fileOffset < 0 || fileOffset > blob.length() || fileSize > blob.length() - fileOffset) {
        throw truncated(name + " (" + hex(fileSize) + " bytes at file offset " + hex(fileOffset) + ")");
      }
      return new Segment(pa, memorySize, (int) fileOffset, (int) fileSize);
    }

    /** Whether the last of {@code size} bytes from {@code start} on has no address of this class. */
    private boolean wraps(long start, long size) {
      if (size <= 0) {
        return size < 0;
      }
      long last = start + size - 1;
      return is64 ? Long.compareUnsigned(last, start) < 0 : last > MASK_32;
    }

    private void checkOverlaps(List<Segment> segments) {
      segments.sort(Comparator.comparingLong(segment -> segment.pa() + Long.MIN_VALUE));
      for (int i = 1; i < segments.size(); i++) {
        Segment before = segments.get(i - 1);
        Segment after = segments.get(i);
        if (after.pa() - before.pa() < before.memorySize()) {
          throw corrupt("its segments at " + hex(before.pa()) + " and " + hex(after.pa()) + " overlap");
        }
      }
    }

    private long segmentVa(int header) {
      return word(header + (is64 ? 16 : 8));
    }

    /** An address or size of the file's class. */
    private long word(int offset) {
      return is64 ? blob.i64(offset) : blob.i32(offset) & MASK_32;
    }

    private BadImageException corrupt(String problem) {
      return new BadImageException(
          "the " + what + " is a damaged ELF file: " + problem + "; fetch or build it again");
    }

    private BadImageException truncated(String part) {
      return new BadImageException("the " + what + " is cut off: " + part + " does not fit into the "
          + blob.length() + " bytes that are there; fetch it again");
    }
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  /** The names of the e_machine values that people have lying around. */
  private static String machineName(int machine) {
    return switch (machine) {
      case 0 -> "no machine";
      case 2, 18, 43 -> "SPARC";
      case 3 -> "x86 (32-bit)";
      case 4 -> "Motorola 68000";
      case 8, 10 -> "MIPS";
      case 20 -> "PowerPC";
      case 21 -> "PowerPC 64";
      case 22 -> "S/390";
      case 40 -> "Arm (32-bit)";
      case 42 -> "SuperH";
      case 50 -> "Itanium";
      case 62 -> "x86-64";
      case 94 -> "Xtensa";
      case 183 -> "Arm 64 (AArch64)";
      case 189 -> "MicroBlaze";
      case 247 -> "BPF";
      case 258 -> "LoongArch";
      default -> "another machine (e_machine " + machine + ")";
    };
  }
}
