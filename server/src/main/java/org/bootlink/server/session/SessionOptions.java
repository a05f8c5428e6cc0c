// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.session;

import java.nio.file.Path;
import java.util.List;
import org.bootlink.server.UserException;
import org.bootlink.server.images.LibraryOption;
import org.bootlink.server.run.JitMode;
import org.bootlink.server.run.JitOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of all commands that make a session's machine. */
public final class SessionOptions {
  @Mixin private LibraryOption images;

  @Option(
      names = "--start",
      paramLabel = "FILE",
      description = "Snapshot that the session may begin at, besides the shipped one.")
  private List<Path> snapshots = List.of();

  @Option(
      names = "--disk",
      paramLabel = "FILE",
      description = "What a disk of the machine holds, besides the images here; nothing is written to it.")
  private List<Path> disks = List.of();

  @Option(
      names = "--jit",
      paramLabel = "off|on|force",
      description = "Whether hot code is translated, or with 'force' all code; default: on.")
  private JitMode jit = JitMode.ON;

  public SessionMachines machines() throws UserException {
    return new SessionMachines(images.load(), snapshots, disks, new JitOptions(jit, null));
  }
}
