// SPDX-License-Identifier: Apache-2.0
/** Downloads with progress, checks and a few retries; every failure in words. */

const MODULE_URL = new URL('../bootlink.wasm', import.meta.url);
const RETRY_DELAYS_MS = [400, 1200, 3000];

/** A download that failed for good; trying again later may help. */
export class DownloadError extends Error {}

/** Worth a retry at once: the network failed, or the server is busy. */
class PassingError extends DownloadError {}

/**
 * The bytes at `url`.
 *
 * @param what what a person would call it
 */
export function download(what, url) {
  return retrying(async () => {
    const response = await request(what, url);
    try {
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      throw new PassingError(`The download of ${what} broke off (${error.message}).`);
    }
  });
}

/**
 * The bytes of an image, which are as many as the manifest says and have its hash.
 *
 * @param onBytes told how many bytes of this image have arrived, from 0 again after a retry
 */
export async function downloadImage({ name, file, url, sizeBytes, sha256 }, onBytes) {
  const what = name ?? file;
  const bytes = new Uint8Array(sizeBytes);
  await retrying(async () => {
    const response = await request(what, url);
    const arrived = await readInto(bytes, what, response.body.getReader(), onBytes);
    if (arrived !== sizeBytes) {
      throw new DownloadError(`${what} is ${arrived < sizeBytes ? 'truncated' : 'too long'}: `
        + `${arrived} bytes arrived of ${sizeBytes} (${url}).`);
    }
  });
  if (crypto.subtle && await sha256Hex(bytes) !== sha256) {
    throw new DownloadError(`${what} is damaged: its SHA-256 is not the one in the manifest (${url}).`);
  }
  return bytes.buffer;
}

/** Fills `bytes`; returns how many came, or would have if they had found room. */
async function readInto(bytes, what, reader, onBytes) {
  let arrived = 0;
  onBytes(0);
  while (arrived <= bytes.length) {
    let chunk;
    try {
      chunk = await reader.read();
    } catch (error) {
      throw new PassingError(`The download of ${what} broke off after ${arrived} bytes (${error.message}).`);
    }
    if (chunk.done) {
      return arrived;
    }
    bytes.set(chunk.value.subarray(0, bytes.length - arrived), arrived);
    arrived += chunk.value.length;
    onBytes(Math.min(arrived, bytes.length));
  }
  reader.cancel().catch(() => {});
  return arrived;
}

/** A file of the user's, wherever it lies; without their cookies. */
export function fetchBlob(what, url) {
  return retrying(async () => {
    const response = await request(what, url, { credentials: 'omit' });
    try {
      return await response.blob();
    } catch (error) {
      throw new PassingError(`The download of ${what} broke off (${error.message}).`);
    }
  });
}

/** The machine's program, compiled while it arrives. */
export function downloadModule() {
  const what = 'The machine’s program';
  return retrying(async () => {
    const response = await request(what, MODULE_URL);
    const options = { builtins: ['js-string'] };
    const streamed = response.headers.get('content-type')?.startsWith('application/wasm');
    try {
      return streamed
        ? await WebAssembly.compileStreaming(response, options)
        : await WebAssembly.compile(await response.arrayBuffer(), options);
    } catch (error) {
      throw error instanceof WebAssembly.CompileError
        ? new DownloadError(`${what} is damaged or this browser can’t compile it (${error.message}).`)
        : new PassingError(`The download of ${what} broke off (${error.message}).`);
    }
  });
}

async function request(what, url, options = {}) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    throw new PassingError(`${what} could not be downloaded: the server can’t be reached (${error.message}).`);
  }
  if (!response.ok) {
    const status = `${response.status} ${response.statusText}`.trim();
    const kind = response.status >= 500 || response.status === 429 ? PassingError : DownloadError;
    throw new kind(`${what} could not be downloaded: the server answered ${status} for ${url}.`);
  }
  return response;
}

async function retrying(attempt) {
  for (const delay of RETRY_DELAYS_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof PassingError)) {
        throw error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
  return attempt();
}

/** Browsers offer this only on secure pages (https and localhost); elsewhere the size must do. */
export async function sha256Hex(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
