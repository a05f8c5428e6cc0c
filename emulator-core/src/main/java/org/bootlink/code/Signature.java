// SPDX-License-Identifier: Apache-2.0
package org.bootlink.code;

/**
 * What a function takes and gives. Two signatures are the same only if they are one object.
 *
 * @param result a type of {@link StackOp}, or {@link #NOTHING}
 * @param parameters types of {@link StackOp}
 */
public record Signature(int result, int... parameters) {
  public static final int NOTHING = 0;
}
