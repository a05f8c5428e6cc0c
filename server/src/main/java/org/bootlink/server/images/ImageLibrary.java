// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bootlink.server.UserException;
import org.bootlink.server.site.SiteLayout;

/** All images and machines: the shipped ones, and those of folders, which override by name. */
public final class ImageLibrary {
  private static final List<String> KINDS = List.of("kernel", "firmware", "initrd");

  private final Map<String, Image> images = new LinkedHashMap<>();
  private final Map<String, MachineDescription> machines = new LinkedHashMap<>();

  /**
   * Reads what the jar ships, then what is in {@code folders}: each has a manifest or folders with one.
   *
   * @throws UserException if something is wrong with a folder
   */
  public static ImageLibrary load(List<Path> folders) throws UserException {
    ImageLibrary library = new ImageLibrary();
    library.addShipped();
    for (Path folder : folders) {
      for (Path found : ImageFolder.find(folder)) {
        ImageFolder added = new ImageFolder(found);
        added.images().forEach(image -> library.images.put(image.file(), image));
        library.addMachines(added.manifest().machines(), found.resolve(Manifest.FILE).toString());
      }
    }
    return library;
  }

  public Collection<Image> images() {
    return images.values();
  }

  /** The image of that file name, or null. */
  public Image image(String file) {
    return images.get(file);
  }

  /**
   * The machine called {@code id}, or the default one if that is null.
   *
   * @throws UserException if there is no such machine
   */
  public MachineDescription machine(String id) throws UserException {
    for (MachineDescription machine : machines.values()) {
      if (id == null ? machine.isDefault() : machine.id().equals(id)) {
        return machine;
      }
    }
    throw new UserException(id == null ? "no machine is the default one; choose one of " + machines.keySet()
        : "there is no machine " + id + "; there are " + machines.keySet());
  }

  /**
   * The file of a shipped machine's snapshot, or null if it isn't there.
   *
   * @param entry of the machine's entry in the manifest
   */
  public byte[] shippedSnapshot(JsonNode entry) throws IOException {
    URL location = resource(SiteLayout.image(entry.path("sha256").asText(), entry.path("file").asText()));
    if (location == null) {
      return null;
    }
    try (InputStream in = location.openStream()) {
      return in.readAllBytes();
    }
  }

  /** The manifest of everything. */
  public byte[] manifestJson() {
    ObjectNode root = Manifest.JSON.createObjectNode();
    ArrayNode imageList = root.putArray("images");
    images.values().forEach(image -> imageList.add(image.description()));
    ArrayNode machineList = root.putArray("machines");
    machines.values().forEach(machine -> machineList.add(machine.json()));
    try {
      return Manifest.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest that was read can be written", e);
    }
  }

  private void addShipped() throws UserException {
    String where = "the shipped manifest";
    URL url = resource(SiteLayout.MANIFEST);
    if (url == null) {
      throw new UserException("this build of Bootlink has no images: build it with Maven");
    }
    Manifest manifest;
    try (InputStream in = url.openStream()) {
      manifest = Manifest.parse(in.readAllBytes(), where);
    } catch (IOException e) {
      throw new UserException(where + " can't be read: " + e.getMessage());
    }
    for (ObjectNode description : manifest.images()) {
      String file = description.path("file").asText();
      String sha256 = description.path("sha256").asText();
      URL location = resource(SiteLayout.image(sha256, file));
      if (location == null) {
        throw new UserException(where + ": image " + file + " is missing");
      }
      images.put(file, new Image(file, sha256, location, null, description));
    }
    addMachines(manifest.machines(), where);
  }

  private void addMachines(List<MachineDescription> added, String where) throws UserException {
    for (MachineDescription machine : added) {
      for (String kind : KINDS) {
        String file = machine.image(kind);
        if (file != null && !images.containsKey(file)) {
          throw new UserException(where + ": machine " + machine.id() + ": there is no image " + file);
        }
      }
      for (DiskDescription disk : machine.disks()) {
        if (disk.image() != null && (!images.containsKey(disk.image()) || !images.get(disk.image()).isDisk())) {
          throw new UserException(where + ": machine " + machine.id() + ": there is no disk " + disk.image());
        }
      }
      if (machine.isDefault()) {
        machines.values().forEach(other -> other.json().put("default", false));
      }
      machines.put(machine.id(), machine);
    }
  }

  private static URL resource(String path) {
    return ImageLibrary.class.getClassLoader().getResource(SiteLayout.RESOURCE_FOLDER + path);
  }
}
