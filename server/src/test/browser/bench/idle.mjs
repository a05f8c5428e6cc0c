// SPDX-License-Identifier: Apache-2.0
/** Part "idle": what a machine costs that waits at its prompt, or is paused. */

import { setTimeout as sleep } from 'node:timers/promises';

const WATCH_MILLIS = 10_000;

/**
 * Begins when the compilers of the browser or the JVM have caught up with the boot. They are not done then: an
 * idle guest wakes some times a second, and HotSpot needs 3 to 9 s of that to find that it should compile the
 * loop's slow path, for 0.1 to 0.4 s and for good. So what is watched first is told apart.
 *
 * @return by host {restMillis: how long that took, and percent of one core, used by all threads of the
 *     machine's process: firstPercent, idlePercent, pausedPercent}
 */
export async function measureIdle(hosts, progress) {
  const results = {};
  for (const [key, host] of Object.entries(hosts)) {
    progress(`idle, ${host.title}`);
    const machine = await host.boot();
    try {
      const restMillis = await machine.untilAtRest();
      const firstPercent = await usedPercent(machine);
      results[key] = { restMillis, firstPercent, idlePercent: await usedPercent(machine) };
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
