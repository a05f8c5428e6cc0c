// SPDX-License-Identifier: Apache-2.0
/**
 * Part "disks": throughput of a virtio disk in the guest, against QEMU's with the same kernel and initrd.
 *
 * The guest's dd reads and writes past its page cache (O_DIRECT). Small transfers are made by a program of our own
 * (kernels/transfers), one at a time, each at another random place. What starting it takes, with no transfers
 * asked for, is measured too and taken off.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChromium } from '../support/browser.mjs';
import { Guest } from '../support/guest.mjs';
import { startJar, startServer } from '../support/server.mjs';
import { environment } from './environment.mjs';
import { MachinePage } from './machine-page.mjs';
import { MachineProcess } from './machine-process.mjs';
import { summary } from './statistics.mjs';

const IMAGES = fileURLToPath(new URL('../../../../../kernels/images/', import.meta.url));
const KERNEL = 'linux-rv64.Image';
const FIRMWARE = 'opensbi-rv64-fw_dynamic.bin';
const ROOT_PARTS = ['busybox-rv64.cpio', 'transfers-rv64.cpio'];
const ROOT = 'bench.cpio';
const COMMAND_LINE = 'console=ttyS0 quiet no4lvl';
const MEMORY_MIB = 256;
const DISK_MIB = 128;
const SEQUENTIAL_MIB = 32;
const TRANSFERS = 4096;
const STDIO = { stdio: ['pipe', 'pipe', 'inherit'] };

const sequential = (from, to) => `dd if=${from} of=${to} bs=1M count=${SEQUENTIAL_MIB}`;
const random = (direction, count) => `transfers ${direction} /dev/vda ${count}`;
const COMMANDS = {
  sequentialWrite: `${sequential('/tmp/noise', '/dev/vda')} oflag=direct conv=fsync`,
  sequentialRead: `${sequential('/dev/vda', '/dev/null')} iflag=direct`,
  randomWrite: random('write', TRANSFERS),
  randomWriteStart: random('write', 0),
  randomRead: random('read', TRANSFERS),
  randomReadStart: random('read', 0),
};
const PREPARE = `dd if=/dev/urandom of=/tmp/noise bs=1M count=${SEQUENTIAL_MIB} 2>/dev/null`;

/**
 * @return {environment, titles, sequentialMib, transfers, hosts: {key: {command: summary of wall ms}}}; the wall's
 *     time, as the guest's clock stands still while a page fetches
 */
export async function measureDisks(runs, progress) {
  const folder = mkdtempSync(join(tmpdir(), 'bootlink-bench-'));
  const titles = { chromium: 'Chromium, kept disk', jvm: 'JVM, raw file', qemu: 'QEMU, raw file' };
  const starts = { chromium: inPage, jvm: onJvm, qemu: inQemu };
  const hosts = {};
  const root = join(folder, ROOT);
  writeFileSync(root, Buffer.concat(ROOT_PARTS.map((part) => readFileSync(`${IMAGES}${part}`))));
  try {
    for (const [key, start] of Object.entries(starts)) {
      const machine = await start(join(folder, key), root);
      try {
        hosts[key] = await measureOne(machine, runs, (what) => progress(`disks, ${titles[key]}: ${what}`));
      } finally {
        await machine.close();
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { environment: environment(), titles, sequentialMib: SEQUENTIAL_MIB, transfers: TRANSFERS, hosts };
}

async function measureOne(machine, runs, progress) {
  await machine.execute(PREPARE);
  const measured = [];
  for (let i = 0; i <= runs; i++) {
    progress(i === 0 ? 'warm-up' : `${i} of ${runs}`);
    const run = {};
    for (const [name, command] of Object.entries(COMMANDS)) {
      run[name] = (await machine.execute(command)).wallMillis;
    }
    measured.push(run);
  }
  await assertTransferred(machine, runs + 1);
  return Object.fromEntries(Object.keys(COMMANDS)
    .map((name) => [name, summary(measured.slice(1), (run) => run[name])]));
}

/** By the guest's own count: Linux, "Documentation/block/stat.rst". */
async function assertTransferred(machine, rounds) {
  const { output } = await machine.execute('cat /sys/block/vda/stat');
  const [, , sectorsRead, , , , sectorsWritten] = output.trim().split(/\s+/).map(Number);
  const expected = rounds * (SEQUENTIAL_MIB * 2048 + TRANSFERS * 8);
  assert.ok(sectorsRead >= expected && sectorsWritten >= expected, `${output}, not ${expected} sectors`);
}

/** A machine that is kept in a real profile: its blank disk lies in the browser's private file system. */
async function inPage(folder, root) {
  const images = mkdtempSync(`${folder}-images-`);
  writeFileSync(join(images, ROOT), readFileSync(root));
  writeFileSync(join(images, 'manifest.json'), JSON.stringify({
    images: [{ file: ROOT, kind: 'initrd', name: ROOT, description: '', licence: '' }],
    machines: [{ id: 'blank', kernel: KERNEL, firmware: FIRMWARE, initrd: ROOT, memoryMiB: MEMORY_MIB, harts: 1,
      commandLine: COMMAND_LINE,
      disks: [{ blankMiB: DISK_MIB }] }],
  }));
  const server = await startServer('--images', images);
  const profile = mkdtempSync(`${folder}-profile-`);
  const start = () => startChromium({ userDataDir: profile });
  try {
    const id = await makeMachine(start, server.url);
    const machine = await MachinePage.boot(start, `${server.url}?machine=${id}`, undefined, { shared: true });
    const close = machine.close.bind(machine);
    machine.close = async () => {
      await close();
      await server.stop();
    };
    return machine;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function makeMachine(start, url) {
  const browser = await start();
  try {
    const guest = await Guest.open(browser, `${url}?image=none`, undefined, { shared: true });
    return await guest.page.evaluate(() => window.bootlink.machines.make('Bench', { image: 'blank' }));
  } finally {
    await browser.close();
  }
}

function onJvm(path, root) {
  const args = ['run', '--kernel', `${IMAGES}${KERNEL}`, '--initrd', root,
    '--cmdline', COMMAND_LINE, '--memory', MEMORY_MIB, '--disk', blankDisk(path)];
  return MachineProcess.boot(() => startJar(args.map(String), STDIO));
}

function inQemu(path, root) {
  return MachineProcess.boot(() => spawn('qemu-system-riscv64', [
    '-M', 'virt', '-m', `${MEMORY_MIB}`, '-display', 'none', '-monitor', 'none', '-serial', 'stdio',
    '-bios', `${IMAGES}${FIRMWARE}`, '-kernel', `${IMAGES}${KERNEL}`,
    '-initrd', root, '-append', COMMAND_LINE,
    '-drive', `file=${blankDisk(path)},format=raw,if=none,id=disk`, '-device', 'virtio-blk-device,drive=disk',
  ], STDIO));
}

function blankDisk(path) {
  writeFileSync(path, '');
  truncateSync(path, DISK_MIB << 20);
  return path;
}
