// SPDX-License-Identifier: Apache-2.0
/** The page's file for a disk's changes, over a handle as browsers have them; it needs no browser. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL(
  '../../../../web-frontend/src/main/web/assets/worker/disks/change-files.js', import.meta.url));
const BLOCK_BYTES = 4096;
const BLOCKS = 100;

/** A FileSystemSyncAccessHandle in memory, which counts reads. */
class Handle {
  content = Uint8Array.from({ length: BLOCKS * BLOCK_BYTES }, (_, i) => i >> 12);
  reads = 0;

  getSize() {
    return this.content.length;
  }

  read(target, { at }) {
    this.reads++;
    const part = this.content.subarray(at, at + target.length);
    target.set(part);
    return part.length;
  }

  write(source, { at }) {
    const longer = new Uint8Array(Math.max(this.content.length, at + source.length));
    longer.set(this.content);
    longer.set(source, at);
    this.content = longer;
    return source.length;
  }

  truncate(size) {
    this.content = this.content.slice(0, size);
  }
}

let folder;
let KeptFile;
let handle;
let file;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bootlink-files-'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'change-files.js'), readFileSync(SOURCE));
  ({ KeptFile } = await import(join(folder, 'change-files.js')));
});
beforeEach(() => {
  handle = new Handle();
  file = new KeptFile(handle);
});
after(() => rmSync(folder, { recursive: true, force: true }));

function block(number) {
  const bytes = new Uint8Array(BLOCK_BYTES);
  file.read(number * BLOCK_BYTES, bytes);
  assert.ok(bytes.every((byte) => byte === bytes[0]));
  return bytes[0];
}

test('what is read in order comes in few calls, and is what the file has', () => {
  for (let i = 0; i < BLOCKS; i++) {
    assert.equal(block(i), i);
  }
  assert.ok(handle.reads < 10, `${handle.reads} calls`);
  for (const number of [7, 99, 0, 50, 51, 49]) {
    assert.equal(block(number), number);
  }
});

test('what is written or cut off is seen by the next read', () => {
  for (let i = 10; i < 15; i++) {
    assert.equal(block(i), i);
  }
  file.write(15 * BLOCK_BYTES, new Uint8Array(BLOCK_BYTES).fill(255));
  assert.equal(block(15), 255);
  assert.equal(block(16), 16);
  file.truncate(17 * BLOCK_BYTES);
  assert.throws(() => block(17), /has become shorter/);
  assert.equal(block(16), 16);
});
