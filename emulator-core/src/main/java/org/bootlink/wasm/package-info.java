// SPDX-License-Identifier: Apache-2.0
/**
 * Writes WebAssembly modules: {@link org.bootlink.wasm.WasmCode} is the body of one function, {@link
 * org.bootlink.wasm.WasmModuleBuilder} puts functions together to a module, {@link
 * org.bootlink.wasm.WasmOp} names the instructions. Knows no RISC-V and depends on nothing.
 */
package org.bootlink.wasm;
