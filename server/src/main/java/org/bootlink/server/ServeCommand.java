// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.bootlink.server.http.BootlinkServer;
import org.bootlink.server.images.ImageLibrary;
import org.bootlink.server.images.LibraryOption;
import org.bootlink.server.store.FileStore;
import org.bootlink.server.store.StoreLimits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** {@code serve}: the page, for browsers. */
@Command(
    name = ServeCommand.NAME,
    description = "Serves the page and the images; open the URL that it prints.",
    mixinStandardHelpOptions = true,
    versionProvider = Bootlink.Version.class,
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  static final String NAME = "serve";

  private static final int MAX_PORT = 65_535;

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port to listen at; 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDR",
      defaultValue = "127.0.0.1",
      description = "Address to listen at; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}, only this computer.")
  private String bind;

  @Mixin private LibraryOption images;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder to keep what people share in; without it the page offers no links by this server.")
  private Path data;

  @Option(
      names = "--data-limit",
      paramLabel = "MIB",
      defaultValue = "1024",
      description = "How much to keep there. Default: ${DEFAULT-VALUE}.")
  private int dataLimitMiB;

  @Option(
      names = "--data-days",
      paramLabel = "N",
      defaultValue = "0",
      description = "Drop what nobody opened for N days; 0: keep all. Default: ${DEFAULT-VALUE}.")
  private int dataDays;

  @Override
  public Integer call() throws UserException, InterruptedException {
    if (port < 0 || port > MAX_PORT) {
      throw new ParameterException(
          spec.commandLine(), "--port is " + port + ", allowed are 0 to " + MAX_PORT);
    }
    if (dataLimitMiB < 1 || dataDays < 0) {
      throw new ParameterException(
          spec.commandLine(), "--data-limit is to be 1 or more, --data-days 0 or more");
    }
    ImageLibrary library = images.load();
    try (FileStore store = data == null ? null : openStore();
        BootlinkServer server = new BootlinkServer(bind, port, library, store)) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop server"));
      stopOnInterrupt(server);
      PrintWriter out = spec.commandLine().getOut();
      out.println("Bootlink is at " + server.url());
      out.flush();
      server.join();
    }
    return 0;
  }

  private FileStore openStore() throws UserException {
    StoreLimits limits = StoreLimits.of((long) dataLimitMiB << 20, Duration.ofDays(dataDays));
    return new FileStore(data, limits, InstantSource.system());
  }

  /** Ctrl-C is how one stops it, so that is no failure. */
  private static void stopOnInterrupt(BootlinkServer server) {
    Signal.handle(new Signal("INT"), signal -> server.close());
  }
}
