// SPDX-License-Identifier: Apache-2.0
/** Part "idle": what a machine costs that waits at its prompt, or is paused. */

import { setTimeout as sleep } from 'node:timers/promises';

/** After the boot the browser may still compile. */
const SETTLE_MILLIS = 2_000;
const WATCH_MILLIS = 10_000;

/** @return by host {idlePercent, pausedPercent} of one core, by all threads of the machine's process */
export async function measureIdle(hosts, progress) {
  const results = {};
  for (const [key, host] of Object.entries(hosts)) {
    progress(`idle, ${host.title}`);
    const machine = await host.boot();
    try {
      await sleep(SETTLE_MILLIS);
      results[key] = { idlePercent: await usedPercent(machine) };
      if (machine.pause) {
        await machine.pause();
        results[key].pausedPercent = await usedPercent(machine);
      }
    } finally {
      await machine.close();
    }
  }
  return results;
}

async function usedPercent(machine) {
  const before = machine.sampleCpu();
  const start = performance.now();
  await sleep(WATCH_MILLIS);
  return (machine.cpuSince(before).wholeMillis / (performance.now() - start)) * 100;
}
