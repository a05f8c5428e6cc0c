// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Set;
import org.bootlink.board.BadConfigurationException;
import org.bootlink.server.session.MissingImageException;
import org.bootlink.session.BadSessionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program. Without a subcommand it serves. */
@Command(
    name = Bootlink.NAME,
    description = "Boots Linux in the browser, or in this terminal, on a RISC-V machine written in Java.",
    subcommands = {
      ServeCommand.class, RunCommand.class, PackCommand.class, ReplayCommand.class, ExportCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Bootlink.Version.class,
    synopsisSubcommandLabel = "[serve | run | pack | replay | export]",
    footer = {"", "Without a command it serves; 'serve --help' and 'run --help' tell their options."})
public final class Bootlink implements Runnable {
  static final String NAME = "bootlink";

  /** Exit status: the machine or the program failed. */
  static final int FAILED = 1;
  /** Exit status: what was asked can't be done. */
  static final int BAD_REQUEST = 2;

  private static final Set<String> TOP_LEVEL_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  public static void main(String[] arguments) {
    System.exit(execute(commandLine(), arguments));
  }

  /** The program's command line, with its ways to report errors. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Bootlink());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(Bootlink::reportBadArguments);
    commandLine.setExecutionExceptionHandler(Bootlink::reportFailure);
    return commandLine;
  }

  /** Runs a command to its end and returns the exit status. */
  static int execute(CommandLine commandLine, String... arguments) {
    boolean serve =
        arguments.length == 0
            || arguments[0].startsWith("-") && !TOP_LEVEL_OPTIONS.contains(arguments[0]);
    if (!serve) {
      return commandLine.execute(arguments);
    }
    String[] withCommand = new String[arguments.length + 1];
    withCommand[0] = ServeCommand.NAME;
    System.arraycopy(arguments, 0, withCommand, 1, arguments.length);
    return commandLine.execute(withCommand);
  }

  /** Not reached: {@link #execute} always names a command or an option that needs none. */
  @Override
  public void run() {
    throw new IllegalStateException("no command");
  }

  private static int reportBadArguments(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(NAME + ": " + firstLine(e.getMessage()));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return BAD_REQUEST;
  }

  private static int reportFailure(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    boolean badRequest = e instanceof UserException || e instanceof BadConfigurationException
        || e instanceof BadSessionException || e instanceof MissingImageException;
    if (badRequest) {
      err.println(NAME + ": " + firstLine(e.getMessage()));
    } else if (e instanceof UncheckedIOException) {
      err.println(NAME + ": " + firstLine(e.getCause().getMessage()));
    } else {
      err.println(NAME + ": this is a fault in Bootlink:");
      e.printStackTrace(err);
    }
    err.flush();
    return badRequest ? BAD_REQUEST : FAILED;
  }

  private static String firstLine(String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  /** What {@code --version} prints. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Bootlink.class.getPackage().getImplementationVersion();
      return new String[] {"Bootlink " + (version == null ? "(not from its jar)" : version)};
    }
  }
}
