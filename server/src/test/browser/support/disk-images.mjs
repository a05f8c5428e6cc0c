// SPDX-License-Identifier: Apache-2.0
/** A folder of images with machines that have disks, made anew by Debian's mke2fs, and checks of such disks. */

import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runJar } from './server.mjs';

const MIB = 1 << 20;

export class DiskImages {
  /** The folder, for the server's --images. */
  folder = mkdtempSync(join(tmpdir(), 'bootlink-disks-'));
  /** MD5 of each file on the disk, by name. */
  sums = {};

  /** Makes disk.packed and disk.img, of `mebibytes`, with `files` files of noise on it. */
  constructor(mebibytes = 48, files = 12) {
    const root = join(this.folder, 'root');
    mkdirSync(root);
    for (let i = 0; i < files; i++) {
      const content = randomBytes(MIB);
      this.sums[`file${i}`] = createHash('md5').update(content).digest('hex');
      writeFileSync(join(root, `file${i}`), content);
    }
    const image = this.path('disk.img');
    execFileSync('mke2fs', ['-q', '-t', 'ext4', '-d', root, '-L', 'test', image, `${mebibytes}m`],
      { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` } });
    rmSync(root, { recursive: true });
    runJar(['pack', image, this.path('disk.packed')]);
    const machine = { kernel: 'linux-rv64.Image', firmware: 'opensbi-rv64-fw_dynamic.bin',
      initrd: 'busybox-rv64.cpio', memoryMiB: 64, harts: 1, commandLine: 'quiet' };
    writeFileSync(this.path('manifest.json'), JSON.stringify({
      images: [
        { file: 'disk.packed', kind: 'disk', name: 'Test disk' },
        { file: 'disk.img', kind: 'disk', name: 'Raw test disk' },
      ],
      machines: [
        { ...machine, id: 'packed', disks: [{ image: 'disk.packed' }] },
        { ...machine, id: 'raw', disks: [{ image: 'disk.img', readOnly: true }, { blankMiB: 16 }] },
      ],
    }));
  }

  path(name) {
    return join(this.folder, name);
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What fsck says of a raw image: throws unless the file system is without a fault. */
  static check(image) {
    execFileSync('e2fsck', ['-f', '-n', image],
      { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` }, stdio: 'pipe' });
  }

  /** Content of a file on a raw ext4 image. */
  static fileOn(image, name) {
    const out = execFileSync('debugfs', ['-R', `cat ${name}`, image], {
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` }, stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * MIB,
    });
    return out.toString('latin1');
  }

  bytes(name) {
    return readFileSync(this.path(name));
  }
}
