// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import java.util.List;
import org.bootlink.board.ImageLoader.Piece;
import org.bootlink.bus.Ram;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/** What RAM holds when the machine is switched on: images where {@link ImageLoader} puts them, else zeros. */
public final class BootMemory {
  private static final int PAGE_SIZE = Ram.PAGE_SIZE;

  private final Ram ram;
  private final LinearMemory memory;
  private final ImageLoader images;
  private final List<Piece> pieces;
  private final int scratch;

  BootMemory(Ram ram, ImageLoader images, LinearAllocator allocator) {
    this.ram = ram;
    this.memory = allocator.memory();
    this.images = images;
    this.pieces = images.pieces();
    Blob deviceTree = Blob.of(allocator, images.deviceTree());
    pieces.add(new Piece(images.plan().dtbPa(), deviceTree.address(), deviceTree.length()));
    this.scratch = allocator.allocate(PAGE_SIZE, 8);
  }

  /** Copies everything into RAM, which is all zero. */
  void load() {
    images.load(ram);
  }

  /**
   * Linear memory address of what page {@code page} of RAM holds at power-on, until the next call; 0 if that
   * is zeros only.
   */
  public int page(int page) {
    long pa = ram.basePa() + (long) page * PAGE_SIZE;
    boolean any = false;
    for (Piece piece : pieces) {
      long first = Math.max(pa, piece.pa());
      long end = Math.min(pa + PAGE_SIZE, piece.pa() + piece.length());
      if (first >= end) {
        continue;
      }
      int from = piece.address() + (int) (first - piece.pa());
      if (end - first == PAGE_SIZE) {
        return from;
      }
      if (!any) {
        memory.clear(scratch, PAGE_SIZE);
        any = true;
      }
      memory.copy(from, scratch + (int) (first - pa), (int) (end - first));
    }
    return any ? scratch : 0;
  }

  /** Gives page {@code page} of RAM back what it held at power-on. */
  public void putBack(int page) {
    int before = page(page);
    if (before == 0) {
      if (!ram.isZeroPage(page)) {
        ram.clearPage(page);
      }
    } else if (!memory.equal(before, ram.pageAddress(page), PAGE_SIZE)) {
      ram.copyIn(ram.basePa() + (long) page * PAGE_SIZE, before, PAGE_SIZE);
    }
  }

  /** Whether page {@code page} of RAM is as it was at power-on. */
  public boolean isUnchanged(int page) {
    int before = page(page);
    return before == 0 ? ram.isZeroPage(page) : memory.equal(before, ram.pageAddress(page), PAGE_SIZE);
  }
}
