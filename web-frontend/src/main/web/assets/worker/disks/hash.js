// SPDX-License-Identifier: Apache-2.0
/** SHA-256, which browsers have on secure pages (https and localhost) only. */

/** The hash, or null where there is none. */
export async function sha256(bytes) {
  return crypto.subtle ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) : null;
}

/** In hexadecimal; '' where there is none. */
export async function sha256Hex(bytes) {
  return toHex(await sha256(bytes) ?? []);
}

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function equalBytes(first, second) {
  return first.length === second.length && first.every((byte, i) => byte === second[i]);
}

/** A check of `bytes`, quick and in one go, against accidents only: 32 bits of FNV-1a over words. */
export function quickCheck(bytes) {
  let hash = 0x811c9dc5;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  for (let i = 0; i < words.length; i++) {
    hash = Math.imul(hash ^ words[i], 0x01000193);
  }
  return (hash ^ bytes.length) >>> 0;
}
