// SPDX-License-Identifier: Apache-2.0
package org.bootlink.isa;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks GNU binutils (Debian package binutils-riscv64-linux-gnu, 2.40) and writes the answers down for
 * {@link ObjdumpTable}. To renew them:
 *
 * <pre>
 * mvn -pl emulator-core test -Dtest=ObjdumpTableRenewal -Dbootlink.renew=true
 * </pre>
 *
 * <p>What a compressed instruction stands for is what the assembler makes, without compression, of the text
 * that the disassembler gives for it.
 */
@EnabledIfSystemProperty(named = "bootlink.renew", matches = "true")
class ObjdumpTableRenewal {
  private static final String TOOLS = "riscv64-linux-gnu-";
  /** Zicond is not here: binutils know it from 2.41 on. */
  private static final String ARCHITECTURE = ".attribute arch, \"rv64imafdc_zicsr_zifencei"
      + "_zicbom_zicbop_zicboz_zawrs_zba_zbb_zbc_zbs_svinval\"\n.option norelax\n";

  @TempDir Path folder;

  @Test
  void renewCompressed() throws Exception {
    StringBuilder source = new StringBuilder(ARCHITECTURE);
    List<Integer> encodings = new ArrayList<>();
    for (int c = 0; c < 0x10000; c++) {
      if ((c & 3) != 3) {
        encodings.add(c);
        source.append(".2byte ").append(c).append('\n');
      }
    }
    List<String> texts = disassemble(source.toString(), "numeric");
    StringBuilder expanded = new StringBuilder(ARCHITECTURE).append(".option norvc\n");
    for (int i = 0; i < texts.size(); i++) {
      expanded.append(uncompressed(texts.get(i), 2L * i)).append('\n');
    }
    List<String> lines = new ArrayList<>();
    for (int word : assemble(expanded.toString())) {
      lines.add(Integer.toHexString(word));
    }
    write(ObjdumpTable.COMPRESSED, lines, encodings.size());
  }

  @Test
  void renewMnemonics() throws Exception {
    int[] words = EncodingSample.words();
    StringBuilder source = new StringBuilder(ARCHITECTURE);
    for (int word : words) {
      source.append(".4byte ").append(word).append('\n');
    }
    List<String> lines = new ArrayList<>();
    for (String text : disassemble(source.toString(), "numeric,no-aliases")) {
      lines.add(text.startsWith(".4byte") || text.contains("unknown") ? "-" : text.split("\\s")[0]);
    }
    write(ObjdumpTable.MNEMONICS, lines, words.length);
  }

  /** The 32-bit instruction, as text, of a compressed one's text; a zero word if there is none. */
  private static String uncompressed(String text, long address) {
    String[] parts = text.split("\\s+", 2);
    String[] operands = parts.length > 1 ? parts[1].split("[ ,]+") : new String[0];
    switch (parts[0]) {
      case ".2byte", "unimp":
        return ".4byte 0";
      case "mv", "c.mv":
        return "add " + operands[0] + ",x0," + operands[1];
      case "c.nop":
        return "addi x0,x0," + operands[0];
      case "c.li":
        return "addi x0,x0," + operands[1];
      case "c.lui":
        return "lui x0," + operands[1];
      case "c.add":
        return "add x0,x0," + operands[1];
      case "c.slli":
        return "slli x0,x0," + operands[1];
      case "c.slli64", "c.srli64", "c.srai64":
        return parts[0].substring(2, 6) + " " + operands[0] + "," + operands[0] + ",0";
      case "j", "beqz", "bnez":
        String target = operands[operands.length - 1];
        long distance = Long.decode(target) - address;
        String left = parts[0].equals("j") ? "j " : parts[0].substring(0, 3) + " " + operands[0] + ",x0,";
        return left + ".+(" + distance + ")";
      default:
        return text;
    }
  }

  private List<String> disassemble(String source, String options) throws Exception {
    Path object = assembled(source);
    // Without mapping symbols, data is disassembled as code.
    run(TOOLS + "objcopy", "-w", "-N", "$d*", "-N", "$x*", object.toString());
    List<String> texts = new ArrayList<>();
    for (String line : run(TOOLS + "objdump", "-d", "-z", "-M", options, object.toString())) {
      String[] columns = line.split("\t", 3);
      if (columns.length == 3 && columns[0].endsWith(":")) {
        texts.add(columns[2].replace('\t', ' ').replaceAll(" *[#<].*", "").strip());
      }
    }
    return texts;
  }

  private int[] assemble(String source) throws Exception {
    Path object = assembled(source);
    Path binary = folder.resolve("binary");
    run(TOOLS + "objcopy", "-O", "binary", "-j", ".text", object.toString(), binary.toString());
    byte[] bytes = Files.readAllBytes(binary);
    int[] words = new int[bytes.length / 4];
    java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
    return words;
  }

  private Path assembled(String source) throws Exception {
    Path object = folder.resolve("object");
    Path file = Files.writeString(folder.resolve("source.s"), source);
    run(TOOLS + "as", file.toString(), "-o", object.toString());
    return object;
  }

  private List<String> run(String... command) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
    }
    return Files.readAllLines(output);
  }

  private static void write(String resource, List<String> lines, int expected) throws IOException {
    if (lines.size() != expected) {
      throw new IOException(resource + ": " + lines.size() + " lines instead of " + expected);
    }
    Path target = Path.of("src/test/resources/org/bootlink/isa", resource);
    Files.createDirectories(target.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(target))) {
      out.write((String.join("\n", lines) + "\n").getBytes(US_ASCII));
    }
  }
}
