// SPDX-License-Identifier: Apache-2.0
/**
 * A hardware thread: its registers in linear memory ({@link org.bootlink.hart.HartLayout}), its CSRs, PMP
 * and traps. What an instruction does is in {@code exec}; how an address is translated in {@code mmu}.
 */
package org.bootlink.hart;
