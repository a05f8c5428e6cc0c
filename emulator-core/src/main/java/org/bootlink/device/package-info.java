// SPDX-License-Identifier: Apache-2.0
/**
 * The board's plain devices: UART, interrupt controllers, clock and power switch, one file each. A device
 * sees register offsets, its interrupt wires, the machine's {@link org.bootlink.time.Clock} and the
 * interfaces of {@code host}; never a base address, a hart, an instruction, a file or a page. All that it
 * remembers is in plain fields, for snapshots.
 */
package org.bootlink.device;
