// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import org.bootlink.board.BadConfigurationException;
import org.bootlink.board.BadImageException;
import org.bootlink.board.BoardDeviceTree;
import org.bootlink.board.FdtReader;
import org.bootlink.board.ImageLoader;
import org.bootlink.board.Images;
import org.bootlink.board.Images.Segment;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.bus.Ram;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.junit.jupiter.api.Test;

/** Images damaged anywhere, in any role, and configurations of any values. */
@AddLifecycleHook(TimeBudget.class)
class ImagesTest {
  private static final long RAM = GuestImage.RAM;
  private static final int MEMORY_MIB = 16;
  private static final int MAX_IMAGE = 16 << 10;
  private static final int BOOT_ONE_IN = 64;
  private static final int BOOT_STEPS = 2_000;

  private static final byte[][] SOUND = {
    Images.elf(RAM + 64, new Segment(RAM, RAM, 256, 4096), new Segment(RAM + 0x2000, RAM + 0x3000, 64, 64),
        new Segment(RAM + 0x8000, RAM + 0x8000, 0, 1 << 20)),
    Images.elf32((int) RAM, new Segment((int) RAM, (int) RAM, 256, 4096)),
    Images.linux(4096, 8192),
    efi(),
    bytes(Images.cpio(512)),
    bytes(Images.filled(512, (byte) 0x1f, (byte) 0x8b, (byte) 8)),
  };

  private static final Figures DAMAGED = new Figures("damaged images");
  private static final Figures CONFIGURATIONS = new Figures("configurations");

  private static final LinearMemory MEMORY =
      LinearMemory.onHeap((MEMORY_MIB << 20) + 3 * MAX_IMAGE + (64 << 10));
  private static final LinearAllocator ALLOCATOR = new LinearAllocator(MEMORY);
  private static final Ram TARGET = new Ram(ALLOCATOR, RAM, MEMORY_MIB << 20);
  private static final int IMAGE = ALLOCATOR.allocate(MAX_IMAGE, 8);

  private static int loaded;

  /** A byte of an image that is changed; the place counts modulo its length. */
  record Change(int place, byte value) {}

  @AfterContainer
  static void report() {
    DAMAGED.report();
    CONFIGURATIONS.report();
  }

  private static byte[] bytes(Blob blob) {
    byte[] bytes = new byte[blob.length()];
    blob.memory().read(blob.address(), bytes, 0, bytes.length);
    return bytes;
  }

  private static byte[] efi() {
    byte[] image = Images.linux(4096, 8192);
    System.arraycopy("MZ".getBytes(StandardCharsets.US_ASCII), 0, image, 0, 2);
    image[0x3c] = 64;
    System.arraycopy("PE\0\0".getBytes(StandardCharsets.US_ASCII), 0, image, 64, 4);
    image[64 + 6] = 2;
    image[64 + 20] = 16;
    return image;
  }

  @Test
  void everyByteOfEveryHeaderWithBitsFlippedAndEdgeValues() {
    for (byte[] sound : SOUND) {
      byte[] image = sound.clone();
      for (int at = 0; at < Math.min(image.length, 256); at++) {
        for (int value : new int[] {0, 1, 2, 0x7f, 0x80, 0xff, sound[at] + 1, sound[at] - 1}) {
          image[at] = (byte) value;
          load(image, 1);
          image[at] = (byte) (sound[at] ^ 1 << (value & 7));
          load(image, 1);
        }
        image[at] = sound[at];
      }
    }
  }

  @Test
  void everyLengthOfEveryImage() {
    for (byte[] sound : SOUND) {
      for (int length = 0; length < sound.length; length++) {
        load(Arrays.copyOf(sound, length), length % 3);
      }
    }
  }

