// SPDX-License-Identifier: Apache-2.0
/**
 * The one linear memory that holds everything running guest code touches: registers, TLBs, decoded
 * instructions, images and RAM. In the browser it is the WebAssembly module's own memory, on the JVM a
 * byte array. Depends on nothing else in the project.
 */
package org.bootlink.memory;
