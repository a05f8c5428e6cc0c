// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import org.bootlink.host.BlockFile;
import org.bootlink.memory.LinearMemory;

/** A file that the worker has: in memory, or in the browser's private file system. */
final class WebBlockFile implements BlockFile {
  private final int number;

  /** @param number its place in the worker's list */
  WebBlockFile(int number) {
    this.number = number;
  }

  @Override
  public long sizeBytes() {
    return (long) Host.fileSize(number);
  }

  @Override
  public boolean read(long position, LinearMemory memory, int address, int length) {
    return Host.fileRead(number, position, address, length) != 0;
  }

  @Override
  public boolean write(long position, LinearMemory memory, int address, int length) {
    return Host.fileWrite(number, position, address, length) != 0;
  }

  @Override
  public boolean truncate(long sizeBytes) {
    return Host.fileTruncate(number, sizeBytes) != 0;
  }

  @Override
  public boolean flush() {
    return Host.fileFlush(number) != 0;
  }
}
