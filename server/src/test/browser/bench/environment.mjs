// SPDX-License-Identifier: Apache-2.0
/** What was measured, and on what. */

import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { chromiumProgram, firefoxProgram } from '../support/browser.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** The benchmarks' own results don't change what is measured. */
const SOURCES = [':/', ':(exclude,top)docs/benchmarks.*'];

export function environment() {
  const cpus = os.cpus();
  return {
    commit: run('git', 'log', '-1', '--format=%H'),
    commitDate: run('git', 'log', '-1', '--format=%cs'),
    modified: run('git', 'status', '--porcelain', '--', ...SOURCES) !== '',
    cpu: cpus[0].model.trim(),
    cores: cpus.length,
    memoryBytes: os.totalmem(),
    kernel: `${os.type()} ${os.release()}`,
    jdk: versionOf('java'),
    chromium: versionOf(chromiumProgram()),
    firefox: versionOf(firefoxProgram()),
    loadAverage: os.loadavg()[0],
  };
}

function versionOf(program) {
  return /\d+(\.\w+)+/.exec(run(program, '--version'))[0];
}

function run(program, ...args) {
  const options = { cwd: HERE, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
  return execFileSync(program, args, options).trim();
}
