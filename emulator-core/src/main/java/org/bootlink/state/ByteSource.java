// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

import org.bootlink.memory.Blob;

/** Bytes to read from anywhere; positions are checked by whoever reads. */
public interface ByteSource {
  int length();

  /** The byte at {@code position}, 0 to 255. */
  int u8(int position);

  /** The eight bytes from {@code position} on, the lowest first. */
  long i64(int position);

  void read(int position, byte[] target, int offset, int length);

  static ByteSource of(byte[] bytes) {
    return new ByteSource() {
      @Override
      public int length() {
        return bytes.length;
      }

      @Override
      public int u8(int position) {
        return bytes[position] & 0xff;
      }

      @Override
      public long i64(int position) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
          value |= (bytes[position + i] & 0xffL) << 8 * i;
        }
        return value;
      }

      @Override
      public void read(int position, byte[] target, int offset, int length) {
        System.arraycopy(bytes, position, target, offset, length);
      }
    };
  }

  static ByteSource of(Blob blob) {
    return new ByteSource() {
      @Override
      public int length() {
        return blob.length();
      }

      @Override
      public int u8(int position) {
        return blob.u8(position);
      }

      @Override
      public long i64(int position) {
        return blob.i64(position);
      }

      @Override
      public void read(int position, byte[] target, int offset, int length) {
        blob.memory().read(blob.address() + position, target, offset, length);
      }
    };
  }
}
