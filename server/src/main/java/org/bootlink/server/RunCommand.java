// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.bootlink.board.MachineConfig;
import org.bootlink.host.BlockStore;
import org.bootlink.replay.Snapshot;
import org.bootlink.script.BadScriptException;
import org.bootlink.script.Script;
import org.bootlink.server.disk.Disks;
import org.bootlink.server.disk.ReadTrace;
import org.bootlink.server.disk.TracedBlockStore;
import org.bootlink.server.images.Image;
import org.bootlink.server.images.ImageLibrary;
import org.bootlink.server.images.LibraryOption;
import org.bootlink.server.images.MachineDescription;
import org.bootlink.server.run.BootRequest;
import org.bootlink.server.run.BootSnapshot;
import org.bootlink.server.run.HeadlessRunner;
import org.bootlink.server.run.JitMode;
import org.bootlink.server.run.JitOptions;
import org.bootlink.server.run.MachineDisks;
import org.bootlink.server.run.ScriptedRun;
import org.bootlink.server.run.SessionKeeper;
import org.bootlink.server.run.TerminalSession;
import org.bootlink.server.run.Unpacker;
import org.bootlink.server.session.MissingImageException;
import org.bootlink.server.session.SessionMachines;
import org.bootlink.server.site.Hashes;
import org.bootlink.session.Hash;
import org.bootlink.session.SessionHeader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: a machine in this terminal. */
@Command(
    name = "run",
    description = "Boots a machine in this terminal. Ctrl-A x leaves it.",
    mixinStandardHelpOptions = true,
    versionProvider = Bootlink.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Without a terminal at its input it reads that to its end, from when the guest is ready for it, and",
      "runs on until the guest powers off.",
      "Exit status: 0 the guest powered off or Ctrl-A x; 1 the machine failed; 2 it can't be made;",
      "another: the failure code that the guest gave."
    })
final class RunCommand implements Callable<Integer> {
  private static final String NONE = "none";

  @Spec private CommandSpec spec;

  @Option(
      names = "--machine",
      paramLabel = "ID",
      description = "Which of the described machines to boot; the options below change it.")
  private String machineId;

  @Mixin private LibraryOption images;

  @Option(
      names = "--kernel",
      paramLabel = "FILE",
      description = {
        "Kernel: a Linux Image, an ELF or a raw image, also packed with gzip or zstd or as vmlinuz.efi.",
        "It comes without the machine's initrd and disks."
      })
  private Path kernel;

  @Option(
      names = "--bios",
      paramLabel = "FILE",
      description = "Firmware; 'none' starts the kernel in M-mode. Default: the machine's OpenSBI.")
  private Path firmware;

  @Option(names = "--initrd", paramLabel = "FILE", description = "Initial RAM disk, or 'none'.")
  private Path initrd;

