// SPDX-License-Identifier: Apache-2.0
/** What a person does to share a session and to open a shared one. */

/** The link that the share dialog shows. */
export async function sharedLink(guest) {
  await guest.press('Share');
  await guest.until(() => document.querySelector('#share-link')?.value);
  return guest.page.$eval('#share-link', (field) => field.value);
}

/** The part of a link that holds the session. */
export function query(link) {
  return new URL(link).hash;
}

/** How the replay on the page went, when it has ended. */
export async function replayed(guest) {
  await guest.until(() => window.bootlink.replayed?.ended || window.bootlink.replayed?.divergence);
  return guest.page.evaluate(() => window.bootlink.replayed);
}
