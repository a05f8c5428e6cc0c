// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;

/** A disk whose reads are noted. */
public final class TracedBlockStore implements BlockStore {
  private final BlockStore disk;
  private final ReadTrace trace;

  public TracedBlockStore(BlockStore disk, ReadTrace trace) {
    this.disk = disk;
    this.trace = trace;
  }

  @Override
  public long sizeBytes() {
    return disk.sizeBytes();
  }

  @Override
  public boolean readOnly() {
    return disk.readOnly();
  }

  @Override
  public Outcome read(long position, LinearMemory memory, int address, int length) {
    trace.add(position, length);
    return disk.read(position, memory, address, length);
  }

  @Override
  public Outcome write(long position, LinearMemory memory, int address, int length) {
    return disk.write(position, memory, address, length);
  }

  @Override
  public Outcome zero(long position, long length) {
    return disk.zero(position, length);
  }

  @Override
  public Outcome flush() {
    return disk.flush();
  }

  @Override
  public boolean zeroFreesRoom() {
    return disk.zeroFreesRoom();
  }

  @Override
  public void expectRead(long position, long length) {
    disk.expectRead(position, length);
  }
}
