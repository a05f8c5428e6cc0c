// SPDX-License-Identifier: Apache-2.0
/** Unpacks gzip, zstd and Linux's compressed EFI kernels, up to a limit. */

import { isNamedRaw, packing } from './formats.js';
import { ZstdFrames } from './zstd-frames.js';

/** More than this fits into no machine. */
export const MAX_UNPACKED_BYTES = 1 << 30;
const ZSTD_SCRIPT = new URL('../../fzstd.js', import.meta.url);
const PUSH_BYTES = 1 << 20;
const ZBOOT_HEADER_BYTES = 64;

/** A file that can't be unpacked; the message is for the person who gave it. */
export class UnpackError extends Error {}

let zstdLoaded = null;

/** A disk's `blob` unpacked, unless its name says that it is a raw one. */
export async function unpackDisk(name, blob) {
  return isNamedRaw(name) ? blob : unpack(name, blob);
}

/** `blob` unpacked, or itself if it isn't packed; what is packed in another packing is unpacked too. */
export async function unpack(name, blob, limit = MAX_UNPACKED_BYTES) {
  let content = blob;
  for (let depth = 0; depth < 3; depth++) {
    const head = await firstBytes(content, ZBOOT_HEADER_BYTES);
    const kind = packing(head);
    if (kind === null) {
      return content;
    }
    if (kind === 'xz') {
      throw new UnpackError(`${name} is compressed with xz, which isn’t undone here; use unxz first.`);
    }
    content = kind === 'zboot' ? zbootPayload(name, head, content)
      : new Blob(await unpackStream(name, kind, content, limit));
  }
  throw new UnpackError(`${name} is packed more than three times over.`);
}

/** The first bytes of what is in `blob` once it is unpacked, as far as they can be had; xz stays packed. */
export async function unpackedHead(name, blob, bytes) {
  const head = await firstBytes(blob, bytes);
  const kind = packing(head);
  if (kind === null || kind === 'xz') {
    return head;
  }
  const payload = kind === 'zboot' ? zbootPayload(name, head, blob) : blob;
  const inner = packing(await firstBytes(payload, ZBOOT_HEADER_BYTES));
  if (inner === null || inner === 'xz' || inner === 'zboot') {
    return firstBytes(payload, bytes);
  }
  const parts = await unpackStream(name, inner, payload, bytes, true);
  return firstBytes(new Blob(parts), bytes);
}

async function firstBytes(blob, bytes) {
  return new Uint8Array(await blob.slice(0, bytes).arrayBuffer());
}

/** Linux, "drivers/firmware/efi/libstub/zboot-header.S": offset and size of the payload behind "zimg". */
function zbootPayload(name, head, blob) {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const offset = head.length >= ZBOOT_HEADER_BYTES ? view.getUint32(8, true) : 0;
  const size = head.length >= ZBOOT_HEADER_BYTES ? view.getUint32(12, true) : 0;
  if (offset < ZBOOT_HEADER_BYTES || size === 0 || offset + size > blob.size) {
    throw new UnpackError(`${name} is a compressed EFI kernel that is cut off or damaged.`);
  }
  return blob.slice(offset, offset + size);
}

async function unpackStream(name, kind, blob, limit, enough = false) {
  const parts = [];
  let total = 0;
  const take = (part) => {
    total += part.length;
    if (total > limit && !enough) {
      throw new UnpackError(`${name} unpacks to more than ${limit >> 20} MiB, which fits into no machine.`);
    }
    parts.push(part);
  };
  try {
    await (kind === 'gzip' ? gunzip : unzstd)(blob, take, () => enough && total >= limit);
  } catch (error) {
    if (!(error instanceof UnpackError) && !(enough && total > 0)) {
      throw new UnpackError(`${name} is damaged: its ${kind} compression can’t be undone (${error.message}).`);
    }
    if (error instanceof UnpackError) {
      throw error;
    }
  }
  return parts;
}

async function gunzip(blob, take, isEnough) {
  const reader = endingLate(blob).pipeThrough(new DecompressionStream('gzip')).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    try {
      take(value);
    } catch (error) {
      await reader.cancel().catch(() => {});
      throw error;
    }
    if (isEnough()) {
      await reader.cancel().catch(() => {});
      return;
    }
  }
}

/**
 * The blob's stream, which ends a moment after its last bytes: the end of a file that is cut off is an error, with
 * which DecompressionStream drops what nobody has read yet.
 */
function endingLate(blob) {
  const reader = blob.stream().getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) {
        await new Promise((resolve) => setTimeout(resolve));
        controller.close();
      } else {
        controller.enqueue(value);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

async function unzstd(blob, take, isEnough) {
  await loadZstd();
  const frames = new ZstdFrames((give) => new globalThis.fzstd.Decompress(give), (part) => {
    if (part.length > 0) {
      take(part.slice());
    }
  });
  for (let start = 0; start < blob.size; start += PUSH_BYTES) {
    if (isEnough()) {
      return;
    }
    frames.push(new Uint8Array(await blob.slice(start, start + PUSH_BYTES).arrayBuffer()));
  }
  frames.end();
}

/** The decoder is fetched when the first such file comes. */
function loadZstd() {
  zstdLoaded ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = ZSTD_SCRIPT;
    script.onload = resolve;
    script.onerror = () => {
      zstdLoaded = null;
      reject(new UnpackError('The decoder for zstd could not be downloaded; try again.'));
    };
    document.head.append(script);
  });
  return zstdLoaded;
}
