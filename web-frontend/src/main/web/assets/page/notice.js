// SPDX-License-Identifier: Apache-2.0
/**
 * The card over the terminal: how far the download is, of a machine or of the images that one fetches to be reset,
 * or why there is no machine.
 */

const TITLES = {
  loading: 'Loading the machine',
  fetching: 'Loading what the machine boots from',
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
  /** A machine that is there waits for its images. */
  let fetching = false;

  const tellFetching = (busy) => {
    if (busy && !fetching) {
      notice.dataset.place = 'below';
      bar.hidden = false;
      again.hidden = true;
      part('title').textContent = TITLES.fetching;
      soon = setTimeout(show, LOADING_SHOWN_AFTER_MILLIS);
    } else if (!busy) {
      clearTimeout(soon);
      notice.hidden = true;
    }
    fetching = busy;
  };

  again.addEventListener('click', () =>
    session.state === 'off' ? session.reset() : session.bootAgain().catch(() => {}));

  session.addEventListener('progress', ({ detail: { loaded, total } }) => {
    bar.max = total;
    bar.value = loaded;
    part('text').textContent = `${mebibytes(loaded)} of ${mebibytes(total)} MiB`;
    if (session.live) {
      tellFetching(loaded < total);
    }
  });

  session.addEventListener('foreseen', () => { notice.dataset.place = 'below'; });

  session.addEventListener('state', ({ detail: { state, reason, retry } }) => {
    fetching &&= session.live;
    if (fetching) {
      return;
    }
    const running = session.live || state === 'replaying';
    clearTimeout(soon);
    notice.hidden = running || state === 'loading';
    if (state === 'loading') {
      soon = setTimeout(show, LOADING_SHOWN_AFTER_MILLIS);
    }
    hadMachine = running || state === 'off' || (hadMachine && state !== 'loading');
    // With a machine's last words behind it the card moves out of their way.
    notice.dataset.place = hadMachine ? 'below' : 'middle';
    notice.setAttribute('role', state === 'failed' ? 'alert' : 'status');
    bar.hidden = state !== 'loading';
    again.hidden = state === 'loading' || !retry;
    again.textContent = state === 'off' ? 'Power on' : 'Try again';
    part('title').textContent = TITLES[state === 'failed' && hadMachine ? 'stopped' : state] ?? '';
    part('text').textContent = reason ?? '';
    if (state === 'loading') {
      bar.removeAttribute('value');
    }
  });
}

function mebibytes(bytes) {
  return (bytes / (1 << 20)).toFixed(1);
}
