// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Raw M-mode kernels of a few instructions. */
final class GuestPrograms {
  /** Shorter ones are taken for truncated. */
  private static final int PLAUSIBLE_BYTES = 4096;

  /** Sends back every byte it receives at the UART, up to and with {@code q}; then goes on below. */
  private static final int[] ECHO_UNTIL_Q = {
    0x100002b7, // lui  t0, 0x10000     the UART
    0x0052c303, // lbu  t1, 5(t0)       LSR
    0x00137313, // andi t1, t1, 1       DR
    0xfe030ce3, // beqz t1, -8
    0x0002c303, // lbu  t1, 0(t0)       RBR
    0x00628023, // sb   t1, 0(t0)       THR
    0x07100393, // li   t2, 'q'
    0xfe7314e3, // bne  t1, t2, -24
  };

  /** Echoes until {@code q} and powers off. */
  static byte[] echo() {
    return finish(0x5555, ECHO_UNTIL_Q);
  }

  /** Reports a failure with that code, 0 to 0x7fff, through the test finisher. */
  static byte[] fail(int code) {
    return finish(code << 16 | 0x3333);
  }

  /** Waits for an interrupt that can't come. */
  static byte[] waitForNothing() {
    return bytes(
        0x30401073, // csrw mie, zero
        0x10500073, // wfi
        0xffdff06f); // j   -4
  }

  private static byte[] finish(int word, int... before) {
    int[] program = new int[before.length + 5];
    System.arraycopy(before, 0, program, 0, before.length);
    int upper = (word + 0x800) & 0xfffff000;
    int i = before.length;
    program[i++] = 0x001002b7; //             lui  t0, 0x100    the test finisher
    program[i++] = upper | 0x337; //          lui  t1, upper
    program[i++] = (word - upper) << 20 | 0x30313; // addi t1, t1, rest
    program[i++] = 0x0062a023; //             sw   t1, 0(t0)
    program[i] = 0x0000006f; //               j    .
    return bytes(program);
  }

  private static byte[] bytes(int... program) {
    ByteBuffer bytes = ByteBuffer.allocate(PLAUSIBLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int instruction : program) {
      bytes.putInt(instruction);
    }
    return bytes.array();
  }

  private GuestPrograms() {}
}
