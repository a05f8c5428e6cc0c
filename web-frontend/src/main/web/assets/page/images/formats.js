// SPDX-License-Identifier: Apache-2.0
/** What a file of the user's is, by its first bytes and, where those say nothing, its name. */

/** So many first bytes are enough to tell. */
export const HEAD_BYTES = 4096;
export const ROLES = ['kernel', 'bios', 'initrd', 'disk'];

const RISCV_MACHINE = 243;
const RAM_START = 0x80000000n;
const SECTOR_BYTES = 512;

/** How `head` is packed: gzip, zstd, xz (not undone here), zboot (Linux's compressed EFI kernel), or null. */
export function packing(head) {
  if (starts(head, 0, '\x1f\x8b')) {
    return 'gzip';
  }
  if (starts(head, 0, '\x28\xb5\x2f\xfd') || startsSkippable(head)) {
    return 'zstd';
  }
  if (starts(head, 0, '\xfd7zXZ\0')) {
    return 'xz';
  }
  return starts(head, 0, 'MZ') && starts(head, 4, 'zimg') ? 'zboot' : null;
}

/** Whether a file is a raw disk by its name, which stays as it is whatever it begins with. */
export function isNamedRaw(name) {
  return /\.raw$/i.test(name);
}

/** Whether a file begins with a frame to skip, as pzstd makes them: Linux doesn't know it as a zstd file then. */
export function startsSkippable(head) {
  return starts(head, 1, '\x2a\x4d\x18') && (head[0] & 0xf0) === 0x50;
}

/**
 * The role that a file has most likely.
 *
 * @param head its first bytes, unpacked
 * @param sizeBytes as given
 * @return one of ROLES, or null if it looks like none of them
 */
export function roleOf(name, head, sizeBytes) {
  if (isElf(head) || starts(head, 56, 'RSC\x05')) {
    return isFirmwareName(name) ? 'bios' : 'kernel';
  }
  if (starts(head, 0, '070701') || starts(head, 0, '070702')) {
    return 'initrd';
  }
  if (/initr(d|amfs)|\.cpio/i.test(name)) {
    return 'initrd';
  }
  if (isFirmwareName(name)) {
    return 'bios';
  }
  if (/u-boot/i.test(name)) {
    return 'kernel';
  }
  const namedDisk = /\.(img|disk|raw|iso|ext[234]|squashfs|packed)(\.|$)/i.test(name);
  return namedDisk || isDisk(head) || sizeBytes % SECTOR_BYTES === 0 ? 'disk' : null;
}

/** Why a file can't be used at all, or null. */
export function refusal(head) {
  if (isElf(head) && head.length >= 20) {
    const machine = head[18] | head[19] << 8;
    if (machine !== RISCV_MACHINE) {
      return 'is an ELF file for another processor, not for RISC-V';
    }
    return head[4] === 2 ? null : 'is for 32-bit RISC-V; the machine has 64 bits';
  }
  if (starts(head, 56, 'ARM\x64')) {
    return 'is a kernel for Arm, not for RISC-V';
  }
  return starts(head, 0, 'QFI\xfb')
    ? 'is in the qcow2 format; make a raw disk of it with: qemu-img convert -O raw'
    : null;
}

/** Why a file that begins so can't be unpacked, or null; Linux unpacks its initial root itself. */
export function packingRefusal(role, head) {
  return role !== 'initrd' && packing(head) === 'xz' ? 'is compressed with xz; use unxz first' : null;
}

/** An ELF kernel that is entered where RAM starts has no firmware below it: it starts in M-mode. */
export function startsWithoutFirmware(bytes) {
  if (!isElf(bytes) || bytes[4] !== 2 || bytes.length < 64) {
    return false;
  }
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(24, true) === RAM_START;
}

function isElf(head) {
  return starts(head, 0, '\x7fELF');
}

function isFirmwareName(name) {
  return /(^|[/_-])(fw_(dynamic|jump|payload)|opensbi|rustsbi)/i.test(name);
}

/** squashfs, a partition table, ext2 to ext4. */
function isDisk(head) {
  return starts(head, 0, 'hsqs') || starts(head, 510, '\x55\xaa') || starts(head, 0x438, '\x53\xef');
}

function starts(bytes, offset, text) {
  return bytes.length >= offset + text.length
    && [...text].every((character, i) => bytes[offset + i] === character.charCodeAt(0));
}
