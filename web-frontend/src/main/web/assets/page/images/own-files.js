// SPDX-License-Identifier: Apache-2.0
/** Files of the user's own, dropped or named by URL, made ready for a machine. */

import { DownloadError, fetchBlob } from '../../loading/download.js';
import { ParameterError } from '../parameters.js';
import { rememberPart } from '../share/own-parts.js';
import { HEAD_BYTES, refusal, startsSkippable, startsWithoutFirmware } from './formats.js';
import { UnpackError, unpack, unpackDisk, unpackedHead } from './unpack.js';

export const NONE = 'none';
/** Option and the kind of image that it stands for. */
const MEMORY_ROLES = { bios: 'firmware', kernel: 'kernel', initrd: 'initrd' };

/** True if the options name files of the user's own. */
export function hasOwnFiles(options) {
  return ['bios', 'kernel', 'initrd', 'disk'].some((name) => options[name] !== undefined);
}

/**
 * Fetches, unpacks and checks what the options name.
 *
 * @param options bios, kernel, initrd: a URL, a Blob or (not kernel) 'none'; disk: an array of those
 * @return {images, disks}: by kind {name, sizeBytes, sha256, bytes} or null for 'none'; disks as
 *     {name, sizeBytes, sha256, blob} or as {name, url} to be streamed. sha256 is what sessions name the content
 *     by, null for what is too large to be hashed here
 */
export async function loadOwnFiles(options) {
  try {
    const images = {};
    for (const [role, kind] of Object.entries(MEMORY_ROLES)) {
      if (options[role] !== undefined) {
        images[kind] = options[role] === NONE ? null : await memoryImage(role, options[role]);
      }
    }
    if (images.kernel && options.bios === undefined
        && startsWithoutFirmware(new Uint8Array(images.kernel.bytes))) {
      images.firmware = null;
    }
    if (images.kernel && options.initrd === undefined) {
      images.initrd = null;
    }
    const disks = await Promise.all((options.disk ?? []).map((source) =>
      (isStreamed(source) ? streamedDisk(urlOf(source)) : ownDisk(source))));
    return { images, disks };
  } catch (error) {
    throw error instanceof UnpackError ? new ParameterError(error.message) : error;
  }
}

/** The machine of the manifest with the user's files in the place of its own. */
export function withOwnFiles(machine, { images, disks }) {
  const merged = { ...machine.images, ...images };
  Object.keys(merged).forEach((kind) => merged[kind] === null && delete merged[kind]);
  // Another kernel knows nothing of the machine's own root.
  const own = images.kernel ? [] : machine.disks;
  return { ...machine, images: merged, disks: [...own, ...disks] };
}

async function memoryImage(role, source) {
  const { name, blob } = await given(source);
  const reason = refusal(await unpackedHead(name, blob, HEAD_BYTES));
  if (reason !== null) {
    throw new ParameterError(`${name} ${reason}.`);
  }
  // Linux unpacks its initial root itself, if it knows how it is packed.
  const stays = role === 'initrd' && !startsSkippable(await firstBytes(blob));
  const content = stays ? blob : await unpack(name, blob);
  const sha256 = await rememberPart(name, content);
  const bytes = await content.arrayBuffer();
  return { name, sizeBytes: bytes.byteLength, sha256, bytes, own: true };
}

async function ownDisk(source) {
  const { name, blob } = await given(source);
  if (blob.size === 0) {
    throw new ParameterError(`${name} is empty.`);
  }
  const reason = refusal(await firstBytes(blob));
  if (reason !== null) {
    throw new ParameterError(`${name} ${reason}.`);
  }
  const content = await unpackDisk(name, blob);
  const sha256 = await rememberPart(name, content);
  return { name, sizeBytes: content.size, sha256, blob: content, readOnly: false, own: true };
}

async function firstBytes(blob) {
  return new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer());
}

/** A disk by URL is fetched piece by piece, unless it has to be unpacked first. */
function isStreamed(source) {
  return !(source instanceof Blob) && !/\.(gz|zst|zstd)$/i.test(urlOf(source).pathname);
}

function streamedDisk(url) {
  return { name: nameOf(url), url: url.href, own: true };
}

function urlOf(source) {
  let url;
  try {
    url = new URL(source, document.baseURI);
  } catch {
    throw new ParameterError(`“${source}” is not a URL.`);
  }
  if (!['http:', 'https:', 'blob:'].includes(url.protocol)) {
    throw new ParameterError(`“${source}” is not a URL that can be fetched here.`);
  }
  return url;
}

function nameOf(url) {
  const last = url.pathname.split('/').pop();
  try {
    return decodeURIComponent(last) || url.hostname;
  } catch {
    return last;
  }
}

async function given(source) {
  if (source instanceof Blob) {
    return { name: source.name ?? 'the file', blob: source };
  }
  const url = urlOf(source);
  const name = nameOf(url);
  try {
    return { name, blob: await fetchBlob(name, url) };
  } catch (error) {
    if (error instanceof DownloadError && url.origin !== location.origin) {
      throw new DownloadError(`${error.message} A server elsewhere must allow it (Access-Control-Allow-Origin).`);
    }
    throw error;
  }
}
