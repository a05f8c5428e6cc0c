// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bootlink.board.Images.Segment;
import org.bootlink.bus.Ram;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageLoaderTest {
  private static final long RAM = MemoryMap.RAM_PA;
  private static final int MIB = 1 << 20;
  private static final byte[] EFI_START = {'M', 'Z'};

  /** Images and RAM share one linear memory, as in a machine. */
  static Ram boot(MachineConfig config) {
    ImageLoader original = new ImageLoader(config);
    LinearAllocator allocator = new LinearAllocator(LinearMemory.onHeap(
        (config.memoryMiB() << 20) + length(config.firmware()) + length(config.kernel())
            + length(config.initrd()) + 8192));
    MachineConfig moved = Images.config(config.memoryMiB(), config.harts(),
        move(allocator, config.firmware()), move(allocator, config.kernel()),
        move(allocator, config.initrd()));
    Ram ram = new Ram(allocator, RAM, config.memoryMiB() << 20);
    ImageLoader loader = new ImageLoader(moved);
    assertEquals(original.plan(), loader.plan());
    loader.load(ram);
    return ram;
  }

  private static int length(Blob blob) {
    return blob == null ? 0 : blob.length();
  }

  private static Blob move(LinearAllocator allocator, Blob blob) {
    if (blob == null) {
      return null;
    }
    byte[] bytes = new byte[blob.length()];
    blob.memory().read(blob.address(), bytes, 0, bytes.length);
    return Blob.of(allocator, bytes);
  }

  private static BootPlan plan(int memoryMiB, Blob firmware, Blob kernel, Blob initrd) {
    return new ImageLoader(Images.config(memoryMiB, 1, firmware, kernel, initrd)).plan();
  }

  private static String refusal(int memoryMiB, Blob firmware, Blob kernel, Blob initrd) {
    String message = assertThrows(BadImageException.class, () -> plan(memoryMiB, firmware, kernel, initrd))
        .getMessage();
    assertTrue(message.startsWith("the "), message);
    return message;
  }

  private static void assertRefused(String expected, Blob kernel) {
    String message = refusal(64, null, kernel, null);
    assertTrue(message.startsWith("the kernel ") && message.contains(expected), message);
  }

  private static Blob linux(int fileSize, long imageSize) {
    return Images.blob(Images.linux(fileSize, imageSize));
  }

  // Places.

  @Test
  void firmwareAndLinuxImageLieWhereQemuPutsThem() {
    BootPlan plan = plan(128, Images.filled(270_000), linux(MIB, 2 * MIB), Images.cpio(5000));
    assertEquals(new BootPlan(RAM, RAM + 0x20_0000, 0x87e0_0000L, RAM + 0x20_0000 + 64 * MIB,
        RAM + 0x20_0000 + 64 * MIB + 5000), plan);
  }

  @Test
  void withoutFirmwareTheKernelIsEnteredInMachineMode() {
    assertEquals(RAM, plan(64, null, Images.filled(4096), null).entryPa());
    assertEquals(RAM + 0x20_0000, plan(64, null, linux(4096, 8192), null).entryPa(), "its text offset");
    Blob elf = Images.blob(Images.elf(RAM + 0x1010, new Segment(RAM + 0x1000, RAM + 0x1000, 64, 64)));
    assertEquals(RAM + 0x1010, plan(64, null, elf, null).entryPa());
    assertEquals(RAM + 0x1010, plan(64, null, elf, null).kernelEntryPa());
  }

  @Test
  void withoutKernelTheFirmwareHasNothingToEnter() {
    assertEquals(0, plan(64, Images.filled(4096), null, null).kernelEntryPa());
    assertEquals(RAM, plan(64, Images.filled(4096), null, null).entryPa());
  }

  @Test
  void aLargeFirmwareMovesTheKernelUp() {
    Blob kernel = Images.filled(64);
    assertEquals(RAM + 4 * MIB, plan(64, Images.filled(2 * MIB + 1), kernel, null).kernelEntryPa());
    assertEquals(RAM + 2 * MIB, plan(64, Images.filled(2 * MIB), kernel, null).kernelEntryPa());
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 64, 1023, 1024})
  void deviceTreeIsInTheLastTwoMebibytes(int memoryMiB) {
    long dtbPa = plan(memoryMiB, null, Images.filled(64), null).dtbPa();
    long ramEnd = RAM + ((long) memoryMiB << 20);
    assertEquals(0, dtbPa % (2 * MIB));
    assertTrue(dtbPa < ramEnd && ramEnd - dtbPa < 4 * MIB);
  }

  @Test
  void initrdGoesRightBehindAKernelThatReachesBeyondHalfOfRam() {
    BootPlan plan = plan(32, null, linux(11 * MIB, 20 * MIB + 1), Images.cpio(5000));
    assertEquals(RAM + 22 * MIB + 4096, plan.initrdStartPa());
  }

  @Test
  void initrdThatDoesNotFitInTheUpperHalfGoesRightBehindTheKernel() {
    BootPlan plan = plan(32, null, linux(MIB, 2 * MIB), Images.cpio(20 * MIB));
    assertEquals(RAM + 4 * MIB, plan.initrdStartPa());
    assertEquals(RAM + 24 * MIB, plan.initrdEndPa());
  }

  @Test
  void initrdIsAtMost512MebibytesAboveTheKernel() {
    assertEquals(RAM + 512 * MIB, plan(1024, null, Images.filled(64), Images.cpio(64)).initrdStartPa());
  }

  @Test
  void randomSizesNeverOverlap() {
    Random random = new Random(1);
    int fitting = 0;
    for (int round = 0; round < 300; round++) {
      Blob firmware = random.nextBoolean() ? null : Images.filled(64 + random.nextInt(3 * MIB));
      int fileSize = 64 + random.nextInt(7 * MIB);
      int memorySize = fileSize + random.nextInt(fileSize);
      Blob kernel = linux(fileSize, memorySize);
      Blob initrd = Images.cpio(64 + random.nextInt(8 * MIB));
      int memoryMiB = 16 + random.nextInt(16);
      try {
        BootPlan plan = plan(memoryMiB, firmware, kernel, initrd);
        fitting++;
        assertTrue(firmware == null || RAM + firmware.length() <= plan.kernelEntryPa());
        assertTrue(plan.kernelEntryPa() + memorySize <= plan.initrdStartPa());
        assertEquals(0, plan.initrdStartPa() % 4096);
        assertTrue(plan.initrdEndPa() <= plan.dtbPa());
      } catch (BadImageException e) {
        assertTrue(e.getMessage().contains("would be enough"), e.getMessage());
      }
    }
    assertTrue(fitting > 100 && fitting < 300, "both happen: " + fitting);
  }

  // What ends up in RAM.

  @Test
  void everythingIsCopiedToItsPlace() {
    MachineConfig config = Images.config(16, 2, Images.filled(100, (byte) 1), linux(4096, 8192),
        Images.cpio(99));
    BootPlan plan = new ImageLoader(config).plan();
    Ram ram = boot(config);
    assertEquals(1, ram.readU8(RAM));
    assertEquals(0x13, ram.readU8(RAM + 99));
    assertEquals(0, ram.readU8(RAM + 100));
    assertEquals(0x0543_5352, ram.readI32(plan.kernelEntryPa() + 0x38));
    assertEquals(0x13, ram.readU8(plan.kernelEntryPa() + 4095));
    assertEquals(0, ram.readU8(plan.kernelEntryPa() + 4096));
    byte[] initrd = new byte[6];
    ram.read(plan.initrdStartPa(), initrd, 0, 6);
    assertEquals("070701", new String(initrd, StandardCharsets.US_ASCII));
    byte[] deviceTree = new ImageLoader(config).deviceTree();
    byte[] loaded = new byte[deviceTree.length];
    ram.read(plan.dtbPa(), loaded, 0, loaded.length);
    assertArrayEquals(deviceTree, loaded);
    assertArrayEquals(new long[] {plan.initrdStartPa()},
        FdtReader.read(loaded).at("/chosen").longs("linux,initrd-start"));
  }

  @Test
  void elfSegmentsAreCopiedToTheirPhysicalAddresses() {
    byte[] elf = Images.elf(0x1000, new Segment(0x1000, RAM + 0x3000, 16, 4096));
    elf[elf.length - 16] = 0x55;
    Ram ram = boot(Images.config(16, 1, null, Images.blob(elf), null));
    assertEquals(0x55, ram.readU8(RAM + 0x3000));
    assertEquals(0x13, ram.readU8(RAM + 0x300f));
    assertEquals(0, ram.readU8(RAM + 0x3010));
  }

  @Test
  void anElfHeaderThatIsLoadedBelowRamIsLeftOut() {
    byte[] elf = Images.elfWithHeaderLoaded(RAM, new Segment(RAM - 0x1000, RAM - 0x1000, 0x1040, 0x1080));
    elf[0x1000] = 0x55;
    Ram ram = boot(Images.config(16, 1, null, Images.blob(elf), null));
    assertEquals(0x55, ram.readU8(RAM));
    assertEquals(0x13, ram.readU8(RAM + 0x3f));
    assertEquals(0, ram.readU8(RAM + 0x40));
    byte[] apart = Images.elfWithHeaderLoaded(RAM, new Segment(0x1_0000, 0x1_0000, 0x17c, 0x17c),
        new Segment(RAM, RAM, 64, 64));
    assertEquals(RAM, plan(64, null, Images.blob(apart), null).entryPa());
    assertRefused("no RAM", Images.blob(
        Images.elfWithHeaderLoaded(0x1_0080, new Segment(0x1_0000, 0x1_0000, 0x17c, 0x17c))));
    assertRefused("no RAM", Images.blob(Images.elf(RAM, new Segment(RAM, RAM, 64, 64),
        new Segment(0x1_0000, 0x1_0000, 0, 64))));
  }

  // What does not fit.

  @Test
  void namesTheMemorySizeThatWouldBeEnough() {
    String message = refusal(16, Images.filled(4096), linux(10 * MIB, 20 * MIB), Images.cpio(10 * MIB));
    assertTrue(message.contains("(0x80200000 to 0x81600000)"), message);
    assertTrue(message.contains("16 MiB"), message);
    assertTrue(message.contains("; 33 MiB would be enough"), message);
    plan(33, Images.filled(4096), linux(10 * MIB, 20 * MIB), Images.cpio(10 * MIB));
    refusal(32, Images.filled(4096), linux(10 * MIB, 20 * MIB), Images.cpio(10 * MIB));
  }

  @Test
  void saysWhenNoMemorySizeWouldBeEnough() {
    Blob kernel = Images.blob(Images.elf(RAM, new Segment(RAM, RAM, 64, 1024L * MIB)));
    String message = refusal(16, null, kernel, null);
    assertTrue(message.contains("1024 MiB, is too little"), message);
  }

  @Test
  void firmwareAndKernelMustNotOverlap() {
    Blob kernel = Images.blob(Images.elf(RAM + 0xfff, new Segment(RAM + 0xfff, RAM + 0xfff, 64, 64)));
    assertTrue(refusal(64, Images.filled(4096), kernel, null).contains("overlap"));
    plan(64, Images.filled(4095), kernel, null);
  }

  @Test
  void anElfKernelMayLieBelowAndAboveTheFirmware() {
    Blob firmware = Images.blob(Images.elf(RAM + 0x1000,
        new Segment(RAM + 0x1000, RAM + 0x1000, 64, 0x1000)));
    Blob kernel = Images.blob(Images.elf(RAM, new Segment(RAM, RAM, 64, 0x1000),
        new Segment(RAM + 0x2000, RAM + 0x2000, 64, 0x1000)));
    assertEquals(RAM, plan(64, firmware, kernel, null).kernelEntryPa());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 0x1000, RAM - 1, RAM + (1L << 30), 0xffff_ffff_8000_0000L})
  void elfSegmentsOutsideRamAreRefused(long pa) {
    assertRefused("where this machine has no RAM",
        Images.blob(Images.elf(pa, new Segment(pa, pa, 64, 64))));
  }

  @ParameterizedTest
  @ValueSource(longs = {(1L << 30) + 1, Long.MAX_VALUE - RAM, Long.MAX_VALUE})
  void hugeElfSegmentsAreRefused(long memorySize) {
    assertRefused("does not fit", Images.blob(Images.elf(RAM, new Segment(RAM, RAM, 64, memorySize))));
  }

  // What is no image.

  record Start(String expected, byte[] bytes) {
    @Override
    public String toString() {
      return expected;
    }
  }

  private static Start start(String expected, int... bytes) {
    byte[] start = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      start[i] = (byte) bytes[i];
    }
    return new Start(expected, start);
  }

  static List<Start> foreignFormats() {
    return List.of(
        start("compressed (gzip)", 0x1f, 0x8b, 8),
        start("compressed (zstd)", 0x28, 0xb5, 0x2f, 0xfd),
        start("compressed (xz)", 0xfd, '7', 'z', 'X', 'Z', 0),
        start("compressed (bzip2)", 'B', 'Z', 'h', '9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59),
        start("compressed (lz4)", 4, 0x22, 0x4d, 0x18),
        start("compressed (lz4)", 2, 0x21, 0x4c, 0x18),
        start("compressed (lzma)", 0x5d, 0, 0, 0, 4),
        start("compressed (lzo)", 0x89, 'L', 'Z', 'O', 0, 0x0d, 0x0a, 0x1a, 0x0a),
        start("a cpio archive", '0', '7', '0', '7', '0', '1'),
        start("vmlinuz.efi", 'M', 'Z', 0, 0, 'z', 'i', 'm', 'g'),
        start("U-Boot uImage", 0x27, 0x05, 0x19, 0x56),
        start("device tree", 0xd0, 0x0d, 0xfe, 0xed),
        start("zip archive", 'P', 'K', 3, 4),
        start("squashfs", 'h', 's', 'q', 's'),
        start("web page", '<', '!', 'D', 'O', 'C', 'T', 'Y', 'P', 'E'));
  }

  @ParameterizedTest
  @MethodSource("foreignFormats")
  void foreignFormatsAreNamed(Start start) {
    assertRefused(start.expected(), Images.filled(4096, start.bytes()));
    String message = refusal(64, Images.filled(4096, start.bytes()), null, null);
    assertTrue(message.startsWith("the firmware "), message);
  }

  @Test
  void kernelsOfOtherArchitecturesAreNamed() {
    byte[] x86 = new byte[4096];
    ByteBuffer.wrap(x86).order(ByteOrder.LITTLE_ENDIAN).putShort(0x1fe, (short) 0xaa55)
        .putInt(0x202, 0x53726448);
    assertRefused("bzImage for x86", Images.blob(x86));
    byte[] arm = new byte[4096];
    arm[0x38] = 'A';
    arm[0x39] = 'R';
    arm[0x3a] = 'M';
    arm[0x3b] = 'd';
    assertRefused("AArch64", Images.blob(arm));
    byte[] elf = Images.elf(RAM, new Segment(RAM, RAM, 64, 64));
    elf[18] = 62;
    elf[19] = 0;
    assertRefused("this ELF is for x86-64, not RISC-V", Images.blob(elf));
    assertRefused("32-bit RISC-V", Images.blob(Images.elf32((int) RAM, new Segment(RAM, RAM, 64, 64))));
  }

  @Test
  void tinyAndEmptyAndZeroImagesAreRefused() {
    assertRefused("only 63 bytes", Images.filled(63));
    assertRefused("only 0 bytes", Images.filled(0));
    assertRefused("nothing but zeros", Images.blob(new byte[4096]));
    plan(64, null, Images.filled(64), null);
  }

  @ParameterizedTest
  @MethodSource("foreignFormats")
  void onlyArchivesAndCompressedArchivesAreInitrds(Start start) {
    Blob initrd = Images.filled(4096, start.bytes());
    if (start.expected().startsWith("compressed") || start.expected().contains("cpio")) {
      plan(64, null, Images.filled(64), initrd);
    } else {
      assertTrue(refusal(64, null, Images.filled(64), initrd).startsWith("the initrd (4096 bytes)"));
    }
  }

  @Test
  void anInitrdOfZerosOrNothingIsRefused() {
    refusal(64, null, Images.filled(64), Images.blob(new byte[4096]));
    refusal(64, null, Images.filled(64), Images.blob(new byte[0]));
    assertThrows(BadImageException.class, () -> plan(64, Images.filled(64), null, Images.cpio(64)));
  }

  // Linux's header.

  @Test
  void linuxHeadersThatCannotBeAreRefused() {
    assertRefused("occupies 0xfff bytes, the file has 4096", linux(4096, 4095));
    assertRefused("occupies 0x", linux(4096, -1));
    assertRefused("occupies 0x", linux(4096, 1L << 40));
    assertRefused("text offset is 0xffffffff", patched(image -> image.putLong(8, -4096)));
    assertRefused("text offset is 0x123", patched(image -> image.putLong(8, 0x123)));
    assertRefused("big-endian", patched(image -> image.putLong(24, 1)));
    assertRefused("version 1.0", patched(image -> image.putInt(32, 0x1_0000)));
    plan(64, null, linux(4096, 0), null);
  }

  @Test
  void eitherMagicNumberMakesALinuxImage() {
    assertEquals(RAM + 0x20_0000, plan(64, null, patched(image -> image.putInt(56, 0)), null).entryPa());
    assertEquals(RAM + 0x20_0000, plan(64, null, patched(image -> image.putLong(48, 0)), null).entryPa());
    assertEquals(RAM, plan(64, null, patched(image -> image.putInt(56, 0).putLong(48, 0)), null).entryPa());
  }

  @Test
  void aCutOffEfiKernelIsNoticedAtEveryLength() {
    byte[] image = Images.linux(4096, 8192);
    ByteBuffer pe = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).put(0, EFI_START).putInt(0x3c, 64)
        .putInt(64, 'P' | 'E' << 8).putShort(64 + 6, (short) 2).putShort(64 + 20, (short) 16);
    pe.putInt(64 + 24 + 16 + 16, 2048).putInt(64 + 24 + 16 + 20, 1024);
    pe.putInt(64 + 24 + 16 + 40 + 16, 1024).putInt(64 + 24 + 16 + 40 + 20, 3072);
    plan(64, null, Images.blob(image), null);
    for (int length = 64; length < image.length; length++) {
      assertRefused("cut off", Images.blob(Arrays.copyOf(image, length)));
    }
    pe.putInt(64, 0);
    assertRefused("no PE header", Images.blob(image));
    pe.putInt(0x3c, -1);
    assertRefused("cut off", Images.blob(image));
  }

  @Test
  void aKernelWithoutEfiHeaderIsCutOffIfItHasLessThanHalfOfItsSize() {
    String message = refusal(64, null, linux(4095, 8192), null);
    assertTrue(message.contains("was cut off after 4095 bytes; at least 4096 belong to it"), message);
    assertRefused("cut off", linux(64, 8192));
    plan(64, null, linux(4096, 8192), null);
  }

  @Test
  void damagedLinuxHeadersAreLoadedOrRefused() {
    byte[] image = Images.linux(4096, 8192);
    ByteBuffer.wrap(image).put(0, EFI_START).order(ByteOrder.LITTLE_ENDIAN).putInt(0x3c, 64)
        .putInt(64, 'P' | 'E' << 8).putShort(64 + 6, (short) 1);
    LoadingBench bench = new LoadingBench(image.length);
    for (int bit = 0; bit < 8 * 128; bit++) {
      image[bit / 8] ^= (byte) (1 << bit % 8);
      bench.loadOrRefuse(image);
      image[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  private static Blob patched(java.util.function.UnaryOperator<ByteBuffer> change) {
    byte[] image = Images.linux(4096, 8192);
    change.apply(ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN));
    return Images.blob(image);
  }
}
