// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.bootlink.replay.Replay;
import org.bootlink.server.disk.Disks;
import org.bootlink.server.session.MissingImageException;
import org.bootlink.server.session.SessionOptions;
import org.bootlink.server.session.SessionReplay;
import org.bootlink.server.session.SessionSource;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.EngineVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: does a session again and compares. */
@Command(
    name = "replay",
    description = "Does a session again, shows what its terminal showed, and tells whether all was the same.",
    mixinStandardHelpOptions = true,
    versionProvider = Bootlink.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 all digests were equal; 3 something was different; 4 the session can't be read;",
      "5 an image, snapshot or disk that its machine is made of is not here; 2 it can't be done otherwise."
    })
final class ReplayCommand implements Callable<Integer> {
  static final int DIVERGED = 3;
  static final int BAD_SESSION = 4;
  static final int MISSING = 5;

  @Mixin private SessionOptions options;

  @Parameters(
      paramLabel = "SESSION",
      description = "A recording's file; or a link, in quotes, or a file that holds one.")
  private String session;

  @Option(names = "--to", paramLabel = "STEP", description = "Stop when so many steps are done.")
  private long toStep = Long.MAX_VALUE;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "N times as fast as it was, such as 1 or 8. Default: as fast as it goes.")
  private double speed;

  @Option(names = "--quiet", description = "Show nothing but the result.")
  private boolean quiet;

  @Override
  public Integer call() throws UserException, IOException, InterruptedException {
    if (toStep < 0 || !(speed >= 0 && speed <= 1e6)) {
      throw new UserException("--to and --speed can't be negative");
    }
    PrintStream console = System.out;
    try (Disks disks = new Disks(System.err::println)) {
      SessionReplay replay = new SessionReplay(SessionSource.read(session), options.machines(),
          disks, (ticks, value) -> show(console, value));
      Replay.State state = replay.run(toStep, speed, console::flush);
      return report(replay, state);
    } catch (BadSessionException e) {
      return say(BAD_SESSION, e.getMessage());
    } catch (MissingImageException e) {
      return say(MISSING, e.getMessage());
    }
  }

  private void show(PrintStream console, int value) {
    if (!quiet) {
      console.write(value);
    }
  }

  private int report(SessionReplay replay, Replay.State state) {
    String so = replay.replay().verified() + " digests were equal, at step " + replay.machine().steps();
    if (state == Replay.State.DIVERGED) {
      return say(DIVERGED, "not the same machine: " + replay.replay().divergence() + "; " + so);
    }
    if (state == Replay.State.RUNNING) {
      return say(0, so + ": " + replay.machine().digest());
    }
    int version = replay.recording().header().engineVersion();
    return say(0, (replay.recording().complete() ? "verified: " : "verified as far as it goes, it was cut off: ")
        + so + (version == EngineVersion.CURRENT ? "" : "; recorded by engine version " + version));
  }

  private static int say(int status, String message) {
    System.err.println(Bootlink.NAME + ": " + message);
    return status;
  }
}
