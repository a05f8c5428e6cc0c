// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.IOException;
import org.bootlink.server.UserException;
import org.bootlink.server.disk.ByteSource;
import org.bootlink.server.disk.Disks;
import org.bootlink.server.images.DiskDescription;
import org.bootlink.server.images.Image;
import org.bootlink.server.images.ImageLibrary;
import org.bootlink.server.images.MachineDescription;

/** The disks that a manifest gives a machine. The images stay as they are, whatever a guest writes. */
public final class MachineDisks {
  private MachineDisks() {}

  /**
   * Opens them into {@code opened}.
   *
   * @param kept whether changes are kept; only then there are the disks that are for such machines
   */
  public static void open(ImageLibrary library, MachineDescription machine, boolean kept, Disks opened)
      throws UserException, IOException {
    for (DiskDescription disk : machine.disks()) {
      if (disk.onlyKept() && !kept) {
        continue;
      }
      if (disk.image() == null) {
        opened.openBlank(disk.blankMiB());
      } else {
        Image image = library.image(disk.image());
        opened.openImage(image.file(), ByteSource.of(image.location()), image.sha256(), disk.readOnly());
      }
    }
  }
}
