// SPDX-License-Identifier: Apache-2.0
/**
 * Links a TeaVM WebAssembly GC module (built by TeaVM 0.15.0) to the browser.
 *
 * TeaVM's own loader makes JavaScript functions from strings, which a strict Content-Security-Policy
 * forbids, and takes a stack trace for every Java exception. Our module exchanges only numbers, so it
 * needs very little of that; anything else it might import fails with its name when it is called.
 */

/** Pages of linear memory that the module keeps for itself, from address 0 on. */
export function ownPages(module) {
  const [section] = WebAssembly.Module.customSections(module, 'teavm.memoryRequirements');
  const pages = section ? JSON.parse(new TextDecoder().decode(section)).min : 0;
  return Math.max(pages, 1);
}

/** Instantiates `module` on `memory`; `host` holds the functions of the import module "bootlink". */
export async function link(module, memory, host) {
  const known = {
    'env': { memory },
    'bootlink': host,
    'teavmMemory': {
      heapOffset: constant(0),
      maxSize: constant(ownPages(module) << 16),
      linearMemory: () => memory.buffer,
      notifyHeapResized() {},
    },
    'teavmMath': Math,
    'teavmDate': { currentTimeMillis: () => Date.now() },
    'teavm': {
      takeStackTrace: () => null,
      decorateException() {},
      createWeakRef: (value) => new WeakRef(value),
      deref: (reference) => reference.deref() ?? null,
      createStringWeakRef: (value) => new WeakRef(value),
      stringDeref: (reference) => reference.deref(),
    },
    'teavmJso': {
      createClass: () => null,
      createFunction1: () => (value) => value,
      callFunction1: (f, value) => f(value),
      defineFunction: () => null,
      defineStaticMethod() {},
      stringBuiltinsSupported: () => Number(!lists(module, 'wasm:js-string')),
    },
    'wasm:js-string': {
      fromCharCode: (code) => String.fromCharCode(code),
      concat: (first, second) => first + second,
      charCodeAt: (text, index) => text.charCodeAt(index),
      length: (text) => text.length,
      substring: (text, start, end) => text.substring(start, end),
    },
  };
  const imports = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = known[from]?.[name] ?? missing(from, name, kind);
  }
  return WebAssembly.instantiate(module, imports);
}

function constant(value) {
  return new WebAssembly.Global({ value: 'i32', mutable: false }, value);
}

/** An engine that knows JavaScript string builtins hides them from the list of imports. */
function lists(module, from) {
  return WebAssembly.Module.imports(module).some((entry) => entry.module === from);
}

function missing(from, name, kind) {
  if (kind !== 'function') {
    throw new Error(`The module imports the ${kind} ${from}.${name}, which is not known here`);
  }
  return () => {
    throw new Error(`The module called ${from}.${name}, which is not supplied`);
  };
}
