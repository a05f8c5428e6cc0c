// SPDX-License-Identifier: Apache-2.0
/** Tells what the machine's disks do: that data comes, or why the machine has to wait, or what went wrong. */

const NOTICE_DELAY_MS = 300;
const FAILURE_MS = 15_000;

/**
 * @param sign element in the bar, shown while data comes
 * @param bubble element over the terminal, for what a person has to know
 */
export function connectDiskStatus(sign, bubble, session) {
  let hiding = null;
  let showing = null;

  session.addEventListener('disks', ({ detail: { waiting, loading, receivedBytes, trouble, failure } }) => {
    sign.hidden = !loading && !waiting;
    sign.textContent = `↓ ${(receivedBytes / (1 << 20)).toFixed(1)} MiB`;
    clearTimeout(showing);
    if (failure) {
      show(`${failure} The machine is told of an error of its disk.`);
      clearTimeout(hiding);
      hiding = setTimeout(hide, FAILURE_MS);
    } else if (trouble && waiting) {
      showing = setTimeout(() => show(`The machine waits for its disk: ${trouble}. `
        + 'It goes on by itself, and nothing is lost.'), NOTICE_DELAY_MS);
    } else if (bubble.dataset.kind !== 'failure') {
      hide();
    }
    bubble.dataset.kind = failure ? 'failure' : bubble.hidden ? '' : bubble.dataset.kind;
  });
  session.addEventListener('state', ({ detail: { state } }) => {
    if (state === 'loading' || state === 'failed') {
      sign.hidden = true;
      hide();
    }
  });

  function show(text) {
    bubble.textContent = text;
    bubble.hidden = false;
  }

  function hide() {
    bubble.hidden = true;
    bubble.dataset.kind = '';
  }
}
