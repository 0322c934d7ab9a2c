// Web cryptography is missing on plain http (a mirror in a local network); only its two digests are needed here.

import {sha256, sha512} from '@noble/hashes/sha2.js';

const DIGESTS = {'SHA-256': sha256, 'SHA-512': sha512};

if (!globalThis.crypto.subtle) {
  const digest = async (algorithm, data) => DIGESTS[algorithm.name ?? algorithm](new Uint8Array(data)).buffer;
  Object.defineProperty(globalThis.crypto, 'subtle', {value: {digest}});
}

/** Return the SHA-256 of a text, in hexadecimal digits. */
export async function sha256Hex(text) {
  const hash = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
