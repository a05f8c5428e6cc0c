// SPDX-License-Identifier: Apache-2.0
/**
 * The card over the terminal: how far the download is, of a machine or of the images that one fetches to be reset,
 * or why they could not be had, or why there is no machine.
 */

const TITLES = {
  loading: 'Loading the machine',
  fetching: 'Loading what the machine boots from',
  waiting: 'What the machine boots from could not be loaded',
  off: 'The machine is off',
  failed: 'There is no machine to show',
  stopped: 'The machine stopped',
};

/** What takes no longer than this is over before anyone could read the card. */
const LOADING_SHOWN_AFTER_MILLIS = 600;

export function connectNotice(notice, session) {
  const part = (name) => notice.querySelector(`[data-part=${name}]`);
  const bar = part('bar');
  const again = part('again');
  let hadMachine = false;
  const show = () => { notice.hidden = false; };
  let soon = setTimeout(show, LOADING_SHOWN_AFTER_MILLIS);
  /** A machine that is there waits for its images, also while it is paused. */
  let fetching = false;

  again.addEventListener('click', () =>
    session.state === 'failed' ? session.bootAgain().catch(() => {}) : session.reset());

  session.addEventListener('progress', ({ detail: { loaded, total } }) => {
    bar.max = total;
    bar.value = loaded;
    part('text').textContent = `${mebibytes(loaded)} of ${mebibytes(total)} MiB`;
    if (fetching && loaded === total) {
      clearTimeout(soon);
      notice.hidden = true;
    }
  });

  session.addEventListener('foreseen', () => { notice.dataset.place = 'below'; });

  session.addEventListener('state', ({ detail: { state, reason, retry } }) => {
    if (fetching && (state === 'paused' || state === 'fetching')) {
      return;
    }
    fetching = state === 'fetching';
    const downloads = fetching || state === 'loading';
    const works = session.live || state === 'replaying';
    clearTimeout(soon);
    notice.hidden = downloads || (works && state !== 'waiting');
    if (downloads) {
      soon = setTimeout(show, LOADING_SHOWN_AFTER_MILLIS);
    }
    hadMachine = works || state === 'off' || (hadMachine && state !== 'loading');
    // With a machine's last words behind it the card moves out of their way.
    notice.dataset.place = hadMachine ? 'below' : 'middle';
    notice.setAttribute('role', state === 'failed' || state === 'waiting' ? 'alert' : 'status');
    bar.hidden = !downloads;
    again.hidden = downloads || !retry;
    again.textContent = state === 'off' ? 'Power on' : 'Try again';
    part('title').textContent = TITLES[state === 'failed' && hadMachine ? 'stopped' : state] ?? '';
    part('text').textContent = reason ?? '';
    if (downloads) {
      bar.removeAttribute('value');
    }
  });
}

function mebibytes(bytes) {
  return (bytes / (1 << 20)).toFixed(1);
}
