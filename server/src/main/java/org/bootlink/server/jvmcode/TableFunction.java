// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.jvmcode;

/**
 * A function in the table. Each overrides the method of its own signature; to call it by another is a bug of
 * whoever wrote the code.
 */
public abstract class TableFunction {
  /** For functions that take (i32, i32, i64) and give an i32. */
  public int call(int a, int b, long c) {
    throw new IllegalStateException("called by another signature than its own");
  }

  /** For functions that take (i32, i32, i32, i64) and give nothing. */
  public void call(int a, int b, int c, long d) {
    throw new IllegalStateException("called by another signature than its own");
  }
}
