// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel as courses build them does the same here, started without firmware, as on QEMU's virt board. */
class CourseKernelTest {
  private static final String COMMANDS =
      "harts count poll irq write map ticks user help off".replace(' ', '\r') + '\r';

  private static final String PROMPT = "course> ";

  @TempDir private Path folder;

  @Test
  void theCourseKernelPrintsAndWritesToItsDiskWhatItDoesOnQemu() throws IOException, InterruptedException {
    Path kernel = image("course-rv64.elf", "kernel.elf");
    Path ourDisk = image("course.disk", "ours");
    Path qemuDisk = image("course.disk", "qemus");
    String ours = Typed.runOutput(folder, COMMANDS, "--bios", "none", "--kernel", kernel.toString(),
        "--initrd", "none", "--cmdline", "", "--harts", "3", "--memory", "128", "--disk", ourDisk.toString());
    String qemus = Typed.output(folder, PROMPT, COMMANDS, "qemu-system-riscv64", "-M", "virt", "-bios", "none",
        "-kernel", kernel.toString(), "-smp", "3", "-m", "128M", "-nographic",
        "-global", "virtio-mmio.force-legacy=false",
        "-drive", "file=" + qemuDisk + ",if=none,format=raw,id=x0",
        "-device", "virtio-blk-device,drive=x0,bus=virtio-mmio-bus.0");
    assertEquals(qemus, ours);
    assertArrayEquals(Files.readAllBytes(qemuDisk), Files.readAllBytes(ourDisk));
    for (String line : List.of("3 harts counted to 30000", "the second sector, by interrupt",
        "8 sectors written and read back, 0 errors", "unmapped: page fault", "the program ended with 42")) {
      assertTrue(ours.contains(line), ours);
    }
  }

  @Test
  void theMachineOfTheCatalogueHasItsDisk() throws IOException, InterruptedException {
    String output = Typed.runOutput(folder, COMMANDS, "--machine", "course");
    assertTrue(output.contains("virtio disk: 64 sectors"), output);
    assertTrue(output.contains("8 sectors written and read back, 0 errors"), output);
  }

  private Path image(String resource, String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = CourseKernelTest.class.getResourceAsStream("/org/bootlink/images/" + resource)) {
      Files.copy(in, file);
    }
    return file;
  }
}
