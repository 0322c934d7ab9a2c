// The signed badge that a certificate carries as an attached file (ISO 32000-1, section 7.11.4).

import {inflate} from './inflate.js';

const EMBEDDED = /\/Type\s*\/EmbeddedFile\b[^]*?stream\r?\n([^]*?)\r?\nendstream/g;

/** Say whether the bytes begin as every PDF does. */
export function isPdf(bytes) {
  return latin(bytes.subarray(0, 5)) === '%PDF-';
}

/** Return the text of the credential in the certificate, or undefined. */
export async function credentialInPdf(bytes) {
  for (const [, data] of latin(bytes).matchAll(EMBEDDED)) {
    const text = new TextDecoder().decode(await inflate(Uint8Array.from(data, (letter) => letter.charCodeAt(0))));
    if (text.includes('"OpenBadgeCredential"')) {
      return text;
    }
  }
  return undefined;
}

/** One letter a byte, and nothing else: the decoder called latin1 makes other letters of some bytes. */
function latin(bytes) {
  const parts = [];
  for (let start = 0; start < bytes.length; start += 0x8000) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  }
  return parts.join('');
}
