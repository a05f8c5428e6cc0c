// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine as a manifest describes it.
 *
 * @param json its entry in the manifest
 */
public record MachineDescription(ObjectNode json) {
  static final String DISKS = "disks";
  static final String BLANK_MIB = "blankMiB";

  public String id() {
    return json.path("id").asText();
  }

  public boolean isDefault() {
    return json.path("default").asBoolean();
  }

  /** File name of the image of that kind ({@code kernel}, {@code firmware}, {@code initrd}), or null. */
  public String image(String kind) {
    JsonNode file = json.path(kind);
    return file.isTextual() && !file.asText().isEmpty() ? file.asText() : null;
  }

  /** Its disks, in the order of the guest's slots. */
  public List<DiskDescription> disks() {
    List<DiskDescription> disks = new ArrayList<>();
    for (JsonNode disk : json.path(DISKS)) {
      String image = disk.path("image").asText("");
      disks.add(new DiskDescription(image.isEmpty() ? null : image, disk.path("readOnly").asBoolean(),
          disk.path(BLANK_MIB).asInt(0), disk.path("onlyKept").asBoolean()));
    }
    return disks;
  }

  public String commandLine() {
    return json.path("commandLine").asText("");
  }

  public int memoryMiB() {
    return json.path("memoryMiB").asInt(256);
  }

  public int harts() {
    return json.path("harts").asInt(1);
  }
}
