// SPDX-License-Identifier: Apache-2.0
/**
 * What a recording or snapshot says of itself, to show it before a machine is made for it. The format is
 * docs/session-format.md; the machine checks it for good when it takes it.
 */

import { SessionError } from './session-error.js';

const VERSION = 1;
const KINDS = { R: 'recording', S: 'snapshot' };
const HEADER = 1;
const EVENTS = 2;
/** In a snapshot, right behind the header, if it holds RAM whole. */
const PLAN = 6;
const IMAGE_KINDS = ['firmware', 'kernel', 'initrd'];
/** Kinds of event: what follows the first number of each. */
const TYPED = 0;
const TYPED_AFTER_IDLE = 1;
const TYPED_AT_TIME = 11;
const FOLLOWING = {
  2: () => {},
  3: (reader) => reader.unsigned(),
  4: (reader) => [reader.unsigned(), reader.unsigned()],
  5: (reader) => reader.unsigned(),
  6: () => {},
  7: (reader) => [reader.unsigned(), reader.bytes(8)],
  8: (reader) => reader.bytes(2 * reader.unsigned()),
  9: (reader) => reader.bytes(2 * reader.unsigned()),
  10: (reader) => reader.unsigned(),
};

/** True if the file begins like one of ours. */
export function isSessionFile(bytes) {
  return bytes[0] === 0x42 && bytes[1] === 0x4c && KINDS[String.fromCharCode(bytes[2])] !== undefined;
}

/**
 * @return kind ('recording' or 'snapshot'), memoryMiB, harts, commandLine, images (SHA-256 by kind), disks
 *     (of each {sha256, readOnly}), start ({step, sha256} of the snapshot that a recording begins at, or null),
 *     made (Date or null), title, note, typed (the bytes of each input); whole, if it is a snapshot that needs no
 *     images
 * @throws SessionError if it is damaged or of a later version
 */
export function describe(bytes) {
  if (!isSessionFile(bytes)) {
    throw new SessionError('This is no session or snapshot of Bootlink.');
  }
  if (bytes[3] !== VERSION) {
    throw new SessionError(
      `This was made by a later version of Bootlink (its format is ${bytes[3]}, known here is ${VERSION}).`);
  }
  const kind = KINDS[String.fromCharCode(bytes[2])];
  try {
    return { kind, sizeBytes: bytes.length, ...sections(new Reader(bytes.subarray(4)), kind) };
  } catch (error) {
    if (error instanceof RangeError) {
      throw new SessionError(`The ${kind} is damaged: ${error.message}.`);
    }
    throw error;
  }
}

function sections(reader, kind) {
  let result = null;
  while (!reader.atEnd) {
    const tag = reader.unsigned();
    const length = reader.unsigned();
    if (tag !== HEADER && result === null) {
      throw new RangeError('it has no header');
    }
    if (tag !== HEADER && kind === 'snapshot') {
      return { ...result, whole: tag === PLAN };
    }
    const contents = reader.bytes(length);
    reader.bytes(4);
    if (tag === HEADER) {
      result = { ...header(new Reader(contents), kind), typed: [] };
    } else if (tag === EVENTS) {
      readTyped(new Reader(contents), result.typed);
    }
  }
  if (result === null) {
    throw new RangeError('it is empty');
  }
  return result;
}

function header(reader, kind) {
  const engine = reader.unsigned();
  const memoryMiB = reader.unsigned();
  const harts = reader.unsigned();
  const commandLine = reader.text();
  reader.unsigned();
  reader.bytes(8);
  const size = { columns: reader.unsigned(), rows: reader.unsigned() };
  const present = reader.bytes(1)[0];
  const images = {};
  IMAGE_KINDS.forEach((kind, bit) => {
    if (present >> bit & 1) {
      images[kind] = hex(reader.bytes(32));
    }
  });
  const disks = [];
  for (let left = reader.unsigned(); left > 0; left--) {
    disks.push({ readOnly: (reader.bytes(1)[0] & 1) !== 0, sha256: hex(reader.bytes(32)) });
  }
  const step = reader.unsigned();
  const start = step !== 0 && kind === 'recording' ? { step, sha256: hex(reader.bytes(32)) } : null;
  const made = reader.signed();
  const title = reader.text();
  const note = reader.text();
  return {
    engine, memoryMiB, harts, commandLine, size, images, disks,
    start, made: made === 0 ? null : new Date(made), title, note,
  };
}

function readTyped(reader, typed) {
  while (!reader.atEnd) {
    const kind = reader.unsigned() % 16;
    if (kind === TYPED || kind === TYPED_AT_TIME) {
      typed.push(reader.bytes(reader.unsigned()));
    } else if (kind === TYPED_AFTER_IDLE) {
      typed.push(reader.bytes(1));
    } else if (FOLLOWING[kind]) {
      FOLLOWING[kind](reader);
    } else {
      throw new RangeError(`it has an unknown event (${kind})`);
    }
  }
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Throws a RangeError whose message is a clause when there is less than it is asked for. */
class Reader {
  #bytes;
  #at = 0;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  get atEnd() {
    return this.#at >= this.#bytes.length;
  }

  bytes(length) {
    if (length > this.#bytes.length - this.#at) {
      throw new RangeError('it is cut off');
    }
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** Exact up to 2^53, which is enough for everything that is shown. */
  unsigned() {
    let value = 0;
    for (let scale = 1, count = 0; count < 10; scale *= 128, count++) {
      const [byte] = this.bytes(1);
      value += (byte & 127) * scale;
      if (byte < 128) {
        return value;
      }
    }
    throw new RangeError('a number in it is too long');
  }

  signed() {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  text() {
    return new TextDecoder().decode(this.bytes(this.unsigned()));
  }
}
