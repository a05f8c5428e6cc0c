// SPDX-License-Identifier: Apache-2.0
/**
 * Address translation and protection: page tables, PMP and the TLB that running code looks into. Knows no
 * hart: everything it depends on is passed in.
 */
package org.bootlink.mmu;
