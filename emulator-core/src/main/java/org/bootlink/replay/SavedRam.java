// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.bootlink.bus.Ram;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearMemory;
import org.bootlink.state.ByteReader;
import org.bootlink.state.Lz4;
import org.bootlink.state.StateWalk;

/** RAM as a snapshot's file holds it: pages that differ from what was there before; docs/session-format.md. */
final class SavedRam {
  /** Pages in a compressed block, at most. */
  static final int BLOCK_PAGES = 16;

  private static final int PAGE_SIZE = Ram.PAGE_SIZE;

  private final Blob file;
  private final int pages;
  private final List<Piece> pieces = new ArrayList<>();
  /** The page after those that were told so far. */
  private int nextPage;
  private boolean told;
  private boolean complete;

  /**
   * Pages in a row.
   *
   * @param first the first one's number
   * @param pages how many
   * @param at where in the file they are; 0 for zeros
   * @param length bytes there, fewer than the pages have if it is an LZ4 block
   */
  private record Piece(int first, int pages, int at, int length) {
    boolean isBlock() {
      return length < pages * PAGE_SIZE;
    }
  }

  /** @param pages of the machine */
  SavedRam(Blob file, int pages) {
    this.file = file;
    this.pages = pages;
  }

  /** Whether there was a section. */
  boolean isTold() {
    return told;
  }

  /** Whether no more sections may come. */
  boolean isComplete() {
    return complete;
  }

  /** Pages whose contents are in the file. */
  int storedPages() {
    return pieces.stream().mapToInt(piece -> piece.at == 0 ? 0 : piece.pages).sum();
  }

  /** Reads a section of pages as they are, which tells about all of RAM. */
  void readPlain(ByteReader from) {
    int count = from.count("runs of pages", Math.min(pages, from.left() / 2));
    long stored = 0;
    for (int i = 0; i < count; i++) {
      int unchanged = from.count("unchanged pages", pages - nextPage);
      int lengthAndKind = from.count("pages", 2 * (pages - nextPage - unchanged) + 1);
      add(unchanged, lengthAndKind >> 1, lengthAndKind & 1, (lengthAndKind >> 1) * PAGE_SIZE);
      stored += (lengthAndKind & 1) * (lengthAndKind >> 1);
    }
    StateWalk.require(from.left() == stored * PAGE_SIZE, "it has not the pages that it says");
    int at = from.position();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece.at != 0) {
        pieces.set(i, new Piece(piece.first, piece.pages, at, piece.length));
        at += piece.length;
      }
    }
    told = true;
    complete = true;
  }

  /** Reads a section of compressed pages, which goes on where the one before ended. */
  void readPacked(ByteReader from) {
    told = true;
    while (from.left() > 0) {
      int unchanged = from.count("unchanged pages", pages - nextPage);
      int lengthAndKind = from.count("pages", 2 * (pages - nextPage - unchanged) + 1);
      int count = lengthAndKind >> 1;
      StateWalk.require(count > 0, "no pages");
      if ((lengthAndKind & 1) == 0) {
        add(unchanged, count, 0, 0);
      } else {
        StateWalk.require(count <= BLOCK_PAGES, "a block of " + count + " pages");
        int length = from.count("length of a block", Math.min(count * PAGE_SIZE, from.left()));
        int at = from.position();
        add(unchanged, count, at, length);
        StateWalk.require(length == count * PAGE_SIZE || Lz4.isBlock(file, at, length, count * PAGE_SIZE),
            "a damaged block of pages");
        from.skip(length);
      }
    }
  }

  private void add(int unchanged, int count, int at, int length) {
    pieces.add(new Piece(nextPage + unchanged, count, at, length));
    nextPage += unchanged + count;
  }

  /** @param putBack gives a page of that number, which is not in the file, what it held before; null if all do */
  void fill(Ram ram, IntConsumer putBack) {
    int page = 0;
    for (Piece piece : pieces) {
      putBack(putBack, page, piece.first);
      page = piece.first + piece.pages;
      if (piece.at == 0) {
        for (int zero = piece.first; zero < page; zero++) {
          ram.clearPage(zero);
        }
      } else {
        fill(ram, piece);
      }
    }
    putBack(putBack, page, ram.pages());
  }

  private void fill(Ram ram, Piece piece) {
    LinearMemory memory = ram.memory();
    int size = piece.pages * PAGE_SIZE;
    int address = ram.addressForStore(ram.basePa() + (long) piece.first * PAGE_SIZE, size);
    if (piece.isBlock()) {
      Lz4.decompress(file, piece.at, piece.length, memory, address, size);
    } else {
      file.copyTo(piece.at, memory, address, size);
    }
  }

  private static void putBack(IntConsumer putBack, int first, int end) {
    for (int page = first; putBack != null && page < end; page++) {
      putBack.accept(page);
    }
  }
}
