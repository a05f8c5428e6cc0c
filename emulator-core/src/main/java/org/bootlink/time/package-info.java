// SPDX-License-Identifier: Apache-2.0
/**
 * Virtual time: a function of steps executed and of idle time skipped, never of a host clock. A step is
 * one instruction attempted by any hart, so time also passes while a hart only traps.
 */
package org.bootlink.time;
