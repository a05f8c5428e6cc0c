// SPDX-License-Identifier: Apache-2.0
/**
 * Writes WebAssembly: {@link org.bootlink.wasm.WasmModule} makes a module of a unit of stack code, {@link
 * org.bootlink.wasm.WasmCode} the body of one function. Knows no RISC-V and depends on code only.
 */
package org.bootlink.wasm;