  @Option(
      names = "--disk",
      paramLabel = "FILE[,ro|,cow]",
      description = "Disk image, raw or packed: read only with ',ro'; with ',cow' the file stays as it is, as a"
          + " packed one always does, and one that is compressed with gzip or zstd. A file whose name ends in"
          + " '.raw' is never unpacked. An http: or https: address serves too: what is read is fetched. May be"
          + " given up to " + MachineConfig.MAX_DISKS + " times.")
  private List<String> disks = List.of();

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Folder that keeps what the machine writes to its own, packed and ',cow' disks; it is made if"
          + " it isn't there. Without it such changes end with the machine.")
  private Path keep;

  @Option(
      names = "--disk-trace",
      paramLabel = "FILE",
      description = "Notes in FILE what is read of the first disk, for 'pack --trace'.")
  private Path diskTrace;

  @Option(names = "--memory", paramLabel = "MIB", description = "Memory, in MiB.")
  private Integer memoryMiB;

  @Option(names = "--harts", paramLabel = "N", description = "Number of harts (processor cores).")
  private Integer harts;

  @Option(
      names = "--append",
      paramLabel = "TEXT",
      description = "Added to the machine's kernel command line.")
  private String append;

  @Option(
      names = "--cmdline",
      paramLabel = "TEXT",
      description = "Kernel command line, instead of the machine's.")
  private String commandLine;

  @Option(
      names = "--jit",
      paramLabel = "off|on|force",
      description = "Whether hot code is translated, or with 'force' all code; default: on.")
  private JitMode jit = JitMode.ON;

  @Option(
      names = "--jit-stats",
      description = "Says at the end, to standard error, what was translated and why that was left.")
  private boolean jitStats;

  @Option(
      names = "--jit-dump",
      paramLabel = "FOLDER",
      description = {
        "Writes what is translated into this folder: WebAssembly modules, and a listing of the guest's code",
        "beside each."
      })
  private Path jitDump;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = {
        "Runs without a person and as fast as it can: inputs come at the steps that the file gives, idle",
        "time is skipped, and date, entropy and terminal size are fixed. Prints digests of the machine's",
        "state, by which engines and browsers are compared; what the guest writes goes to standard error.",
        "Lines of the file: 'at STEP type TEXT', 'at STEP digest', 'every STEPS until STEP digest' and more."
      })
  private Path script;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Records the session in FILE, for 'replay': all that is typed, passwords too.")
  private Path recordingFile;

  @Option(
      names = "--snapshot",
      paramLabel = "FILE",
      description = "Saves the machine in FILE when it is left with Ctrl-A x.")
  private Path snapshotFile;

  @Option(
      names = "--restore",
      paramLabel = "FILE",
      description = "Goes on with the machine that a snapshot holds, instead of booting one.")
  private Path restoredFile;

  @Override
  public Integer call() throws UserException, IOException, InterruptedException, MissingImageException {
    if (restoredFile != null) {
      return restore();
    }
    ImageLibrary library = images.load();
    MachineDescription machine = library.machine(machineId);
    byte[] firmwareBytes = image("--bios", firmware, library, machine.image("firmware"));
    byte[] kernelBytes = image("--kernel", kernel, library, machine.image("kernel"));
    byte[] initrdBytes =
        image("--initrd", initrd, library, kernel == null ? machine.image("initrd") : null);
    TerminalSession session = new TerminalSession(System.err);
    JitOptions jitOptions = new JitOptions(jit, dumpFolder());
    ReadTrace trace = new ReadTrace();
    try (Disks opened = new Disks(keep, session::say)) {
      // Another kernel knows nothing of the machine's own root.
      if (kernel == null) {
        MachineDisks.open(library, machine, keep != null, opened);
      }
      for (String disk : disks) {
        opened.open(disk);
      }
      List<BlockStore> stores = new ArrayList<>(opened.list());
      if (diskTrace != null && !stores.isEmpty()) {
        stores.set(0, new TracedBlockStore(stores.get(0), trace));
      }
      List<SessionHeader.Disk> named =
          recordingFile == null && snapshotFile == null ? List.of() : opened.named();
      BootRequest request =
          new BootRequest(
              memoryMiB == null ? machine.memoryMiB() : memoryMiB,
              harts == null ? machine.harts() : harts,
              firmwareBytes,
              kernelBytes,
              initrdBytes,
              commandLine(machine),
              stores,
              Script.POWER_ON_EPOCH_NANOS,
              Script.ENTROPY_SEED,
              Script.COLUMNS,
              Script.ROWS,
              jitOptions);
      if (script != null) {
        ScriptedRun.run(request, readScript(), System.out, System.err);
        return 0;
      }
      long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
      long seed = new SecureRandom().nextLong();
      return report(session.run(size -> request.poweredOn(now, seed, size.columns(), size.rows()),
          made -> keeper(made, named)));
    } finally {
      if (jitStats) {
        jitOptions.report(System.err);
      }
      if (diskTrace != null) {
        trace.write(diskTrace);
      }
    }
  }

  private Path dumpFolder() throws UserException {
    try {
      return jitDump == null ? null : Files.createDirectories(jitDump);
    } catch (IOException e) {
      throw new UserException("--jit-dump: " + jitDump + " can't be made a folder");
    }
  }

  /** What keeps the session of a machine that is switched on, if that is wanted. */
  private SessionKeeper keeper(BootRequest request, List<SessionHeader.Disk> disks) {
    if (recordingFile == null && snapshotFile == null) {
      return null;
    }
    SessionHeader header = SessionHeader.of(BootSnapshot.configuration(request, disks))
        .named("", "", System.currentTimeMillis());
    return new SessionKeeper(header, null, recordingFile, snapshotFile);
  }

  private int restore() throws UserException, IOException, InterruptedException, MissingImageException {
    for (String disk : disks) {
      if (Disks.isAddress(disk)) {
        throw new UserException("--restore: disk " + disk + " is an address; download it and name the file");
      }
    }
    byte[] file = image("--restore", restoredFile, null, null);
    Snapshot snapshot = Snapshot.read(Snapshot.onHeap(file));
    Hash hash = new Hash(Hashes.newSha256().digest(file));
    SessionHeader header = snapshot.header().from(snapshot.header().startSteps(), hash)
        .named("", "", System.currentTimeMillis());
    TerminalSession session = new TerminalSession(System.err);
    try (Disks opened = new Disks(session::say)) {
      List<Path> files = disks.stream().map(Path::of).toList();
      BootRequest request =
          new SessionMachines(images.load(), List.of(), files, new JitOptions(jit, dumpFolder()))
              .request(header, opened);
      SessionKeeper keeper = new SessionKeeper(header, snapshot, recordingFile, snapshotFile);
      return report(session.run(size -> request, made -> keeper));
    }
  }

  private Script readScript() throws UserException {
    try {
      return Script.parse(Files.readString(script));
    } catch (BadScriptException e) {
      throw new UserException(script + ": " + e.getMessage());
    } catch (NoSuchFileException e) {
      throw new UserException("--script: " + script + " does not exist");
    } catch (IOException e) {
      throw new UserException("--script: " + script + " can't be read as text");
    }
  }

  private String commandLine(MachineDescription machine) {
    String base = commandLine == null ? machine.commandLine() : commandLine;
    return append == null ? base : (base + " " + append).strip();
  }

  private int report(HeadlessRunner.Outcome outcome) {
    if (outcome.message() != null) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(Bootlink.NAME + ": " + outcome.message());
      err.flush();
    }
    return outcome.status();
  }

  /** Bytes of the file that an option names, or else of the shipped image, or null for neither. */
  private static byte[] image(String option, Path file, ImageLibrary library, String shipped)
      throws UserException, IOException {
    if (file == null) {
      Image image = shipped == null ? null : library.image(shipped);
      return image == null ? null : image.read();
    }
    if (file.toString().equals(NONE) && !option.equals("--kernel")) {
      return null;
    }
    try {
      if (Files.isDirectory(file)) {
        throw new UserException(option + ": " + file + " is a folder");
      }
      if (Files.size(file) > MachineConfig.MAX_MEMORY_MIB * (1L << 20)) {
        throw new UserException(option + ": " + file + " is larger than any machine's memory");
      }
      byte[] bytes = Files.readAllBytes(file);
      // Linux unpacks its initial root itself.
      String what = option + ": " + file;
      return option.equals("--initrd") ? Unpacker.unpackForLinux(what, bytes) : Unpacker.unpack(what, bytes);
    } catch (NoSuchFileException e) {
      throw new UserException(option + ": " + file + " does not exist");
    } catch (IOException e) {
      throw new UserException(option + ": " + file + " can't be read");
    }
  }
}
