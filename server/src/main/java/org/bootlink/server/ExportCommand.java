// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.bootlink.replay.Replay;
import org.bootlink.server.disk.Disks;
import org.bootlink.server.session.Asciicast;
import org.bootlink.server.session.MissingImageException;
import org.bootlink.server.session.SessionOptions;
import org.bootlink.server.session.SessionReplay;
import org.bootlink.server.session.SessionSource;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.Recording;
import org.bootlink.session.SessionHeader;
import org.bootlink.state.ByteSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: what a session's terminal showed, for players of such. */
@Command(
    name = "export",
    description = "Writes what a session's terminal showed as an asciicast.",
    mixinStandardHelpOptions = true,
    versionProvider = Bootlink.Version.class,
    sortOptions = false,
    footer = {"", "Exit status as of 'replay'."})
final class ExportCommand implements Callable<Integer> {
  @Mixin private SessionOptions options;

  @Parameters(paramLabel = "SESSION", description = "A recording's file; or a link, or a file that holds one.")
  private String session;

  @Option(names = "--asciicast", paramLabel = "FILE", required = true, description = "The file to write.")
  private Path file;

  @Option(
      names = "--format",
      paramLabel = "2|3",
      defaultValue = "2",
      description = "Version of the asciicast. Default: ${DEFAULT-VALUE}.")
  private int format;

  @Override
  public Integer call() throws UserException, IOException, InterruptedException {
    if (format != 2 && format != 3) {
      throw new UserException("--format is " + format + ", possible are 2 and 3");
    }
    try (Disks disks = new Disks(System.err::println)) {
      byte[] bytes = SessionSource.read(session);
      SessionHeader header = Recording.read(ByteSource.of(bytes)).header();
      try (Writer writer = Files.newBufferedWriter(file)) {
        Asciicast cast = new Asciicast(format, writer, header.machine().columns(), header.machine().rows(),
            TimeUnit.MILLISECONDS.toSeconds(header.createdMillis()), header.title());
        SessionReplay replay = new SessionReplay(bytes, options.machines(), disks,
            (ticks, value) -> add(cast, ticks, value));
        Replay.State state = replay.run(Long.MAX_VALUE, 0, () -> { });
        cast.end();
        if (state == Replay.State.DIVERGED) {
          System.err.println(Bootlink.NAME + ": not the same machine: " + replay.replay().divergence());
          return ReplayCommand.DIVERGED;
        }
        return 0;
      }
    } catch (BadSessionException e) {
      System.err.println(Bootlink.NAME + ": " + e.getMessage());
      return ReplayCommand.BAD_SESSION;
    } catch (MissingImageException e) {
      System.err.println(Bootlink.NAME + ": " + e.getMessage());
      return ReplayCommand.MISSING;
    }
  }

  private static void add(Asciicast cast, long ticks, int value) {
    try {
      cast.add(ticks, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
