// SPDX-License-Identifier: Apache-2.0
/** The images of a machine that began without them: fetched when it is reset, and waits for them. */

import { DownloadError } from '../loading/download.js';

export class LaterImages {
  /** The machine waits for them. */
  away = false;
  /** Why they could not be fetched, a sentence; empty while they are on their way. */
  failure = '';
  #fetch;

  /** @param fetch begins to fetch them; returns the sources, by kind */
  constructor(fetch) {
    this.#fetch = fetch;
  }

  /**
   * Fetches them, once more if that failed before. A download that fails leaves the machine waiting.
   *
   * @param take has the machine take the sources; resolves when it has, and rejects if it can't
   */
  async bring(take) {
    this.away = true;
    this.failure = '';
    try {
      await take(this.#fetch());
      this.away = false;
    } catch (error) {
      if (!(error instanceof DownloadError)) {
        throw error;
      }
      this.failure = error.message;
    }
  }
}
