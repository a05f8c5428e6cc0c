// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.bootlink.host.BlockStore;
import org.bootlink.server.UserException;
import org.bootlink.server.disk.ByteSource;
import org.bootlink.server.disk.Disks;
import org.bootlink.server.images.DiskDescription;
import org.bootlink.server.images.Image;
import org.bootlink.server.images.ImageLibrary;
import org.bootlink.server.images.MachineDescription;
import org.bootlink.server.site.SiteLayout;

/** The disks that a manifest gives a machine. What a guest writes to them goes to copies that end with the run. */
public final class MachineDisks {
  private MachineDisks() {}

  /**
   * Opens all but those of kept machines.
   *
   * @param opened where they are closed in the end
   */
  public static List<BlockStore> open(ImageLibrary library, MachineDescription machine, Disks opened)
      throws UserException, IOException {
    List<BlockStore> stores = new ArrayList<>();
    for (DiskDescription disk : machine.disks()) {
      if (disk.onlyKept()) {
        continue;
      }
      stores.add(disk.image() == null ? opened.open(blank(disk.blankMiB()).toString())
          : open(library.image(disk.image()), disk.readOnly(), opened));
    }
    return stores;
  }

  private static BlockStore open(Image image, boolean readOnly, Disks opened) throws UserException, IOException {
    if (image.file().endsWith(SiteLayout.PACKED_DISK_EXTENSION)) {
      return opened.openPacked(image.file(), source(image.location()));
    }
    Path copy = temporary();
    try (InputStream in = image.location().openStream()) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    return opened.open(copy + (readOnly ? ",ro" : ""));
  }

  private static ByteSource source(URL location) throws IOException {
    return location.getProtocol().equals("file") ? ByteSource.of(Path.of(URI.create(location.toString())))
        : ByteSource.of(location);
  }

  private static Path blank(int mebibytes) throws IOException {
    Path file = temporary();
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((long) mebibytes << 20);
    }
    return file;
  }

  private static Path temporary() throws IOException {
    Path file = Files.createTempFile("bootlink", ".disk");
    file.toFile().deleteOnExit();
    return file;
  }
}
