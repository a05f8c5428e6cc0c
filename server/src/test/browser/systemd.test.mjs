// SPDX-License-Identifier: Apache-2.0
/** Debian started by systemd, in the workbench, if that was built. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PROMPT } from './bench/prompt.mjs';
import { startChromium } from './support/browser.mjs';
import { serverAndBrowser } from './support/fixture.mjs';

const WORKBENCH = fileURLToPath(new URL('../../../../kernels/built/workbench', import.meta.url));
const skip = existsSync(WORKBENCH) ? false : 'the workbench is not built: kernels/build.sh workbench makes it';

const { open } = skip ? {} : serverAndBrowser(startChromium, ['--images', WORKBENCH]);

test('systemd brings Debian up without a failed unit, offers a shell, starts services, and powers off', { skip },
  async () => {
    const guest = await open('?image=workbench&append=systemd');
    await guest.untilOutput(PROMPT);
    assert.equal(await guest.run('cat /proc/1/comm'), 'systemd');
    assert.equal(await guest.run('systemctl is-system-running --wait'), 'running');
    assert.equal(await guest.run('systemctl --failed --no-legend --no-pager'), '');
    await guest.run("printf '[Service]\\nType=oneshot\\nUser=nobody\\nStandardOutput=file:/run/mine.text\\n"
      + "ExecStart=/usr/bin/id -un\\n' > /run/systemd/system/mine.service");
    assert.equal(await guest.run('systemctl daemon-reload; systemctl start mine; cat /run/mine.text'), 'nobody');
    await guest.picture('systemd');
    await guest.send('poweroff\r');
    await guest.untilState('off');
    await guest.close();
  });
