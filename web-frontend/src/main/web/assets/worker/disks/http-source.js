// SPDX-License-Identifier: Apache-2.0
/** Parts of a file on a web server, by HTTP range requests. */

/** Trying again is no use while the server stays as it is; the message is a clause for people. */
export class LastingError extends Error {}

export class HttpSource {
  #url;
  #etag = null;
  /** Of the whole file, once something has been read of it; NaN if the server doesn't tell. */
  sizeBytes = NaN;

  constructor(url) {
    this.#url = url;
  }

  /**
   * Reads `length` bytes from `start` on.
   *
   * @param onBytes called with each piece as it comes; may be called with fewer bytes if the file ends
   * @param fresh whether the browser's own cache is to be passed by
   */
  async read(start, length, onBytes, fresh = false) {
    const response = await fetch(this.#url, {
      headers: { range: `bytes=${start}-${start + length - 1}` },
      cache: fresh ? 'reload' : 'default',
    });
    if (response.status !== 206 && response.status !== 200) {
      response.body?.cancel().catch(() => {});
      const lasting = response.status < 500 && response.status !== 429 && response.status !== 408;
      throw new (lasting ? LastingError : Error)(`the server answered ${response.status}`);
    }
    this.#checkSame(response);
    // A server that knows no ranges sends all of it.
    let skip = response.status === 200 ? start : 0;
    let left = length;
    const reader = response.body.getReader();
    while (left > 0) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      const part = value.subarray(Math.min(skip, value.length), Math.min(skip + left, value.length));
      skip -= Math.min(skip, value.length);
      left -= part.length;
      if (part.length > 0) {
        onBytes(part);
      }
    }
    reader.cancel().catch(() => {});
  }

  async readAll(start, length) {
    const bytes = new Uint8Array(length);
    let arrived = 0;
    await this.read(start, length, (part) => {
      bytes.set(part, arrived);
      arrived += part.length;
    });
    return bytes.subarray(0, arrived);
  }

  #checkSame(response) {
    const etag = response.headers.get('etag');
    if (this.#etag !== null && etag !== null && etag !== this.#etag) {
      throw new LastingError('the disk image on the server has been replaced by another one');
    }
    this.#etag ??= etag;
    const total = response.status === 206
      ? /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
      : response.headers.get('content-encoding') ? undefined : response.headers.get('content-length');
    this.sizeBytes = total === undefined || total === null ? NaN : Number(total);
  }
}
