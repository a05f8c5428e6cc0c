// SPDX-License-Identifier: Apache-2.0
/** Downloads with progress, checks and a few retries; every failure in words. */

const RETRY_DELAYS_MS = [400, 1200, 3000];

/** A download that failed for good; trying again later may help. */
export class DownloadError extends Error {}

/** Worth a retry at once: the network failed, or the server is busy. */
class PassingError extends DownloadError {}

/**
 * The bytes at `url`.
 *
 * @param what what a person would call it
 * @param onBytes told how many bytes of this file have arrived, from 0 again after a retry
 */
export function download(what, url, onBytes = () => {}) {
  return retrying(async () => {
    const response = await request(what, url);
    const chunks = [];
    let length = 0;
    onBytes(0);
    try {
      for (const reader = response.body.getReader();;) {
        const { done, value } = await reader.read();
        if (done) {
          return join(chunks, length);
        }
        chunks.push(value);
        length += value.length;
        onBytes(length);
      }
    } catch (error) {
      throw new PassingError(`The download of ${what} broke off after ${length} bytes (${error.message}).`);
    }
  });
}

/** The image's bytes, which are as many as the manifest says and have its hash. */
export async function downloadImage({ name, file, url, sizeBytes, sha256 }, onBytes) {
  const what = name ?? file;
  const bytes = await download(what, url, onBytes);
  if (bytes.length !== sizeBytes) {
    throw new DownloadError(`${what} is ${bytes.length < sizeBytes ? 'truncated' : 'too long'}: `
      + `${bytes.length} bytes arrived of ${sizeBytes} (${url}).`);
  }
  if (crypto.subtle && await sha256Hex(bytes) !== sha256) {
    throw new DownloadError(`${what} is damaged: its SHA-256 is not the one in the manifest (${url}).`);
  }
  return bytes.buffer;
}

/** Compiles the module while it arrives. */
export function downloadModule(what, url) {
  return retrying(async () => {
    const response = await request(what, url);
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

async function request(what, url) {
  let response;
  try {
    response = await fetch(url);
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

function join(chunks, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Browsers offer this only on secure pages (https and localhost); elsewhere the size must do. */
async function sha256Hex(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
