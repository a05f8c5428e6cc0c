// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.DataSegment;
import org.bootlink.memory.LinearMemory;

/** A {@link LinearMemory} as Chicory's modules see it: loads and stores, nothing else. */
final class ChicoryMemory implements Memory {
  private final LinearMemory memory;

  ChicoryMemory(LinearMemory memory) {
    this.memory = memory;
  }

  private int checked(int address, int size) {
    memory.checkRange(address, size);
    return address;
  }

  @Override
  public int pages() {
    return (memory.limit() >>> 16) + 1;
  }

  @Override
  public int initialPages() {
    return pages();
  }

  @Override
  public int maximumPages() {
    return pages();
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public byte read(int address) {
    return memory.getByte(checked(address, 1));
  }

  @Override
  public short readShort(int address) {
    return memory.getShort(checked(address, 2));
  }

  @Override
  public long readU16(int address) {
    return readShort(address) & 0xffff;
  }

  @Override
  public int readInt(int address) {
    return memory.getInt(checked(address, 4));
  }

  @Override
  public long readLong(int address) {
    return memory.getLong(checked(address, 8));
  }

  @Override
  public void writeByte(int address, byte value) {
    memory.putByte(checked(address, 1), value);
  }

  @Override
  public void writeShort(int address, short value) {
    memory.putShort(checked(address, 2), value);
  }

  @Override
  public void writeI32(int address, int value) {
    memory.putInt(checked(address, 4), value);
  }

  @Override
  public void writeLong(int address, long value) {
    memory.putLong(checked(address, 8), value);
  }

  @Override
  public float readFloat(int address) {
    return Float.intBitsToFloat(readInt(address));
  }

  @Override
  public long readF32(int address) {
    return readInt(address) & 0xffff_ffffL;
  }

  @Override
  public double readDouble(int address) {
    return Double.longBitsToDouble(readLong(address));
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  @Override
  public void writeF32(int address, float value) {
    writeI32(address, Float.floatToRawIntBits(value));
  }

  @Override
  public void writeF64(int address, double value) {
    writeLong(address, Double.doubleToRawLongBits(value));
  }

  @Override
  public void initialize(Instance instance, DataSegment[] segments) {}

  @Override
  public int grow(int more) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object lock(int address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int waitOn(int address, int expected, long timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int waitOn(int address, long expected, long timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int notify(int address, int count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void initPassiveSegment(int segment, int target, int offset, int size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void write(int address, byte[] data, int offset, int size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] readBytes(int address, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void zero() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void fill(byte value, int from, int to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void drop(int segment) {
    throw new UnsupportedOperationException();
  }
}
