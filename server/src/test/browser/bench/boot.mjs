// SPDX-License-Identifier: Apache-2.0
/** Part "boot": from nothing to the prompt, again and again, each time with a fresh profile. */

import { countWireBytes } from './wire-bytes.mjs';

/** @return {wireBytes, runs by host: MachinePage.boot or MachineProcess.boot of each} */
export async function measureBoot(hosts, runs, progress) {
  const result = { wireBytes: 0, runs: {} };
  for (const [key, host] of Object.entries(hosts)) {
    progress(`boot, ${host.title}: warm-up`);
    if (key === 'chromium') {
      result.wireBytes = await bootAndCount(host);
    } else {
      await bootOnce(host);
    }
    result.runs[key] = [];
    for (let i = 1; i <= runs; i++) {
      const boot = await bootOnce(host);
      result.runs[key].push(boot);
      progress(`boot, ${host.title}: ${i} of ${runs}, ${Math.round(boot.wallMillis)} ms`);
    }
  }
  return result;
}

async function bootOnce(host, prepare) {
  const machine = await host.boot(prepare);
  await machine.close();
  return machine.boot;
}

/** Watching the network takes time, so it is done in a run that isn't measured. */
async function bootAndCount(host) {
  let counter;
  await bootOnce(host, async (page) => {
    counter = await countWireBytes(page);
  });
  return counter.bytes;
}
