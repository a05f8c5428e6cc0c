// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

/**
 * What a translator does for the interpreter. Where translated code begins, it puts {@link Op#ENTER} into
 * the decoded slot and keeps the words that were there.
 *
 * <p>{@link #sample} is called between runs of the loop, so there the translator may change slots; in the
 * other calls only those that it is told of.
 */
public interface Translations {
  /** No translator. */
  Translations NONE = new Translations() {
    @Override
    public void enter(int hartBase, int fetchTlb, int entry, long pageVa) {
      throw new IllegalStateException("nothing is translated");
    }

    @Override
    public int coveredWord0(int decodedPage, int slot) {
      throw new IllegalStateException("nothing is translated");
    }

    @Override
    public int coveredWord1(int decodedPage, int slot) {
      throw new IllegalStateException("nothing is translated");
    }

    @Override
    public void expose(int decodedPage, int slot) {}

    @Override
    public void cover() {}

    @Override
    public int samplePeriod() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void sample(int decodedPage, int offset) {}

    @Override
    public void changed(int decodedPage) {}

    @Override
    public void released(int decodedPage) {}
  };

  /**
   * Executes translated code from the hart's pc on, and leaves registers, pc and REMAINING exact wherever it
   * ends: at an instruction it can't execute, or when fewer steps remain than it wants to take at a time.
   * It may have taken no step at all.
   *
   * @param hartBase the hart's block of linear memory
   * @param fetchTlb address of the TLB array for fetches as they are now checked
   * @param entry word 1 of the slot
   * @param pageVa virtual address of the page that pc is in
   */
  void enter(int hartBase, int fetchTlb, int entry, long pageVa);

  /** Word 0 of the decoded instruction that belongs into {@code slot}, which holds ENTER. */
  int coveredWord0(int decodedPage, int slot);

  /** Word 1 of it. */
  int coveredWord1(int decodedPage, int slot);

  /** Puts the decoded instruction back into {@code slot}, until {@link #cover}. */
  void expose(int decodedPage, int slot);

  /** Ends what {@link #expose} began, unless the page has changed meanwhile. */
  void cover();

  /** Steps from one sample to the next, 1 or more. */
  int samplePeriod();

  /** A hart is about to execute the instruction at {@code offset} of {@code decodedPage}. */
  void sample(int decodedPage, int offset);

  /** The code that {@code decodedPage} decodes is about to change: its slots become what they were. */
  void changed(int decodedPage);

  /** {@code decodedPage} will hold another page, or none. */
  void released(int decodedPage);
}
