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
      const beyond = start === 0 ? 'is empty' : 'is shorter than it says';
      throw new (lasting ? LastingError : Error)(response.status === 416
        ? `the disk image on the server ${beyond}` : `the server answered ${response.status}`);
    }
    try {
      checkNoPage(response);
      this.#checkSame(response);
      checkPart(response, start);
    } catch (error) {
      response.body.cancel().catch(() => {});
      throw error;
    }
    // A server that knows no ranges sends all of it; a part is read to its end, so that the browser may keep it.
    const whole = response.status === 200;
    let skip = whole ? start : 0;
    let left = length;
    const reader = response.body.getReader();
    for (;;) {
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
      if (left === 0 && (whole || part.length < value.length)) {
        break;
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

  /** Asks for the size, where the answers to ranges don't tell it: a server elsewhere may not show all headers. */
  async askSize() {
    if (Number.isNaN(this.sizeBytes)) {
      const response = await fetch(this.#url, { method: 'HEAD' });
      this.sizeBytes = response.ok ? wholeLength(response) : NaN;
    }
    return this.sizeBytes;
  }

  #checkSame(response) {
    const etag = response.headers.get('etag');
    const total = response.status === 206 ? Number(contentRange(response)?.[2] ?? NaN) : wholeLength(response);
    if ((this.#etag !== null && etag !== null && etag !== this.#etag)
        || (this.sizeBytes !== total && !Number.isNaN(this.sizeBytes) && !Number.isNaN(total))) {
      throw new LastingError('the disk image on the server has been replaced by another one');
    }
    this.#etag ??= etag;
    if (!Number.isNaN(total)) {
      this.sizeBytes = total;
    }
  }
}

/** In groups 1 and 2 where the part begins and how long the whole is; null where the server doesn't tell. */
function contentRange(response) {
  return /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
}

function wholeLength(response) {
  const length = response.headers.get('content-length');
  return length === null || response.headers.get('content-encoding') ? NaN : Number(length);
}

/** Fails if a web page came, as from servers that show one for whatever they don't have. */
function checkNoPage(response) {
  if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) {
    throw new LastingError('the server answered with a web page instead of a disk image');
  }
}

/** Fails unless a partial answer is what was asked for: one range, from `start` on. */
function checkPart(response, start) {
  const range = contentRange(response);
  if (response.status === 206 && ((range && Number(range[1]) !== start)
      || /^multipart\//i.test(response.headers.get('content-type') ?? ''))) {
    throw new LastingError('the server answered with another part than it was asked for');
  }
}
