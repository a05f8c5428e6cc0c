// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

/**
 * Where everything that a machine starts from lies in RAM.
 *
 * @param entryPa where every hart leaves the boot ROM to, in M-mode: the firmware's entry, or the kernel's
 *     if there is no firmware
 * @param kernelEntryPa where the firmware enters the kernel, in S-mode; 0 if there is no kernel
 * @param dtbPa the device tree blob
 * @param initrdStartPa first byte of the initrd; 0 if there is none
 * @param initrdEndPa the byte after its last; 0 if there is none
 */
public record BootPlan(
    long entryPa, long kernelEntryPa, long dtbPa, long initrdStartPa, long initrdEndPa) {}
