// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.boot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A virtio disk under Linux's driver and file systems. */
class DiskTest {
  private static final int DISK_BYTES = 4 << 20;

  @Test
  void aFileSystemOnADiskKeepsItsFiles() {
    MemoryDisk disk = new MemoryDisk(DISK_BYTES, 7);
    Guest guest = Guest.booted(1, disk);
    assertEquals(DISK_BYTES / 512 + "\n", guest.run("cat /sys/block/vda/size"));
    guest.run("mke2fs /dev/vda; mkdir -p /mnt; mount -t ext2 /dev/vda /mnt");
    guest.run("seq 100000 >/mnt/numbers; sync; umount /mnt");
    Guest second = Guest.booted(1, disk);
    second.run("mkdir -p /mnt; mount -t ext2 -o ro /dev/vda /mnt");
    assertEquals("100000\n", second.run("tail -n 1 /mnt/numbers"));
    String numbers = IntStream.rangeClosed(1, 100_000).mapToObj(i -> i + "\n").collect(joining());
    assertEquals(Guest.md5(numbers) + "  -\n", second.run("md5sum </mnt/numbers"));
  }

  @Test
  void rawBlocksReachTheHostWhereTheyBelong() {
    MemoryDisk disk = new MemoryDisk(DISK_BYTES, 1000);
    Guest guest = Guest.booted(1, disk);
    guest.run("printf bootlink | dd of=/dev/vda seek=5; sync");
    assertEquals("bootlink", US_ASCII.decode(disk.content().slice(5 * 512, 8)).toString());
    assertTrue(guest.run("cat /proc/interrupts").contains("virtio"));
  }
}
