// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.bootlink.session.Sections;
import org.bootlink.state.ByteReader;
import org.bootlink.state.ByteSource;
import org.bootlink.state.ByteWriter;

/** Snapshots whose checks are right and whose contents are not. */
final class Tampered {
  private Tampered() {}

  /** One value of the state is another, or some bytes are. */
  static byte[] state(byte[] file, Random random) {
    return edited(file, Snapshot.STATE, contents -> {
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        contents[random.nextInt(contents.length)] = (byte) random.nextInt(256);
      }
      return contents;
    });
  }

  /** Some bytes of RAM are others, or it ends early. */
  static byte[] ram(byte[] file, Random random) {
    return edited(file, Snapshot.PACKED_RAM, contents -> {
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        contents[random.nextInt(contents.length)] = (byte) (random.nextBoolean() ? 255 : random.nextInt(256));
      }
      return random.nextInt(4) == 0 ? Arrays.copyOf(contents, random.nextInt(contents.length + 1)) : contents;
    });
  }

  static byte[] memoryMiB(byte[] file, int memoryMiB) {
    return edited(file, Sections.HEADER, contents -> {
      contents[1] = (byte) memoryMiB;
      return contents;
    });
  }

  static byte[] engineVersion(byte[] file, int version) {
    return edited(file, Sections.HEADER, contents -> {
      contents[0] = (byte) version;
      return contents;
    });
  }

  private static byte[] edited(byte[] file, int tag, UnaryOperator<byte[]> edit) {
    ByteWriter to = new ByteWriter();
    Sections.begin(to, Sections.SNAPSHOT);
    Sections sections = new Sections(ByteSource.of(file), Sections.SNAPSHOT);
    for (ByteReader contents = sections.next(); contents != null; contents = sections.next()) {
      byte[] bytes = contents.bytes(contents.left());
      Sections.section(to, sections.tag(), sections.tag() == tag ? edit.apply(bytes) : bytes);
    }
    Sections.section(to, Sections.END, new byte[0]);
    return to.toBytes();
  }
}
