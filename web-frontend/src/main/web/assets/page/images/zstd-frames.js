// SPDX-License-Identifier: Apache-2.0
/**
 * Unpacks a zstd stream and checks what the decoder, fzstd, leaves unchecked: that all is there, and that each
 * frame has the size that it tells and the checksum that it carries.
 *
 * Specification: RFC 8878, "Zstandard Frames", "Blocks", "Skippable Frames".
 */

import { Xxh64 } from './xxh64.js';

const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
/** "Block_Maximum_Size is the smallest of: Window_Size, 128 KB". */
const MAX_BLOCK_BYTES = 128 << 10;
const MAX_WINDOW_BYTES = 1 << 30;
const MAX_FIELD_BYTES = 13;
const WORD_BYTES = 4;
const BLOCK_HEADER_BYTES = 3;
const RLE_BLOCK = 1;
const RESERVED_BLOCK = 3;
/** By the descriptor's flags. */
const DICTIONARY_ID_BYTES = [0, 1, 2, 4];
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];

export class ZstdFrames {
  #newDecoder;
  #take;
  /** The method that reads the field that comes next, once all #wanted bytes of it are there. */
  #read;
  #wanted;
  #field = new Uint8Array(MAX_FIELD_BYTES);
  #view = new DataView(this.#field.buffer);
  #fieldBytes = 0;
  /** So many bytes come before that field. */
  #passing = 0;
  /** What is being pushed, how much of it is read, and how much of it the decoder has or doesn't need. */
  #bytes = new Uint8Array();
  #at = 0;
  #given = 0;
  /** The frame that is being read, or null. */
  #frame = null;

  /**
   * @param newDecoder makes the decoder of one frame, a fzstd.Decompress, of the function that it gives pieces to
   * @param take is given all that is unpacked, in pieces that are valid until it returns
   */
  constructor(newDecoder, take) {
    this.#newDecoder = newDecoder;
    this.#take = take;
    this.#expect(this.#readMagic, WORD_BYTES);
  }

  /** @throws Error if the stream is damaged; what `take` throws passes through as well */
  push(bytes) {
    this.#bytes = bytes;
    this.#at = 0;
    this.#given = 0;
    while (this.#advance()) {
      // Each step reads a field or passes bytes.
    }
    this.#give(false);
  }

  /** @throws Error if the stream ends here, where it may not */
  end() {
    if (this.#read !== this.#readMagic || this.#fieldBytes > 0 || this.#passing > 0) {
      throw new Error('it ends too early');
    }
  }

