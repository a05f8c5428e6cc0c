// SPDX-License-Identifier: Apache-2.0
/** Files of the user's own, dropped or named by URL, made ready for a machine. */

import { DownloadError, fetchBlob } from '../download.js';
import { ParameterError } from '../parameters.js';
import { HEAD_BYTES, refusal, startsWithoutFirmware } from './formats.js';
import { UnpackError, unpack, unpackedHead } from './unpack.js';

export const NONE = 'none';
/** Option and the kind of image that it stands for. */
const MEMORY_ROLES = { bios: 'firmware', kernel: 'kernel', initrd: 'initrd' };
/** Larger disks are not hashed: browsers hash only what is in memory as a whole. */
const MAX_HASHED_BYTES = 256 << 20;

/** True if the options name files of the user's own. */
export function hasOwnFiles(options) {
  return ['bios', 'kernel', 'initrd', 'disk'].some((name) => options[name] !== undefined);
}

/**
 * Fetches, unpacks and checks what the options name.
 *
 * @param options bios, kernel, initrd: a URL, a Blob or (not kernel) 'none'; disk: an array of those
 * @return {images, disks}: by kind {name, sizeBytes, sha256, bytes} or null for 'none'; disks as
 *     {name, sizeBytes, sha256, blob}, sha256 being that of the file as given, null for large disks, or as
 *     {name, url} to be streamed
 */
export async function loadOwnFiles(options) {
  try {
    const images = {};
    for (const [role, kind] of Object.entries(MEMORY_ROLES)) {
      if (options[role] !== undefined) {
        images[kind] = options[role] === NONE ? null : await memoryImage(role, options[role]);
      }
    }
    if (images.kernel && options.bios === undefined && startsWithoutFirmware(new Uint8Array(images.kernel.bytes))) {
      images.firmware = null;
    }
    if (images.kernel && options.initrd === undefined) {
      images.initrd = null;
    }
    const disks = await Promise.all((options.disk ?? []).map((source) =>
      (isStreamed(source) ? { name: nameOf(urlOf(source)), url: urlOf(source).href, own: true } : ownDisk(source))));
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
  const sha256 = await hash(blob);
  // Linux unpacks its initial root itself.
  const content = role === 'initrd' ? blob : await unpack(name, blob);
  const bytes = await content.arrayBuffer();
  return { name, sizeBytes: bytes.byteLength, sha256, bytes, own: true };
}

async function ownDisk(source) {
  const { name, blob } = await given(source);
  if (blob.size === 0) {
    throw new ParameterError(`${name} is empty.`);
  }
  const reason = refusal(new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer()));
  if (reason !== null) {
    throw new ParameterError(`${name} ${reason}.`);
  }
  const content = await unpack(name, blob);
  const sha256 = blob.size > MAX_HASHED_BYTES ? null : await hash(blob);
  return { name, sizeBytes: content.size, sha256, blob: content, readOnly: false, own: true };
}

/** A disk by URL is fetched piece by piece, unless it has to be unpacked first. */
function isStreamed(source) {
  return !(source instanceof Blob) && !/\.(gz|zst|zstd)$/i.test(urlOf(source).pathname);
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

/** SHA-256 in hexadecimal, or null where the browser offers none (pages without https). */
async function hash(blob) {
  if (!crypto.subtle) {
    return null;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
