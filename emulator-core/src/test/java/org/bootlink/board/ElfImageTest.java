// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.bootlink.board.Images.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElfImageTest {
  private static final long RAM = MemoryMap.RAM_PA;

  private static byte[] sound() {
    return Images.elf(RAM + 0x10, new Segment(RAM, RAM, 0x100, 0x100),
        new Segment(RAM + 0x1000, RAM + 0x1000, 0x40, 0x800));
  }

  private static ElfImage parse(byte[] bytes) {
    return ElfImage.parse("kernel", Images.blob(bytes));
  }

  @Test
  void segmentsAreSortedByPhysicalAddress() {
    ElfImage elf = parse(Images.elf(RAM + 0x1000, new Segment(RAM + 0x1000, RAM + 0x1000, 0x40, 0x800),
        new Segment(RAM, RAM, 0x100, 0x100)));
    int data = Images.ELF_HEADER + 2 * Images.PROGRAM_HEADER;
    assertEquals(List.of(new ElfImage.Segment(RAM, 0x100, data + 0x40, 0x100),
        new ElfImage.Segment(RAM + 0x1000, 0x800, data, 0x40)), elf.segments());
  }

  @Test
  void entryIsTranslatedFromVirtualToPhysical() {
    long va = 0xffff_ffff_8000_0000L;
    assertEquals(RAM + 0x24, parse(Images.elf(va + 0x24, new Segment(va, RAM, 0x100, 0x100))).entryPa());
  }

  @Test
  void readsBothClasses() {
    assertTrue(parse(sound()).is64());
    ElfImage elf = parse(Images.elf32((int) RAM + 4, new Segment(RAM, RAM, 0x100, 0x200)));
    assertEquals(new ElfImage(false, RAM + 4, List.of(new ElfImage.Segment(RAM, 0x200, 84, 0x100))), elf);
  }

  @Test
  void emptySegmentsAreLeftOut() {
    assertEquals(1, parse(Images.elf(RAM, new Segment(RAM, RAM, 64, 64), new Segment(0, 0, 0, 0)))
        .segments().size());
  }

  @Test
  void segmentsMayTouch() {
    assertEquals(2, parse(Images.elf(RAM, new Segment(RAM, RAM, 64, 64),
        new Segment(RAM + 64, RAM + 64, 64, 64))).segments().size());
  }

  record Damage(String expected, Consumer<ByteBuffer> change) {
    @Override
    public String toString() {
      return expected;
    }
  }

  static List<Damage> damages() {
    return List.of(
        new Damage("x86-64, not RISC-V", elf -> elf.putShort(18, (short) 62)),
        new Damage("AArch64", elf -> elf.putShort(18, (short) 183)),
        new Damage("e_machine 999", elf -> elf.putShort(18, (short) 999)),
        new Damage("S/390", elf -> elf.put(5, (byte) 2).putShort(18, (short) 0x1600)),
        new Damage("big-endian", elf -> elf.put(5, (byte) 2).putShort(18, (short) 0xf300)),
        new Damage("unknown byte order", elf -> elf.put(5, (byte) 3)),
        new Damage("ELF class is 7", elf -> elf.put(4, (byte) 7)),
        new Damage("ELF version is 2", elf -> elf.put(6, (byte) 2)),
        new Damage("ELF version is 4294967295", elf -> elf.putInt(20, -1)),
        new Damage("object file that was not linked", elf -> elf.putShort(16, (short) 1)),
        new Damage("core dump", elf -> elf.putShort(16, (short) 4)),
        new Damage("no program headers", elf -> elf.putShort(56, (short) 0)),
        new Damage("more than 65,534", elf -> elf.putShort(56, (short) -1)),
        new Damage("55 bytes each", elf -> elf.putShort(54, (short) 55)),
        new Damage("cut off: its table of 2", elf -> elf.putLong(32, elf.capacity() - 111)),
        new Damage("cut off: its table of 2", elf -> elf.putLong(32, -8)),
        new Damage("cut off: its table of 2", elf -> elf.putLong(32, 1L << 32)),
        new Damage("nothing to load", elf -> elf.putInt(64, 0).putInt(120, 0)),
        new Damage("shared libraries", elf -> elf.putInt(120, 3)),
        new Damage("entry point 0x80002000", elf -> elf.putLong(24, RAM + 0x2000)),
        new Damage("segments at 0x80000000 and 0x800000ff overlap",
            elf -> elf.putLong(120 + 24, RAM + 0xff)),
        new Damage("runs past the end of the address space", elf -> elf.putLong(64 + 40, -1)),
        new Damage("runs past the end of the address space", elf -> elf.putLong(64 + 24, -0xff)),
        new Damage("past the end of the virtual", elf -> elf.putLong(64 + 16, -0xff)),
        new Damage("0x101 bytes in the file but only 0x100", elf -> elf.putLong(64 + 32, 0x101)),
        new Damage("in the file but only", elf -> elf.putLong(64 + 32, -1)),
        new Damage("cut off: segment 0", elf -> elf.putLong(64 + 8, elf.capacity() - 0xff)),
        new Damage("cut off: segment 0", elf -> elf.putLong(64 + 8, -1)),
        new Damage("cut off: segment 1", elf -> elf.putLong(120 + 32, 0x800)));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void saysWhatIsWrongWithWhichImage(Damage damage) {
    ByteBuffer elf = ByteBuffer.wrap(sound()).order(ByteOrder.LITTLE_ENDIAN);
    damage.change().accept(elf);
    String message = assertThrows(BadImageException.class, () -> parse(elf.array())).getMessage();
    assertTrue(message.startsWith("the kernel "), message);
    assertTrue(message.contains(damage.expected()), message);
  }

  @Test
  void the32BitAddressSpaceEndsAt4GiB() {
    byte[] elf = Images.elf32(-0x100, new Segment(0xffff_ff00L, 0xffff_ff00L, 0x40, 0x101));
    assertThrows(BadImageException.class, () -> parse(elf));
    assertEquals(0xffff_ff00L, parse(Images.elf32(-0x100,
        new Segment(0xffff_ff00L, 0xffff_ff00L, 0x40, 0x100))).entryPa());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyTruncationIsRefused(boolean is64) {
    byte[] elf = soundOf(is64);
    for (int length = 4; length < elf.length; length++) {
      byte[] part = Arrays.copyOf(elf, length);
      assertThrows(BadImageException.class, () -> parse(part), "length " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyFlippedHeaderBitIsSoundOrRefused(boolean is64) {
    byte[] elf = soundOf(is64);
    LoadingBench bench = new LoadingBench(elf.length);
    for (int bit = 0; bit < 8 * (is64 ? 176 : 84); bit++) {
      elf[bit / 8] ^= (byte) (1 << bit % 8);
      bench.loadOrRefuse(elf);
      elf[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void randomDamageIsSoundOrRefused(boolean is64) {
    Random random = new Random(1);
    byte[] elf = soundOf(is64);
    LoadingBench bench = new LoadingBench(elf.length);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = elf.clone();
      for (int change = random.nextInt(6); change >= 0; change--) {
        int[] values = {0, 1, 0x7f, 0x80, 0xff, random.nextInt()};
        int at = 4 + random.nextInt((is64 ? 176 : 84) - 4);
        int end = Math.min(damaged.length, at + (1 << random.nextInt(4)));
        Arrays.fill(damaged, at, end, (byte) values[random.nextInt(values.length)]);
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(elf.length) : elf.length;
      bench.loadOrRefuse(Arrays.copyOf(damaged, length));
    }
  }

  private static byte[] soundOf(boolean is64) {
    return is64 ? sound() : Images.elf32((int) RAM + 4, new Segment(RAM, RAM, 0x100, 0x200));
  }
}
