// SPDX-License-Identifier: Apache-2.0
/** The page's modules for zstd, against Debian's zstd; they need no browser. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ASSETS = fileURLToPath(new URL('../../../../web-frontend/src/main/web/assets/', import.meta.url));
const SKIPPABLE = Buffer.from('5a2a4d1803000000616263', 'hex');

let folder;
let Xxh64;
let ZstdFrames;
let fzstd;
before(async () => {
  // The page's modules are no package: a copy is one.
  folder = mkdtempSync(join(tmpdir(), 'bootlink-zstd-'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const name of ['xxh64.js', 'zstd-frames.js']) {
    writeFileSync(join(folder, name), readFileSync(join(ASSETS, 'page/images', name)));
  }
  writeFileSync(join(folder, 'fzstd.cjs'), readFileSync(join(ASSETS, 'fzstd.js')));
  ({ Xxh64 } = await import(join(folder, 'xxh64.js')));
  ({ ZstdFrames } = await import(join(folder, 'zstd-frames.js')));
  fzstd = createRequire(import.meta.url)(join(folder, 'fzstd.cjs'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Some bytes that repeat, others that look like noise. */
function content(length) {
  const bytes = Buffer.alloc(length);
  for (let i = 0, noise = 1; i < length; i++) {
    noise = Math.imul(noise, 1103515245) + 12345 | 0;
    bytes[i] = i & 0x10000 ? noise >>> 16 : i >> 4;
  }
  return bytes;
}

const zstd = (input, ...options) => execFileSync('zstd', ['-q', '-c', ...options], { input, maxBuffer: 1 << 28 });

function unpacked(packed, step = packed.length) {
  const parts = [];
  const frames = new ZstdFrames((give) => new fzstd.Decompress(give), (part) => parts.push(Buffer.from(part)));
  for (let i = 0; i < packed.length; i += step) {
    frames.push(packed.subarray(i, i + step));
  }
  frames.end();
  return Buffer.concat(parts);
}

const hash = (text) => {
  const hasher = new Xxh64();
  hasher.update(Buffer.from(text));
  return hasher.digest().map((half) => half.toString(16).padStart(8, '0')).join('');
};

test('XXH64 gives what xxhsum gives', () => {
  assert.equal(hash(''), 'ef46db3751d8e999');
  assert.equal(hash('a'), 'd24ec4f1a98c6e5b');
  assert.equal(hash('abc'), '44bc2cf5ad770999');
  assert.equal(hash('Nobody inspects the spammish repetition'), 'fbcea83c8a378bf1');
});

test('frames of any length are unpacked, with and without a checksum, in whatever pieces they come', () => {
  for (const length of [0, 1, 4, 8, 31, 32, 33, 100, 300_000]) {
    const bytes = content(length);
    for (const options of [['-19'], ['--no-check']]) {
      const packed = zstd(bytes, ...options);
      for (const step of length < 2000 ? [1, 5, 1000] : [1 << 20, 4093]) {
        assert.ok(unpacked(packed, step).equals(bytes), `${length} bytes, ${options}, by ${step}`);
      }
    }
  }
});

test('frames follow each other, and what is to be skipped is skipped', () => {
  const bytes = content(200_000);
  const packed = Buffer.concat([SKIPPABLE, zstd(bytes), SKIPPABLE, zstd(bytes, '--no-check'), SKIPPABLE]);
  for (const step of [1, 100_000, packed.length]) {
    assert.ok(unpacked(packed, step).equals(Buffer.concat([bytes, bytes])));
  }
});

test('a stream that ends anywhere but behind a frame is refused', () => {
  const packed = Buffer.concat([zstd(content(100)), SKIPPABLE, zstd(content(100), '--no-check')]);
  const ends = [];
  for (let length = 1; length <= packed.length; length++) {
    try {
      unpacked(packed.subarray(0, length));
      ends.push(length);
    } catch (error) {
      assert.equal(error.message, 'it ends too early');
    }
  }
  const first = zstd(content(100)).length;
  assert.deepEqual(ends, [first, first + SKIPPABLE.length, packed.length]);
});

test('each bit of the content counts', () => {
  const packed = zstd(content(0x10400).subarray(0x10000));
  const block = packed.indexOf(content(0x10040).subarray(0x10000));
  assert.ok(block > 0, 'noise is stored as it is');
  for (let i = block; i < packed.length; i++) {
    const changed = Buffer.from(packed);
    changed[i] ^= 1 << i % 8;
    assert.throws(() => unpacked(changed), { message: 'its checksum is wrong' }, `byte ${i}`);
  }
});

test('a frame that is not as long as it says, needs a dictionary or has what no frame has is refused', () => {
  const packed = zstd(content(0x103e8).subarray(0x10000), '--no-check', '--stream-size=1000');
  const changed = (offset, value) => {
    const bytes = Buffer.from(packed);
    bytes[offset] = value;
    return bytes;
  };
  assert.equal(packed[4], 0x60, 'a single segment with a size of two bytes');
  assert.throws(() => unpacked(changed(5, packed[5] + 1)), /size is not what it says/);
  assert.throws(() => unpacked(changed(4, 0x61)), /dictionary/);
  assert.throws(() => unpacked(changed(4, 0x68)), /reserved/);
  assert.throws(() => unpacked(changed(7, packed[7] | 6)), /no known kind/);
  assert.throws(() => unpacked(changed(9, 0xff)), /too long/);
  assert.throws(() => unpacked(Buffer.concat([packed, Buffer.from('rest')])), /something else follows/);
});
