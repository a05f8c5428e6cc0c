// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.images;

import java.nio.file.Path;
import java.util.List;
import org.bootlink.server.UserException;
import picocli.CommandLine.Option;

/** The option of all commands that names more images than the shipped ones. */
public final class LibraryOption {
  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Folder with a manifest.json that describes more images and machines, or with such folders;"
          + " added to the shipped ones. May be given more than once.")
  private List<Path> folders = List.of();

  /** @throws UserException if a folder has no usable manifest */
  public ImageLibrary load() throws UserException {
    return ImageLibrary.load(folders);
  }
}
