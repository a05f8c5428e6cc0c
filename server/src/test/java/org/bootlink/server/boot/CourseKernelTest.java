// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bootlink.server.Bootlink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel as courses build them does the same here, started without firmware, as on QEMU's virt board. */
class CourseKernelTest {
  private static final String COMMANDS = "harts count poll irq write map ticks user help off";
  private static final int TIMEOUT_SECONDS = 300;

  @TempDir private Path folder;

  @Test
  void theCourseKernelPrintsAndWritesToItsDiskWhatItDoesOnQemu() throws IOException, InterruptedException {
    Path kernel = image("course-rv64.elf", "kernel.elf");
    Path ourDisk = image("course.disk", "ours");
    Path qemuDisk = image("course.disk", "qemus");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String ours = output(java, "-cp", System.getProperty("java.class.path"), Bootlink.class.getName(), "run",
        "--bios", "none", "--kernel", kernel.toString(), "--initrd", "none", "--cmdline", "", "--harts", "3",
        "--memory", "128", "--disk", ourDisk.toString());
    String qemus = output("qemu-system-riscv64", "-M", "virt", "-bios", "none", "-kernel", kernel.toString(),
        "-smp", "3", "-m", "128M", "-nographic", "-global", "virtio-mmio.force-legacy=false",
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
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String output = output(java, "-cp", System.getProperty("java.class.path"), Bootlink.class.getName(), "run",
        "--machine", "course");
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

  /** What the program, which is typed the commands, prints until it ends by itself with success. */
  private String output(String... command) throws IOException, InterruptedException {
    Path input = Files.writeString(folder.resolve("commands"), COMMANDS.replace(' ', '\r') + '\r');
    Path output = folder.resolve("output");
    Process process = new ProcessBuilder(command).redirectInput(input.toFile())
        .redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      assertTrue(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS), "still runs: " + String.join(" ", command));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), Files.readString(output, ISO_8859_1));
    return Files.readString(output, ISO_8859_1);
  }
}
