// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.boot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's U-Boot for S-mode (package u-boot-qemu), under the machine's own firmware. */
class UBootTest {
  private static final String U_BOOT = "/usr/lib/u-boot/qemu-riscv64_smode/u-boot.bin";
  private static final int DISK_BYTES = 1 << 20;

  @TempDir private Path folder;

  @Test
  void uBootStartsFindsTheDiskAndPowersOff() throws IOException, InterruptedException {
    Path disk = Files.write(folder.resolve("disk"), new byte[DISK_BYTES]);
    String output = Typed.runOutput(folder, "\rversion\rvirtio info\rpoweroff\r", "--kernel", U_BOOT,
        "--initrd", "none", "--cmdline", "", "--disk", disk.toString());
    assertTrue(output.contains("U-Boot 20"), output);
    assertTrue(output.contains("QEMU VirtIO Block Device"), output);
    assertTrue(output.contains("(" + DISK_BYTES / 512 + " x 512)"), output);
  }
}
