// SPDX-License-Identifier: Apache-2.0
/** Downloads with progress, checks and a few retries; every failure in words. */

const MODULE_URL = new URL('../bootlink.wasm', import.meta.url);
const RETRY_DELAYS_MS = [400, 1200, 3000];
const READ_BYTES = 1 << 18;

/** A download that failed for good. */
export class DownloadError extends Error {
  /** Trying again later may help. The page's scripts have a class of this name each: this is what to ask for. */
  retry = true;
}

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

/** The bytes of an image, which are as many as the manifest says and have its hash. */
export async function downloadImage(image) {
  const download = new ImageDownload(image);
  const bytes = new Uint8Array(image.sizeBytes);
  await download.fill(() => bytes);
  await download.verify(bytes);
  return bytes.buffer;
}

/** An image of the manifest on its way: it is asked for at once, and taken to its place once that is known. */
export class ImageDownload {
  #what;
  #url;
  #abandoned = new AbortController();
  #first;
  /** Told how many bytes have arrived, from 0 again after a retry. */
  onBytes = () => {};

  constructor({ name, file, url, sizeBytes, sha256 }) {
    this.#what = name ?? file;
    this.#url = url;
    this.sizeBytes = sizeBytes;
    this.sha256 = sha256;
    this.#first = this.#request();
    this.#first.catch(() => {});
  }

  #request() {
    return request(this.#what, this.#url, { signal: this.#abandoned.signal });
  }

  /** Nobody wants it any more. */
  abandon() {
    this.#abandoned.abort();
  }

  /** @param place gives the memory for it, anew for each part: WebAssembly's may move */
  fill(place) {
    return retrying(async () => {
      if (this.#abandoned.signal.aborted) {
        throw new DownloadError(`${this.#what} is not wanted any more.`);
      }
      const asked = this.#first ?? this.#request();
      this.#first = null;
      const response = await asked;
      const arrived = await readInto(place, this.sizeBytes, this.#what, readerOf(response.body), this.onBytes);
      if (arrived !== this.sizeBytes) {
        throw new DownloadError(`${this.#what} is ${arrived < this.sizeBytes ? 'truncated' : 'too long'}: `
          + `${arrived} bytes arrived of ${this.sizeBytes} (${this.#url}).`);
      }
    });
  }

  /** Rejects unless `bytes` are those of the manifest. Without crypto.subtle their number has to do. */
  async verify(bytes) {
    if (crypto.subtle && await sha256Hex(bytes) !== this.sha256) {
      throw new DownloadError(
        `${this.#what} is damaged: its SHA-256 is not the one in the manifest (${this.#url}).`);
    }
  }
}

/**
 * One that reads into the buffer it is given, where there is such: fresh memory for all bytes costs as much again.
 */
function readerOf(body) {
  try {
    return body.getReader({ mode: 'byob' });
  } catch {
    return body.getReader();
  }
}

/** Fills the place; returns how many bytes came, or would have if they had found room. */
async function readInto(place, sizeBytes, what, reader, onBytes) {
  let arrived = 0;
  let buffer = new ArrayBuffer(READ_BYTES);
  onBytes(0);
  while (arrived <= sizeBytes) {
    let chunk;
    try {
      chunk = await reader.read(new Uint8Array(buffer));
    } catch (error) {
      throw new PassingError(`The download of ${what} broke off after ${arrived} bytes (${error.message}).`);
    }
    if (chunk.done) {
      return arrived;
    }
    place().set(chunk.value.subarray(0, sizeBytes - arrived), arrived);
    arrived += chunk.value.length;
    buffer = chunk.value.buffer;
    onBytes(Math.min(arrived, sizeBytes));
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
