// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

/** A run that once failed, without the program that it was made from. */
final class SavedRun {
  /**
   * Executes a run and tells what it leaves.
   *
   * @param words address and value, in hexadecimal, of every word of its code, record and page that is not 0
   * @param offset in the record, or behind it in the page
   * @return the eight bytes there, in hexadecimal
   */
  static String field(String words, int offset) {
    GuestMemory memory = new GuestMemory((int) (Layout.table(Layout.record(1)) - Layout.RAM));
    for (String line : words.strip().split("\\s*\n\\s*")) {
      String[] word = line.split(" ");
      memory.put64(Long.parseLong(word[0], 16), Long.parseUnsignedLong(word[1], 16));
    }
    long pa = offset < Layout.RECORD_SIZE
        ? Layout.record(0) + offset
        : Layout.table(Layout.record(0)) + offset - Layout.RECORD_SIZE;
    return Long.toHexString(OwnMachine.run(new Image(memory)).get64(pa));
  }

  private SavedRun() {}
}