  #expect(read, bytes, passing = 0) {
    this.#read = read;
    this.#wanted = bytes;
    this.#fieldBytes = 0;
    this.#passing = passing;
  }

  /** @return whether there is more to do with the bytes that are there */
  #advance() {
    const available = this.#bytes.length - this.#at;
    if (this.#passing === 0 && this.#fieldBytes === this.#wanted) {
      this.#read();
      return true;
    }
    if (this.#passing > 0) {
      const bytes = Math.min(this.#passing, available);
      this.#passing -= bytes;
      this.#at += bytes;
    } else {
      const bytes = Math.min(this.#wanted - this.#fieldBytes, available);
      this.#field.set(this.#bytes.subarray(this.#at, this.#at + bytes), this.#fieldBytes);
      this.#fieldBytes += bytes;
      this.#at += bytes;
    }
    return available > 0;
  }

  #readMagic() {
    const magic = this.#view.getUint32(0, true);
    if ((magic & ~0xf) === SKIPPABLE_MAGIC) {
      this.#expect(this.#readSkippableSize, WORD_BYTES);
    } else if (magic === MAGIC) {
      const frame = { hash: new Xxh64(), bytes: 0, ended: false };
      frame.decoder = this.#newDecoder((part, last) => {
        frame.ended = last;
        frame.bytes += part.length;
        if (frame.carriesChecksum) {
          frame.hash.update(part);
        }
        this.#take(part);
      });
      frame.decoder.push(this.#field.slice(0, WORD_BYTES), false);
      this.#frame = frame;
      this.#given = this.#at;
      this.#expect(this.#readDescriptor, 1);
    } else {
      throw new Error('something else follows a frame');
    }
  }

  #readSkippableSize() {
    this.#expect(this.#readMagic, WORD_BYTES, this.#view.getUint32(0, true));
  }

  /** Frame_Header_Descriptor */
  #readDescriptor() {
    const descriptor = this.#field[0];
    const frame = this.#frame;
    if (descriptor & 8) {
      throw new Error('a reserved bit is set');
    }
    frame.singleSegment = (descriptor & 0x20) !== 0;
    frame.carriesChecksum = (descriptor & 4) !== 0;
    frame.windowField = frame.singleSegment ? 0 : 1;
    frame.dictionaryField = DICTIONARY_ID_BYTES[descriptor & 3];
    frame.sizeField = CONTENT_SIZE_BYTES[descriptor >> 6] || (frame.singleSegment ? 1 : 0);
    this.#expect(this.#readHeader, frame.windowField + frame.dictionaryField + frame.sizeField);
  }

  /** Window_Descriptor, Dictionary_ID, Frame_Content_Size */
  #readHeader() {
    const frame = this.#frame;
    const dictionaryEnd = frame.windowField + frame.dictionaryField;
    if (this.#field.subarray(frame.windowField, dictionaryEnd).some((byte) => byte !== 0)) {
      throw new Error('it needs a dictionary');
    }
    frame.contentBytes = this.#contentSize(dictionaryEnd, frame.sizeField);
    frame.windowBytes = frame.singleSegment ? frame.contentBytes : windowSize(this.#field[0]);
    if (frame.windowBytes > MAX_WINDOW_BYTES) {
      throw new Error('it needs more than 1 GiB of memory');
    }
    this.#expect(this.#readBlockHeader, BLOCK_HEADER_BYTES);
  }

  #contentSize(offset, bytes) {
    switch (bytes) {
      case 1: return this.#view.getUint8(offset);
      case 2: return this.#view.getUint16(offset, true) + 256;
      case 4: return this.#view.getUint32(offset, true);
      case 8: return Number(this.#view.getBigUint64(offset, true));
      default: return undefined;
    }
  }

  #readBlockHeader() {
    const header = this.#field[0] | this.#field[1] << 8 | this.#field[2] << 16;
    const type = header >> 1 & 3;
    const size = header >> 3;
    if (type === RESERVED_BLOCK || size > Math.min(this.#frame.windowBytes, MAX_BLOCK_BYTES)) {
      throw new Error('a block is of no known kind or too long');
    }
    const passing = type === RLE_BLOCK ? 1 : size;
    if (header & 1) {
      this.#expect(this.#endFrame, this.#frame.carriesChecksum ? WORD_BYTES : 0, passing);
    } else {
      this.#expect(this.#readBlockHeader, BLOCK_HEADER_BYTES, passing);
    }
  }

  /** Content_Checksum, if there is one: "the low 4 bytes are stored in little-endian format". */
  #endFrame() {
    const frame = this.#frame;
    this.#give(true);
    if (!frame.ended || frame.bytes !== (frame.contentBytes ?? frame.bytes)) {
      throw new Error('its size is not what it says');
    }
    if (frame.carriesChecksum && frame.hash.digest()[1] !== this.#view.getUint32(0, true)) {
      throw new Error('its checksum is wrong');
    }
    this.#frame = null;
    this.#expect(this.#readMagic, WORD_BYTES);
  }

  #give(last) {
    this.#frame?.decoder.push(this.#bytes.subarray(this.#given, this.#at), last);
    this.#given = this.#at;
  }
}

/** In bytes: "Window_Descriptor". */
function windowSize(descriptor) {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + base / 8 * (descriptor & 7);
}
