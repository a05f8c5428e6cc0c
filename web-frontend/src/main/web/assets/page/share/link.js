// SPDX-License-Identifier: Apache-2.0
/** Sessions in the fragment of an address: docs/session-format.md, "Links". */

import { SessionError } from './session-error.js';

/** Longer ones get cut by what people send them with. */
export const MAX_LINK_CHARACTERS = 8_000;

const NAME = '#session=';
/** What a fragment may come to; all else is refused before there is room made for it. */
const MAX_FRAGMENT_CHARACTERS = 2_000_000;
const MAX_INFLATED_BYTES = 32 << 20;

/** The fragment that holds a whole recording. */
export async function fragmentOf(recording) {
  const stream = new Blob([recording]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const deflated = new Uint8Array(await new Response(stream).arrayBuffer());
  return deflated.length < recording.length
    ? `${NAME}1${base64Url(deflated)}`
    : `${NAME}0${base64Url(recording)}`;
}

/** The fragment of a session at this page's own server. */
export function storedFragment(sha256) {
  return `${NAME}s.${sha256}`;
}

/**
 * What is in a fragment.
 *
 * @return null if no session is; else {stored}, a SHA-256, or {bytes}
 * @throws SessionError if it is damaged
 */
export async function sessionIn(fragment) {
  if (!fragment.startsWith(NAME)) {
    return null;
  }
  const form = fragment[NAME.length];
  const text = fragment.slice(NAME.length + 1);
  if (form === 's' && /^\.[0-9a-f]{64}$/.test(text)) {
    return { stored: text.slice(1) };
  }
  if (fragment.length > MAX_FRAGMENT_CHARACTERS) {
    throw new SessionError(`The link is too long (${fragment.length} characters).`);
  }
  if (form === '0') {
    return { bytes: fromBase64Url(text) };
  }
  if (form === '1') {
    return { bytes: await inflate(fromBase64Url(text)) };
  }
  throw new SessionError(/^[2-9]$/.test(form)
    ? 'The link was made by a later version of Bootlink than this server’s.'
    : damaged('it does not begin like one'));
}

async function inflate(deflated) {
  const chunks = [];
  let length = 0;
  const reader = new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (let chunk; !(chunk = await reader.read()).done;) {
      length += chunk.value.length;
      if (length > MAX_INFLATED_BYTES) {
        reader.cancel().catch(() => {});
        throw new SessionError('The link holds more than a session may have.');
      }
      chunks.push(chunk.value);
    }
  } catch (error) {
    throw error instanceof SessionError ? error : new SessionError(damaged('it can’t be decompressed'));
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function base64Url(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text) {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) {
    throw new SessionError(damaged('it has a character that no link has'));
  }
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
  } catch {
    throw new SessionError(damaged('its length is wrong'));
  }
}

function damaged(how) {
  return `The link to a session is damaged: ${how}. Was it copied whole?`;
}
