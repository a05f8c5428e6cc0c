// SPDX-License-Identifier: Apache-2.0
/**
 * The hash XXH64 with seed 0, of bytes that come in pieces.
 *
 * A 64-bit number is two 32-bit halves, as BigInt is far too slow for every byte of a disk. Functions that compute
 * one return its low half and leave the high one in `high`.
 *
 * Specification: Yann Collet, "xxHash fast digest algorithm", version 0.2.0, "XXH64 Algorithm Description".
 */

const PRIME_1_HIGH = 0x9e3779b1 | 0;
const PRIME_1_LOW = 0x85ebca87 | 0;
const PRIME_2_HIGH = 0xc2b2ae3d | 0;
const PRIME_2_LOW = 0x27d4eb4f | 0;
const PRIME_3_HIGH = 0x165667b1 | 0;
const PRIME_3_LOW = 0x9e3779f9 | 0;
const PRIME_4_HIGH = 0x85ebca77 | 0;
const PRIME_4_LOW = 0xc2b2ae63 | 0;
const PRIME_5_HIGH = 0x27d4eb2f | 0;
const PRIME_5_LOW = 0x165667c5 | 0;
const LANES = 4;
const STRIPE_BYTES = 8 * LANES;
/** How far step 2 rotates each accumulator. */
const CONVERGENCE = [1, 7, 12, 18];

let high = 0;

export class Xxh64 {
  /** The accumulators' halves. */
  #lows = new Int32Array(LANES);
  #highs = new Int32Array(LANES);
  /** The bytes behind the last whole stripe. */
  #rest = new Uint8Array(STRIPE_BYTES);
  #restBytes = 0;
  #length = 0;

  constructor() {
    this.#lows[0] = add(PRIME_1_LOW, PRIME_1_HIGH, PRIME_2_LOW, PRIME_2_HIGH);
    this.#highs[0] = high;
    this.#lows[1] = PRIME_2_LOW;
    this.#highs[1] = PRIME_2_HIGH;
    this.#lows[3] = add(~PRIME_1_LOW, ~PRIME_1_HIGH, 1, 0);
    this.#highs[3] = high;
  }

  /** @param bytes a Uint8Array */
  update(bytes) {
    this.#length += bytes.length;
    let taken = 0;
    if (this.#restBytes > 0) {
      taken = Math.min(bytes.length, STRIPE_BYTES - this.#restBytes);
      this.#rest.set(bytes.subarray(0, taken), this.#restBytes);
      this.#restBytes += taken;
      if (this.#restBytes < STRIPE_BYTES) {
        return;
      }
      this.#takeStripes(this.#rest);
    }
    const end = bytes.length - (bytes.length - taken) % STRIPE_BYTES;
    this.#takeStripes(bytes.subarray(taken, end));
    this.#rest.set(bytes.subarray(end));
    this.#restBytes = bytes.length - end;
  }

  /** @return [high half, low half] of the hash of all bytes so far, unsigned */
  digest() {
    let low = PRIME_5_LOW;
    high = PRIME_5_HIGH;
    if (this.#length >= STRIPE_BYTES) {
      low = this.#converge();
    }
    low = add(low, high, this.#length | 0, Math.floor(this.#length / 2 ** 32));
    low = this.#takeRest(low);
    low = multiply(low ^ high >>> 1, high, PRIME_2_LOW, PRIME_2_HIGH);
    low = multiply(low ^ (low >>> 29 | high << 3), high ^ high >>> 29, PRIME_3_LOW, PRIME_3_HIGH);
    return [high >>> 0, (low ^ high) >>> 0];
  }

  #takeStripes(bytes) {
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let lane = 0; lane < LANES; lane++) {
      let low = this.#lows[lane];
      let laneHigh = this.#highs[lane];
      for (let i = 8 * lane; i < bytes.length; i += STRIPE_BYTES) {
        low = round(low, laneHigh, words.getInt32(i, true), words.getInt32(i + 4, true));
        laneHigh = high;
      }
      this.#lows[lane] = low;
      this.#highs[lane] = laneHigh;
    }
  }

  #converge() {
    let low = 0;
    let sumHigh = 0;
    for (let lane = 0; lane < LANES; lane++) {
      const turned = rotate(this.#lows[lane], this.#highs[lane], CONVERGENCE[lane]);
      low = add(low, sumHigh, turned, high);
      sumHigh = high;
    }
    for (let lane = 0; lane < LANES; lane++) {
      const value = round(0, 0, this.#lows[lane], this.#highs[lane]);
      low = multiply(low ^ value, sumHigh ^ high, PRIME_1_LOW, PRIME_1_HIGH);
      low = add(low, high, PRIME_4_LOW, PRIME_4_HIGH);
      sumHigh = high;
    }
    return low;
  }

  /** Step 5; the hash's high half is in `high` before and after. */
  #takeRest(hash) {
    const words = new DataView(this.#rest.buffer);
    let low = hash;
    let i = 0;
    for (; i + 8 <= this.#restBytes; i += 8) {
      const before = high;
      const value = round(0, 0, words.getInt32(i, true), words.getInt32(i + 4, true));
      low = rotate(low ^ value, before ^ high, 27);
      low = multiply(low, high, PRIME_1_LOW, PRIME_1_HIGH);
      low = add(low, high, PRIME_4_LOW, PRIME_4_HIGH);
    }
    if (i + 4 <= this.#restBytes) {
      const before = high;
      const value = multiply(words.getInt32(i, true), 0, PRIME_1_LOW, PRIME_1_HIGH);
      low = rotate(low ^ value, before ^ high, 23);
      low = multiply(low, high, PRIME_2_LOW, PRIME_2_HIGH);
      low = add(low, high, PRIME_3_LOW, PRIME_3_HIGH);
      i += 4;
    }
    for (; i < this.#restBytes; i++) {
      const before = high;
      const value = multiply(this.#rest[i], 0, PRIME_5_LOW, PRIME_5_HIGH);
      low = rotate(low ^ value, before ^ high, 11);
      low = multiply(low, high, PRIME_1_LOW, PRIME_1_HIGH);
    }
    return low;
  }
}

function round(low, highHalf, inputLow, inputHigh) {
  const product = multiply(inputLow, inputHigh, PRIME_2_LOW, PRIME_2_HIGH);
  const sum = add(low, highHalf, product, high);
  const turned = rotate(sum, high, 31);
  return multiply(turned, high, PRIME_1_LOW, PRIME_1_HIGH);
}

function add(aLow, aHigh, bLow, bHigh) {
  const low = aLow + bLow | 0;
  high = aHigh + bHigh + (low >>> 0 < aLow >>> 0 ? 1 : 0) | 0;
  return low;
}

/** @param bits 1 to 31 */
function rotate(low, highHalf, bits) {
  high = highHalf << bits | low >>> 32 - bits;
  return low << bits | highHalf >>> 32 - bits;
}

function multiply(aLow, aHigh, bLow, bHigh) {
  const a0 = aLow & 0xffff;
  const a1 = aLow >>> 16;
  const b0 = bLow & 0xffff;
  const b1 = bLow >>> 16;
  // Neither sum reaches 2 ** 32.
  const middle = (Math.imul(a1, b0) >>> 0) + (Math.imul(a0, b0) >>> 16);
  const other = (Math.imul(a0, b1) >>> 0) + (middle & 0xffff);
  high = Math.imul(a1, b1) + (middle >>> 16) + (other >>> 16)
    + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh) | 0;
  return Math.imul(aLow, bLow);
}
