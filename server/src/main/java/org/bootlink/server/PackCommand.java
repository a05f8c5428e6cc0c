// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.bootlink.server.disk.DiskPacker;
import org.bootlink.server.disk.ReadTrace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pack}: a raw disk image as one that browsers read piece by piece. */
@Command(
    name = "pack",
    description = "Packs a raw disk image, so that a machine in the browser fetches only what it reads.",
    mixinStandardHelpOptions = true,
    versionProvider = Bootlink.Version.class,
    sortOptions = false)
final class PackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The raw image; with --unpack the packed one."
      + " One that is compressed with gzip or zstd is unpacked first.")
  private Path image;

  @Parameters(index = "1", paramLabel = "TARGET", description = "The file to make.")
  private Path target;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "What 'run --disk-trace' noted of a boot: it comes first, so that a boot reads ahead.")
  private Path trace;

  @Option(
      names = "--chunk",
      paramLabel = "KIB",
      defaultValue = "" + DiskPacker.DEFAULT_CHUNK_BYTES / 1024,
      description = "Size of the pieces, a power of two from 4 to 1024. Default: ${DEFAULT-VALUE}.")
  private int chunkKiB;

  @Option(names = "--unpack", description = "Makes a raw image of a packed one.")
  private boolean unpack;

  @Override
  public Integer call() throws UserException, IOException {
    for (Path file : trace == null ? new Path[] {image} : new Path[] {image, trace}) {
      if (!Files.isRegularFile(file)) {
        throw new UserException(file + (Files.exists(file) ? " is not a file" : " does not exist"));
      }
    }
    if (chunkKiB < 4 || chunkKiB > 1024 || Integer.bitCount(chunkKiB) != 1) {
      throw new UserException("--chunk is " + chunkKiB + "; a power of two from 4 to 1024 is possible");
    }
    requireTarget();
    try {
      make();
    } catch (IOException e) {
      throw new UserException(target + " can't be made: " + e.getMessage());
    }
    return 0;
  }

  private void requireTarget() throws UserException, IOException {
    if (Files.isDirectory(target)) {
      throw new UserException(target + " is a folder; TARGET is a file to make");
    }
    Path folder = target.toAbsolutePath().getParent();
    if (!Files.isWritable(folder)) {
      throw new UserException(
          "folder " + folder + (Files.exists(folder) ? " can't be written to" : " does not exist"));
    }
    if (Files.exists(target) && Files.isSameFile(image, target)) {
      throw new UserException("IMAGE and TARGET are the same file");
    }
  }

  private void make() throws UserException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (unpack) {
      DiskPacker.unpack(image, target);
    } else {
      ReadTrace reads = trace == null ? new ReadTrace() : ReadTrace.read(trace);
      DiskPacker.Result made = DiskPacker.pack(image, target, chunkKiB << 10, reads);
      out.println(target + ": " + made.packedBytes() + " bytes for a disk of " + made.diskBytes() + ", "
          + made.storedChunks() + " chunks, " + made.tracedChunks() + " of them read by the boot");
      out.println("identity " + made.identity());
    }
    out.flush();
  }
}
