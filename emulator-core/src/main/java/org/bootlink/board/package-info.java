// SPDX-License-Identifier: Apache-2.0
/**
 * The board: QEMU's {@code virt}. Memory map, device tree, image loading and the machine that wires harts
 * and devices together. Everything else in the core is below this package.
 */
package org.bootlink.board;
