// SPDX-License-Identifier: Apache-2.0
/**
 * Part "debian": Debian in Chromium, from disks that are fetched as they are read: to the prompt, and in the
 * workbench, if it was built (kernels/build.sh workbench), the first and the later runs of compiler and Python.
 */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startUnwatchedChromium } from '../support/browser.mjs';
import { startServer } from '../support/server.mjs';
import { environment } from './environment.mjs';
import { MachinePage } from './machine-page.mjs';
import { summary } from './statistics.mjs';
import { countWireBytes } from './wire-bytes.mjs';

const BUILT = fileURLToPath(new URL('../../../../../kernels/built/', import.meta.url));
const WARM_RUNS = 5;
const COMMANDS = { gcc: 'gcc hello.c', python3: 'python3 -c 1' };
const PREPARE = `cd /tmp; echo 'int puts(const char*);int main(){puts("hello");}' >hello.c`;

/**
 * @return {environment, machines: {id: {prompt, and for the workbench gcc, python3}}}, each {cold: summary of wall
 *     ms, warm: summary, bytes, requests of the first run}
 */
export async function measureDebian(runs, progress) {
  const workbench = existsSync(`${BUILT}workbench`);
  const server = await startServer(...(workbench ? ['--images', BUILT] : []));
  try {
    const machines = { debian: await measureMachine(server.url, 'debian', {}, runs, progress) };
    if (workbench) {
      machines.workbench = await measureMachine(server.url, 'workbench', COMMANDS, runs, progress);
    }
    return { environment: environment(), machines };
  } finally {
    await server.stop();
  }
}

async function measureMachine(url, id, commands, runs, progress) {
  const measured = [];
  for (let i = 1; i <= runs; i++) {
    progress(`${id}: ${i} of ${runs}`);
    measured.push(await measureOnce(url, id, commands));
  }
  progress(`${id}: what is fetched`);
  const counted = await measureOnce(url, id, commands, countWireBytes);
  return Object.fromEntries(Object.keys(counted).map((name) => [name, {
    bytes: counted[name].bytes,
    requests: counted[name].requests,
    cold: summary(measured, (run) => run[name].cold),
    ...(counted[name].warm && { warm: summary(measured.flatMap((run) => run[name].warm), (millis) => millis) }),
  }]));
}

/**
 * One machine in a fresh profile.
 *
 * @param count watches what a page fetches, which takes time of its own
 */
async function measureOnce(url, id, commands, count = async () => ({ bytes: 0, requests: 0 })) {
  let fetched;
  const machine = await MachinePage.boot(startUnwatchedChromium, `${url}?image=${id}`, async (page) => {
    fetched = await count(page);
  });
  try {
    const results = { prompt: { cold: machine.boot.wallMillis, ...fetched } };
    await machine.execute(PREPARE);
    for (const [name, command] of Object.entries(commands)) {
      const before = { ...fetched };
      const cold = await succeed(machine, command);
      const { bytes, requests } = fetched;
      const warm = [];
      for (let i = 0; i < WARM_RUNS; i++) {
        warm.push(await succeed(machine, command));
      }
      results[name] = { cold, warm, bytes: bytes - before.bytes, requests: requests - before.requests };
    }
    return results;
  } finally {
    await machine.close();
  }
}

/** Wall ms of a command that has to do its work. */
async function succeed(machine, command) {
  const { wallMillis, output } = await machine.execute(`${command} && echo well`);
  if (output !== 'well') {
    throw new Error(`${command}: ${output}`);
  }
  return wallMillis;
}
