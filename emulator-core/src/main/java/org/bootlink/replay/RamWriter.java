// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import org.bootlink.board.BootMemory;
import org.bootlink.bus.Ram;
import org.bootlink.session.Sections;
import org.bootlink.state.ByteWriter;
import org.bootlink.state.Lz4;

/** Writes RAM into a snapshot's file; {@link SavedRam} reads it. */
final class RamWriter {
  /**
   * A section ends when it has so many bytes, so that a large machine is never compressed as a whole in memory.
   */
  private static final int SECTION_BYTES = 4 << 20;

  private static final int BLOCK_BYTES = SavedRam.BLOCK_PAGES * Ram.PAGE_SIZE;

  /** Null if all pages count that are not zero. */
  private final BootMemory before;
  private final Ram ram;
  private final ByteSink to;
  private final Lz4 lz4 = new Lz4();
  private final byte[] block = new byte[BLOCK_BYTES];
  private ByteWriter section = new ByteWriter();
  private int sections;

  private enum Kind { UNCHANGED, ZERO, STORED }

  /** @param before what is not written, for who reads it has it; null for nothing */
  RamWriter(Ram ram, BootMemory before, ByteSink to) {
    this.before = before;
    this.ram = ram;
    this.to = to;
  }

  void write() {
    int pages = ram.pages();
    int unchanged = 0;
    int page = 0;
    while (page < pages) {
      int first = page;
      Kind kind = kind(page++);
      int most = kind == Kind.STORED ? SavedRam.BLOCK_PAGES : pages;
      while (page < pages && page - first < most && kind(page) == kind) {
        page++;
      }
      if (kind == Kind.UNCHANGED) {
        unchanged += page - first;
      } else {
        section.unsigned(unchanged);
        section.unsigned(2L * (page - first) + (kind == Kind.STORED ? 1 : 0));
        unchanged = 0;
        if (kind == Kind.STORED) {
          writeBlock(first, page - first);
        }
        if (section.size() >= SECTION_BYTES) {
          endSection();
        }
      }
    }
    if (section.size() > 0 || sections == 0) {
      endSection();
    }
  }

  private void writeBlock(int first, int pages) {
    int size = pages * Ram.PAGE_SIZE;
    int length = lz4.compress(ram.memory(), ram.pageAddress(first), size, block);
    if (length < 0 || length >= size) {
      length = size;
      ram.memory().read(ram.pageAddress(first), block, 0, size);
    }
    section.unsigned(length);
    section.bytes(block, 0, length);
  }

  private void endSection() {
    ByteWriter whole = new ByteWriter();
    Sections.section(whole, Snapshot.PACKED_RAM, section.toBytes());
    to.bytes(whole.toBytes());
    section = new ByteWriter();
    sections++;
  }

  private Kind kind(int page) {
    if (before == null) {
      return ram.isZeroPage(page) ? Kind.UNCHANGED : Kind.STORED;
    }
    if (before.isUnchanged(page)) {
      return Kind.UNCHANGED;
    }
    return ram.isZeroPage(page) ? Kind.ZERO : Kind.STORED;
  }
}
