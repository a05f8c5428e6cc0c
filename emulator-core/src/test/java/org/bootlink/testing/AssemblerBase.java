// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an assembler is without its mnemonics: a growing program, labels, data and the generic formats.
 *
 * @param <T> the assembler itself, so that calls chain
 */
abstract class AssemblerBase<T extends AssemblerBase<T>> {
  /** Computes an instruction once its label's address is known. */
  @FunctionalInterface
  interface Encoder {
    int encode(long pa, long targetPa);
  }

  private record Fixup(int offset, int size, String target, Encoder encoder) {}

  private final long originPa;
  private final Map<String, Long> labels = new HashMap<>();
  private final List<Fixup> fixups = new ArrayList<>();
  private byte[] bytes = new byte[256];
  private int size;

  AssemblerBase(long originPa) {
    this.originPa = originPa;
  }

  /** Names the place of what comes next. */
  public T label(String name) {
    if (labels.put(name, here()) != null) {
      throw new IllegalArgumentException("label " + name + " twice");
    }
    return self();
  }

  /** Address of what comes next. */
  public long here() {
    return originPa + size;
  }

  /** Address of a label that is already there. */
  public long addressOf(String label) {
    Long pa = labels.get(label);
    if (pa == null) {
      throw new IllegalArgumentException("no label " + label);
    }
    return pa;
  }

  public T half(int value) {
    return append(value & 0xffff, 2);
  }

  public T word(int value) {
    return append(value, 4);
  }

  public T dword(long value) {
    return append(value, 8);
  }

  /** Appends zeros up to a multiple of {@code alignment}, a power of two. */
  public T align(int alignment) {
    while ((here() & alignment - 1) != 0) {
      append(0, 1);
    }
    return self();
  }

  /** Appends {@code count} zeros. */
  public T space(int count) {
    for (int i = 0; i < count; i++) {
      append(0, 1);
    }
    return self();
  }

  public T r(int opcode, int funct3, int funct7, int rd, int rs1, int rs2) {
    return word(Formats.r(opcode, funct3, funct7, rd, rs1, rs2));
  }

  public T i(int opcode, int funct3, int rd, int rs1, int imm) {
    return word(Formats.i(opcode, funct3, rd, rs1, imm));
  }

  public T s(int opcode, int funct3, int rs1, int rs2, int imm) {
    return word(Formats.s(opcode, funct3, rs1, rs2, imm));
  }

  public T b(int opcode, int funct3, int rs1, int rs2, String target) {
    return fixup(4, target, (pa, targetPa) -> Formats.b(opcode, funct3, rs1, rs2, targetPa - pa));
  }

  public T u(int opcode, int rd, int imm20) {
    return word(Formats.u(opcode, rd, imm20));
  }

  public T jLabel(int opcode, int rd, String target) {
    return fixup(4, target, (pa, targetPa) -> Formats.j(opcode, rd, targetPa - pa));
  }

  public T nop() {
    return mv(0, 0);
  }

  public T mv(int rd, int rs1) {
    return i(0x13, 0, rd, rs1, 0);
  }

  /** Any 64-bit constant, in one to eight instructions. */
  public T li(int rd, long value) {
    int low = (int) (value << 52 >> 52);
    if (value == low) {
      return i(0x13, 0, rd, 0, low);
    }
    if (value == (int) value) {
      u(0x37, rd, (int) (value - low >>> 12) & 0xf_ffff);
      return low == 0 ? self() : i(0x1b, 0, rd, rd, low);
    }
    long high = value - low;
    int shift = Long.numberOfTrailingZeros(high);
    li(rd, high >> shift);
    word(Formats.iUnsigned(0x13, 1, rd, rd, shift));
    return low == 0 ? self() : i(0x13, 0, rd, rd, low);
  }

  /** Address of a label within 2 GiB, by auipc and addi. */
  public T la(int rd, String target) {
    fixup(4, target, (pa, targetPa) -> Formats.u(0x17, rd, upper(targetPa - pa)));
    return fixup(4, target, (pa, targetPa) -> Formats.i(0x13, 0, rd, rd, lower(targetPa - (pa - 4))));
  }

  /** The program, with every label resolved. */
  public byte[] assemble() {
    byte[] program = Arrays.copyOf(bytes, size);
    for (Fixup fixup : fixups) {
      int word = fixup.encoder().encode(originPa + fixup.offset(), addressOf(fixup.target()));
      store(program, fixup.offset(), word, fixup.size());
    }
    return program;
  }

  final T fixup(int length, String target, Encoder encoder) {
    fixups.add(new Fixup(size, length, target, encoder));
    return append(0, length);
  }

  private static int upper(long offset) {
    if (offset < Integer.MIN_VALUE || offset + 0x800 > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("label " + offset + " bytes away");
    }
    return (int) (offset + 0x800 >> 12);
  }

  private static int lower(long offset) {
    return (int) (offset << 52 >> 52);
  }

  private T append(long value, int length) {
    if (size + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    store(bytes, size, value, length);
    size += length;
    return self();
  }

  private static void store(byte[] target, int offset, long value, int length) {
    for (int i = 0; i < length; i++) {
      target[offset + i] = (byte) (value >>> (8 * i));
    }
  }

  @SuppressWarnings("unchecked")
  private T self() {
    return (T) this;
  }
}
