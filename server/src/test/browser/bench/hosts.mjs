// SPDX-License-Identifier: Apache-2.0
/** What the machine runs on. */

import { startFirefox, startUnwatchedChromium } from '../support/browser.mjs';
import { MachinePage } from './machine-page.mjs';
import { MachineProcess } from './machine-process.mjs';

export const OFF = '-off';

/**
 * Hosts by their keys in benchmarks.json: {title, boot}; `boot` makes a machine at its prompt. Those whose
 * keys end in OFF only interpret.
 *
 * @param url of the server
 */
export function hostsFor(url) {
  return {
    jvm: { title: 'JVM', boot: () => MachineProcess.boot() },
    chromium: { title: 'Chromium', boot: (prepare) => MachinePage.boot(startUnwatchedChromium, url, prepare) },
    firefox: { title: 'Firefox', boot: () => MachinePage.boot(startFirefox, url) },
    'chromium-off': {
      title: 'Chromium, jit=off',
      boot: (prepare) => MachinePage.boot(startUnwatchedChromium, `${url}?jit=off`, prepare),
    },
    'firefox-off': {
      title: 'Firefox, jit=off',
      boot: () => MachinePage.boot(startFirefox, `${url}?jit=off`),
    },
  };
}
