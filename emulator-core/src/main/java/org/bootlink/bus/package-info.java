// SPDX-License-Identifier: Apache-2.0
/**
 * What connects harts, RAM and devices: {@link org.bootlink.bus.Ram}, {@link org.bootlink.bus.Bus}, the
 * register interface of a device and the interrupt wire. Knows no particular device and no board.
 */
package org.bootlink.bus;
