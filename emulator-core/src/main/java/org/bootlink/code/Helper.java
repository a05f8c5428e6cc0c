// SPDX-License-Identifier: Apache-2.0
package org.bootlink.code;

/**
 * A function that stack code calls by name.
 *
 * @param body what it does; null for a public method of this name and signature of the object that the host
 *     is bound to
 */
public record Helper(String name, Signature signature, StackCode body) {
  /** A method of the object that the host is bound to. */
  public Helper(String name, Signature signature) {
    this(name, signature, null);
  }
}
