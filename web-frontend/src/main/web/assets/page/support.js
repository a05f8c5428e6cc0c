// SPDX-License-Identifier: Apache-2.0
/** What the browser must be able to do. */

/** The smallest module with a type that only WebAssembly GC has: a struct without fields. */
const STRUCT_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 3, 1, 0x5f, 0]);

/** A sentence for someone whose browser can't run the machine, or null if it can. */
export function missingFeature() {
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(STRUCT_MODULE)) {
    return 'This browser has no WebAssembly garbage collection (WasmGC), which the machine needs. '
      + 'Chrome and Edge have it from version 119, Firefox from 120, Safari from 18.2.';
  }
  if (typeof Worker !== 'function') {
    return 'This browser doesn’t allow web workers here, and the machine needs one.';
  }
  return null;
}
