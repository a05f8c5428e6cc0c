// SPDX-License-Identifier: Apache-2.0
/** What this page's server keeps for people: below s/, if it offers that. */

import { SessionError } from './session-error.js';

const FOLDER = new URL('s/', document.baseURI);
const TYPE = 'application/octet-stream';

/** What the server takes, {maxBytes, days}, or null if it keeps nothing. */
export async function offer() {
  try {
    const response = await fetch(FOLDER);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** Stores `bytes`; gives the SHA-256 that they are found by. */
export async function store(bytes) {
  let response;
  try {
    response = await fetch(FOLDER, { method: 'POST', headers: { 'content-type': TYPE }, body: bytes });
  } catch (error) {
    throw new SessionError(`The server can’t be reached (${error.message}). Save it to a file instead.`);
  }
  const text = (await response.text()).trim();
  if (!response.ok) {
    throw new SessionError(`The server did not store it (${response.status}): ${text}`);
  }
  return text.split('/').pop();
}

/** The address that opens what is stored under that hash. */
export function storedUrl(sha256) {
  return new URL(sha256, FOLDER).href;
}

/** The bytes that are stored under that hash. */
export async function fetchStored(sha256) {
  const url = new URL(`${sha256}/content`, FOLDER);
  let response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new SessionError(`The session could not be fetched: the server can’t be reached (${error.message}).`);
  }
  if (response.status === 404) {
    throw new SessionError(`Nothing is stored at this server under ${sha256.slice(0, 12)}…, or not any more `
      + `(${url}).`);
  }
  if (!response.ok) {
    throw new SessionError(`The session could not be fetched: the server answered ${response.status} (${url}).`);
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  const hash = crypto.subtle && new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  if (hash && Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('') !== sha256) {
    throw new SessionError(`The session was damaged on its way: its hash is another one (${url}).`);
  }
  return bytes;
}
