// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bootlink.board.Machine;
import org.bootlink.replay.PromptBoot;
import org.bootlink.server.file.AtomicFile;
import org.bootlink.server.run.BootRequest;
import org.bootlink.server.run.BootSnapshot;

/**
 * Adds to the site a snapshot of the default machine at its prompt, for visits that don't want to wait for a boot.
 * The machine's entry in the catalogue gets {@code snapshot}: {@code file}, {@code sizeBytes}, {@code sha256}, and
 * {@code screen}, what the machine has written so far, and {@code whole}: it needs no images. Made once for the
 * same images and the same emulator.
 */
final class BootSnapshots {
  private static final String EXTENSION = ".snapshot";

  private final Path cache;

  BootSnapshots(Path cache) {
    this.cache = cache;
  }

  /**
   * Adds the snapshot to {@code site}.
   *
   * @return the manifest that names it
   */
  byte[] add(byte[] manifest, SortedMap<String, byte[]> images, SortedMap<String, byte[]> site)
      throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode root = json.readTree(manifest);
    for (JsonNode machine : root.path("machines")) {
      if (machine.path("default").asBoolean() && machine.path("disks").isEmpty()) {
        BootSnapshot snapshot = snapshot(machine, images);
        String file = machine.path("id").asText() + EXTENSION;
        String sha256 = Hashes.sha256(snapshot.file());
        site.put(SiteLayout.image(sha256, file), snapshot.file());
        ((ObjectNode) machine).putObject("snapshot")
            .put("file", file)
            .put("sizeBytes", snapshot.file().length)
            .put("sha256", sha256)
            .put("whole", true)
            .put("screen", new String(snapshot.screen(), StandardCharsets.UTF_8));
      }
    }
    return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
  }

  private BootSnapshot snapshot(JsonNode machine, SortedMap<String, byte[]> images) throws IOException {
    BootRequest request = new BootRequest(
        machine.path("memoryMiB").asInt(), machine.path("harts").asInt(1),
        images.get(machine.path("firmware").asText()), images.get(machine.path("kernel").asText()),
        images.get(machine.path("initrd").asText()), machine.path("commandLine").asText(), List.of(),
        PromptBoot.POWER_ON_EPOCH_NANOS, PromptBoot.ENTROPY_SEED, PromptBoot.COLUMNS, PromptBoot.ROWS);
    Path kept = cache.resolve(key(machine, request) + EXTENSION);
    if (Files.isRegularFile(kept)) {
      return BootSnapshot.of(Files.readAllBytes(kept));
    }
    BootSnapshot made = BootSnapshot.make(request);
    Files.createDirectories(cache);
    AtomicFile.write(kept, made.file());
    return made;
  }

  /** Of everything that the snapshot depends on. */
  private static String key(JsonNode machine, BootRequest request) throws IOException {
    SortedMap<String, byte[]> inputs = new TreeMap<>(emulator());
    inputs.put("machine", machine.toString().getBytes(StandardCharsets.UTF_8));
    Map.of("firmware", request.firmware(), "kernel", request.kernel(), "initrd", request.initrd())
        .forEach(inputs::put);
    return Hashes.sha256(inputs);
  }

  /** The emulator's code: its jar, or its classes. */
  private static SortedMap<String, byte[]> emulator() throws IOException {
    SortedMap<String, byte[]> code = new TreeMap<>();
    Path root = Path.of(Machine.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        code.put("code/" + root.relativize(file), Files.readAllBytes(file));
      }
    }
    return code;
  }
}
