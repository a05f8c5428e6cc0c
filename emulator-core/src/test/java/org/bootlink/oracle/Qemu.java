// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * The reference: QEMU's {@code virt} with the same extensions as far as it has them. Its RAM is a file,
 * which holds the image before and the results afterwards.
 *
 * <p>A second hart that does nothing makes QEMU execute atomic instructions as such; with a single hart it
 * replaces them by a load and a store, which fault as a load.
 */
final class Qemu {
  private static final String PROGRAM = "qemu-system-riscv64";
  private static final String CPU = "rv64,h=off,v=off,zba=on,zbb=on,zbc=on,zbs=on,"
      + "sstc=on,svinval=on,svnapot=on,svpbmt=on,sscofpmf=off,debug=off,pmp=on,mmu=on,"
      + "mvendorid=0,marchid=0,mimpid=0";
  private static final int TIMEOUT_SECONDS = 600;

  static boolean isInstalled() {
    try {
      Process process = new ProcessBuilder(PROGRAM, "--version").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static String version() {
    try {
      Process process = new ProcessBuilder(PROGRAM, "--version").redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes()).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** RAM as {@code image} leaves it, up to the end of its records. */
  static GuestMemory run(Image image) {
    try {
      Path ram = Files.createTempFile("oracle", ".ram");
      try {
        return run(image, ram);
      } finally {
        Files.delete(ram);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GuestMemory run(Image image, Path ram) throws IOException {
    int length = image.bytes().length;
    try (FileChannel channel = FileChannel.open(ram, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(image.bytes()));
      channel.write(ByteBuffer.allocate(1), ((long) Layout.RAM_MIB << 20) - 1);
      execute(ram);
      ByteBuffer result = ByteBuffer.allocate(length);
      while (result.hasRemaining() && channel.read(result, result.position()) > 0) {
        continue;
      }
      return new GuestMemory(result);
    }
  }

  private static void execute(Path ram) throws IOException {
    Process process = new ProcessBuilder(PROGRAM,
        "-machine", "virt,memory-backend=ram",
        "-object", "memory-backend-file,id=ram,size=" + Layout.RAM_MIB + "M,share=on,mem-path=" + ram,
        "-m", Layout.RAM_MIB + "M", "-smp", "2", "-accel", "tcg,thread=multi", "-cpu", CPU,
        "-bios", "none", "-display", "none", "-serial", "none", "-monitor", "none", "-nodefaults")
        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(PROGRAM + " did not come to an end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private Qemu() {}
}