  @Property(seed = TimeBudget.SEED, tries = Integer.MAX_VALUE, edgeCases = EdgeCasesMode.NONE)
  void anyDamage(
      @ForAll @IntRange(max = 5) int which,
      @ForAll @IntRange(max = 2) int role,
      @ForAll("changes") List<Change> changes,
      @ForAll("lengths") int length) {
    byte[] image = SOUND[which].clone();
    for (Change change : changes) {
      image[change.place() % image.length] = change.value();
    }
    byte[] damaged = Arrays.copyOf(image, Math.min(image.length, length));
    if (load(damaged, role) && ++loaded % BOOT_ONE_IN == 0) {
      boot(damaged, role);
    }
    DAMAGED.add(0, 0);
  }

  /** Loads or refuses in words; returns whether it loaded. */
  private static boolean load(byte[] image, int role) {
    MEMORY.write(IMAGE, image, 0, image.length);
    Blob blob = new Blob(MEMORY, IMAGE, image.length);
    Blob kernel = role == 1 ? blob : Images.filled(64);
    MachineConfig config =
        Images.config(MEMORY_MIB, 1, role == 0 ? blob : null, kernel, role == 2 ? blob : null);
    try {
      new ImageLoader(config).load(TARGET);
    } catch (BadImageException e) {
      assertTrue(e.getMessage().startsWith("the "), e.getMessage());
      return false;
    }
    return true;
  }

  private static void boot(byte[] image, int role) {
    Arena.fight(DAMAGED, unused -> {
      long size = Machine.requiredBytes(MEMORY_MIB, 1) + image.length + 8192;
      LinearAllocator allocator = new LinearAllocator(LinearMemory.onHeap((int) size));
      Blob blob = Blob.of(allocator, image);
      Blob kernel = role == 1 ? blob : Blob.of(allocator, bytes(Images.filled(64)));
      MachineConfig config =
          Images.config(MEMORY_MIB, 1, role == 0 ? blob : null, kernel, role == 2 ? blob : null);
      new Machine(config, allocator, value -> { }).run(BOOT_STEPS);
    });
  }

  @Property(seed = TimeBudget.SEED, tries = Integer.MAX_VALUE, edgeCases = EdgeCasesMode.NONE)
  void anyConfiguration(
      @ForAll("sizes") int memoryMiB,
      @ForAll @IntRange(min = -1, max = 10) int harts,
      @ForAll("commandLines") String commandLine,
      @ForAll long epochNanos,
      @ForAll long seed,
      @ForAll("sizes") int columns,
      @ForAll @IntRange(min = 0, max = 6) int disks) {
    CONFIGURATIONS.add(0, 0);
    HostileDisk[] stores = new HostileDisk[disks];
    Arrays.setAll(stores, i -> new HostileDisk(false));
    MachineConfig config;
    try {
      config = new MachineConfig(memoryMiB, harts, null, Images.filled(64), Images.cpio(64), commandLine,
          List.of(stores), epochNanos, seed, columns, 25);
    } catch (BadConfigurationException e) {
      assertTrue(!e.getMessage().isBlank());
      return;
    }
    byte[] blob = new ImageLoader(config).deviceTree();
    FdtReader.Node tree = FdtReader.read(blob);
    assertArrayEquals(new long[] {RAM, (long) memoryMiB << 20}, tree.at("/memory@80000000").longs("reg"));
    if (!commandLine.isEmpty()) {
      assertEquals(List.of(commandLine), tree.at("/chosen").strings("bootargs"));
    }
    assertEquals(blob.length, BoardDeviceTree.build(config, seed, epochNanos).length);
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<Integer> places = Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.integers().between(0, 255)),
        Tuple.of(1, Arbitraries.integers().between(0, MAX_IMAGE)));
    return Combinators.combine(places, Arbitraries.bytes()).as(Change::new).list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.just(MAX_IMAGE)), Tuple.of(1, Arbitraries.integers().between(0, 600)));
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.integers().between(16, 1024)), Tuple.of(1, Arbitraries.integers()));
  }

  @Provide
  Arbitrary<String> commandLines() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(200)),
        Tuple.of(1, Arbitraries.strings().ofMaxLength(2_100)));
  }
}
