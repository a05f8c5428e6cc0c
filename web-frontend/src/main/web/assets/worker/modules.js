// SPDX-License-Identifier: Apache-2.0
/** Modules that the machine makes of hot guest code, and the table of functions that they share. */

/** What the code cache is bounded by; V8's tables may have ten million. */
export const SLOTS = 16384;

/**
 * A bridge that lets the machine call the table's slot 0 without a detour by JavaScript:
 *
 *     (module
 *       (type (func (param i32 i32 i32 i64)))
 *       (import "env" "table" (table 1 funcref))
 *       (func (export "enter") (type 0)
 *         local.get 0  local.get 1  local.get 2  local.get 3  i32.const 0  call_indirect (type 0)))
 */
const BRIDGE = [
  0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  0x01, 0x08, 1, 0x60, 4, 0x7f, 0x7f, 0x7f, 0x7e, 0,
  0x02, 0x0f, 1, 3, 0x65, 0x6e, 0x76, 5, 0x74, 0x61, 0x62, 0x6c, 0x65, 1, 0x70, 0, 1,
  0x03, 0x02, 1, 0,
  0x07, 0x09, 1, 5, 0x65, 0x6e, 0x74, 0x65, 0x72, 0, 0,
  0x0a, 0x11, 1, 0x0f, 0, 0x20, 0, 0x20, 1, 0x20, 2, 0x20, 3, 0x41, 0, 0x11, 0, 0, 0x0b,
];

export class Modules {
  #imports;
  #parts = [];
  #milliseconds = 0;
  /** For the module that makes the others, see Host.java. */
  host;

  constructor(memory) {
    const table = new WebAssembly.Table({ initial: SLOTS, element: 'anyfunc' });
    this.#imports = { env: { memory, table } };
    this.host = {
      moduleBytes: (address, length) =>
        this.#parts.push(new Uint8Array(memory.buffer.slice(address >>> 0, (address >>> 0) + length))),
      loadModule: () => this.#load(),
      clearSlots: (first, count) => {
        for (let slot = first; slot < first + count; slot++) {
          table.set(slot, null);
        }
      },
      enter: this.#instantiate(new Uint8Array(BRIDGE)).exports.enter,
    };
  }

  /** Gives modules made from now on the machine's exports too: helpers are imported under their names. */
  offer(exports) {
    this.#imports = { env: { ...exports, ...this.#imports.env } };
  }

  /** Time spent in making modules, as far as the engine does it at once. */
  get milliseconds() {
    return this.#milliseconds;
  }

  #load() {
    const start = performance.now();
    const bytes = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    this.#parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 0);
    this.#parts = [];
    try {
      this.#instantiate(bytes);
      return 1;
    } catch (error) {
      console.warn('A module of translated code was refused:', error);
      return 0;
    } finally {
      this.#milliseconds += performance.now() - start;
    }
  }

  #instantiate(bytes) {
    return new WebAssembly.Instance(new WebAssembly.Module(bytes), this.#imports);
  }
}
