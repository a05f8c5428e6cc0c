// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.images;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bootlink.board.MachineConfig;
import org.bootlink.server.UserException;

/**
 * A {@code manifest.json}: images with {@code file}, {@code kind}, {@code sizeBytes}, {@code sha256};
 * machines with {@code id}, the files that they are made of, and {@code disks}, each with an {@code image} or
 * {@code blankMiB}. Fields it doesn't know stay as they are.
 */
record Manifest(List<ObjectNode> images, List<MachineDescription> machines) {
  static final String FILE = "manifest.json";
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final int MAX_BLANK_MIB = 1 << 20;
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}");
  private static final Pattern MACHINE_ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
  private static final Set<String> KINDS = Set.of("kernel", "firmware", "initrd", Image.DISK);

  /**
   * Reads and checks a manifest.
   *
   * @param where the manifest is, for messages
   * @throws UserException naming the first thing that is wrong
   */
  static Manifest parse(byte[] json, String where) throws UserException {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException e) {
      String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      throw new UserException(where + line + ": not valid JSON: " + oneLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UserException(where + ": not valid JSON: " + oneLine(e.getMessage()));
    }
    if (root == null || !root.isObject()) {
      throw new UserException(where + ": not a JSON object with \"images\" and \"machines\"");
    }
    List<ObjectNode> images = objects(root, "images", where);
    List<MachineDescription> machines = new ArrayList<>();
    objects(root, "machines", where).forEach(machine -> machines.add(new MachineDescription(machine)));
    checkImages(images, where);
    checkMachines(machines, where);
    return new Manifest(images, machines);
  }

  private static List<ObjectNode> objects(JsonNode root, String name, String where) throws UserException {
    List<ObjectNode> objects = new ArrayList<>();
    JsonNode list = root.path(name);
    if (!list.isMissingNode() && !list.isArray()) {
      throw new UserException(where + ": \"" + name + "\" is not a list");
    }
    for (JsonNode node : list) {
      if (!(node instanceof ObjectNode object)) {
        throw new UserException(where + ": an entry of \"" + name + "\" is not an object: " + node);
      }
      objects.add(object);
    }
    return objects;
  }

  private static void checkImages(List<ObjectNode> images, String where) throws UserException {
    Set<String> seen = new HashSet<>();
    for (ObjectNode image : images) {
      String file = image.path("file").asText();
      if (!FILE_NAME.matcher(file).matches()) {
        throw new UserException(
            where + ": image \"" + oneLine(file) + "\": \"file\" is to be the plain name of a file here");
      }
      if (!KINDS.contains(image.path("kind").asText())) {
        throw new UserException(where + ": image " + file + ": \"kind\" is to be kernel, firmware, initrd"
            + " or disk");
      }
      if (!seen.add(file)) {
        throw new UserException(where + ": image " + file + " is there twice");
      }
    }
  }

  private static void checkMachines(List<MachineDescription> machines, String where) throws UserException {
    Set<String> seen = new HashSet<>();
    for (MachineDescription machine : machines) {
      String id = machine.id();
      if (!MACHINE_ID.matcher(id).matches()) {
        throw new UserException(where + ": machine \"" + oneLine(id) + "\": \"id\" is to be letters, digits, "
            + "dots, dashes and underscores");
      }
      if (!seen.add(id)) {
        throw new UserException(where + ": machine " + id + " is there twice");
      }
      for (String number : List.of("memoryMiB", "harts")) {
        JsonNode value = machine.json().path(number);
        if (!value.isMissingNode() && !value.isInt()) {
          throw new UserException(where + ": machine " + id + ": \"" + number + "\" is not a whole number");
        }
      }
      checkDisks(machine, where + ": machine " + id);
    }
  }

  private static void checkDisks(MachineDescription machine, String where) throws UserException {
    JsonNode disks = machine.json().path(MachineDescription.DISKS);
    if (!disks.isMissingNode() && !disks.isArray()) {
      throw new UserException(where + ": \"disks\" is not a list");
    }
    if (disks.size() > MachineConfig.MAX_DISKS) {
      throw new UserException(where + " has " + disks.size() + " disks; at most " + MachineConfig.MAX_DISKS
          + " are possible");
    }
    for (DiskDescription disk : machine.disks()) {
      if (disk.image() == null ? disk.blankMiB() < 1 || disk.blankMiB() > MAX_BLANK_MIB : disk.blankMiB() != 0) {
        throw new UserException(where + ": a disk is to have either \"image\" or \"blankMiB\", from 1 to "
            + MAX_BLANK_MIB);
      }
    }
  }

  private static String oneLine(String text) {
    String line = String.valueOf(text).replaceAll("\\p{Cntrl}+", " ");
    return line.length() > 160 ? line.substring(0, 160) + "..." : line;
  }
}
