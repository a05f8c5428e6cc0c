// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bootlink.isa.IsaExtensions;
import org.bootlink.memory.Blob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoardDeviceTreeTest {
  private static final Blob KERNEL = Images.filled(4096);

  private static MachineConfig config(int memoryMiB, int harts, Blob initrd) {
    return Images.config(memoryMiB, harts, null, KERNEL, initrd);
  }

  private static FdtReader.Node tree(int harts) {
    return FdtReader.read(BoardDeviceTree.build(config(64, harts, null), 0, 0));
  }

  @Test
  void guestsFindTheNamesOfQemusVirt() {
    FdtReader.Node root = tree(1);
    assertEquals(List.of("riscv-virtio"), root.strings("compatible"));
    assertEquals(List.of("riscv-virtio,qemu"), root.strings("model"));
    assertEquals(List.of("ns16550a"), root.at("/soc/serial@10000000").strings("compatible"));
    assertEquals(List.of("google,goldfish-rtc"), root.at("/soc/rtc@101000").strings("compatible"));
    assertEquals(List.of("sifive,plic-1.0.0", "riscv,plic0"),
        root.at("/soc/plic@c000000").strings("compatible"));
    assertEquals(List.of("sifive,clint0", "riscv,clint0"),
        root.at("/soc/clint@2000000").strings("compatible"));
    assertEquals(0x384000, root.at("/soc/serial@10000000").cell("clock-frequency"));
  }

  @Test
  void chosenNamesConsoleAndCommandLine() {
    FdtReader.Node chosen = tree(1).at("/chosen");
    assertEquals(List.of("console=ttyS0 quiet"), chosen.strings("bootargs"));
    assertEquals(List.of("/soc/serial@10000000"), chosen.strings("stdout-path"));
    assertFalse(chosen.properties.containsKey("linux,initrd-start"));
  }

  @Test
  void initrdIsNamedByFirstAndEndAddress() {
    byte[] blob = BoardDeviceTree.build(config(64, 1, Images.cpio(512)), 0x8100_0000L, 0x8100_0200L);
    FdtReader.Node chosen = FdtReader.read(blob).at("/chosen");
    assertArrayEquals(new long[] {0x8100_0000L}, chosen.longs("linux,initrd-start"));
    assertArrayEquals(new long[] {0x8100_0200L}, chosen.longs("linux,initrd-end"));
  }

  @Test
  void seedComesFromTheConfigurationAlone() {
    byte[] seed = tree(1).at("/chosen").value("rng-seed");
    assertEquals(32, seed.length);
    assertArrayEquals(seed, tree(2).at("/chosen").value("rng-seed"));
    MachineConfig other = new MachineConfig(64, 1, null, KERNEL, null, "", List.of(), 0, 43, 80, 25);
    FdtReader.Node chosen = FdtReader.read(BoardDeviceTree.build(other, 0, 0)).at("/chosen");
    assertFalse(Arrays.equals(seed, chosen.value("rng-seed")));
    assertFalse(chosen.properties.containsKey("bootargs"), "no empty command line");
  }

  @Test
  void memoryIsAsLargeAsConfigured() {
    byte[] blob = BoardDeviceTree.build(config(1024, 1, null), 0, 0);
    assertArrayEquals(new long[] {0x8000_0000L, 1L << 30},
        FdtReader.read(blob).at("/memory@80000000").longs("reg"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void everyHartIsWiredToClintAndPlic(int harts) {
    FdtReader.Node root = tree(harts);
    assertEquals(10_000_000, root.at("/cpus").cell("timebase-frequency"));
    int[] clint = root.at("/soc/clint@2000000").cells("interrupts-extended");
    int[] plic = root.at("/soc/plic@c000000").cells("interrupts-extended");
    assertEquals(4 * harts, clint.length);
    Set<Integer> phandles = new HashSet<>();
    for (int hart = 0; hart < harts; hart++) {
      FdtReader.Node cpu = root.at("/cpus/cpu@" + hart);
      int intc = cpu.at("/interrupt-controller").cell("phandle");
      assertArrayEquals(new int[] {intc, 3, intc, 7}, Arrays.copyOfRange(clint, 4 * hart, 4 * hart + 4));
      assertArrayEquals(new int[] {intc, 11, intc, 9}, Arrays.copyOfRange(plic, 4 * hart, 4 * hart + 4));
      assertEquals(hart, cpu.cell("reg"));
      assertEquals(cpu.cell("phandle"), root.at("/cpus/cpu-map/cluster0/core" + hart).cell("cpu"));
      assertTrue(phandles.add(intc) && phandles.add(cpu.cell("phandle")));
      assertEquals(List.of(IsaExtensions.names()), cpu.strings("riscv,isa-extensions"));
    }
  }

  @Test
  void everyVirtioSlotHasItsInterrupt() {
    FdtReader.Node soc = tree(1).at("/soc");
    int plic = soc.at("/plic@c000000").cell("phandle");
    for (int slot = 0; slot < 2; slot++) {
      FdtReader.Node node = soc.at("/virtio_mmio@" + Long.toHexString(0x1000_1000L + 0x1000 * slot));
      assertEquals(List.of("virtio,mmio"), node.strings("compatible"));
      assertEquals(1 + slot, node.cell("interrupts"));
      assertEquals(plic, node.cell("interrupt-parent"));
    }
    assertEquals(95, soc.at("/plic@c000000").cell("riscv,ndev"));
  }

  @Test
  void powerOffAndRebootWriteTheTestFinisher() {
    FdtReader.Node root = tree(1);
    int test = root.at("/soc/test@100000").cell("phandle");
    assertEquals(test, root.at("/poweroff").cell("regmap"));
    assertEquals(0x5555, root.at("/poweroff").cell("value"));
    assertEquals(test, root.at("/reboot").cell("regmap"));
    assertEquals(0x7777, root.at("/reboot").cell("value"));
  }

  @Test
  void dtcAcceptsItWithoutAWarning(@TempDir Path directory) throws IOException, InterruptedException {
    Path blob = directory.resolve("board.dtb");
    Path messages = directory.resolve("messages");
    Files.write(blob, BoardDeviceTree.build(config(64, 8, Images.cpio(64)), 0x8100_0000L, 0x8100_0040L));
    Process dtc;
    try {
      // A hart's interrupt controller has no #address-cells by its own binding (riscv,cpu-intc).
      dtc = new ProcessBuilder("dtc", "-W", "no-interrupt_provider", "-I", "dtb", "-O", "dts", "-o",
          directory.resolve("board.dts").toString(), blob.toString())
          .redirectErrorStream(true).redirectOutput(messages.toFile()).start();
    } catch (IOException e) {
      assumeTrue(false, "dtc is not installed");
      return;
    }
    assertTrue(dtc.waitFor(30, TimeUnit.SECONDS));
    assertEquals("", Files.readString(messages));
    assertEquals(0, dtc.exitValue());
  }
}
