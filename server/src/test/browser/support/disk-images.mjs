// SPDX-License-Identifier: Apache-2.0
/** A folder of images with machines that have disks, made anew by Debian's mke2fs, and checks of such disks. */

import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

  /**
   * Has fsck replay the journal of a raw image, as a mount does, and look at everything: throws unless there is
   * no fault.
   */
  static check(image) {
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
    try {
      execFileSync('e2fsck', ['-E', 'journal_only', '-y', image], { env, stdio: 'pipe' });
    } catch (error) {
      if (error.status !== 1) {
        throw error;
      }
    }
    execFileSync('e2fsck', ['-f', '-n', image], { env, stdio: 'pipe' });
  }
}
