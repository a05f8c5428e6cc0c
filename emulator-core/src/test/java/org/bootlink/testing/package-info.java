// SPDX-License-Identifier: Apache-2.0
/** What tests of every package share: an assembler for guest programs. */
package org.bootlink.testing;
