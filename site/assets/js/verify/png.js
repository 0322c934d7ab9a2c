// The iTXt chunk in which a PNG carries a badge (Open Badges 3.0, section 5.3.1; PNG 3rd edition, section 11.3.3.4).

import {inflate} from './inflate.js';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORD = 'openbadgecredential';

/** Say whether the bytes begin as every PNG does. */
export function isPng(bytes) {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/** Return the text of the credential in the picture, or undefined. */
export async function credentialInPng(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Length, type, data, checksum: the least chunk has 12 bytes.
  for (let start = SIGNATURE.length; start + 12 <= bytes.length;) {
    const length = view.getUint32(start);
    const type = String.fromCharCode(...bytes.subarray(start + 4, start + 8));
    if (type === 'iTXt') {
      const text = await credentialInChunk(bytes.subarray(start + 8, start + 8 + length));
      if (text !== undefined) {
        return text;
      }
    }
    start += 12 + length;
  }
  return undefined;
}

/** Keyword, 0, compression flag, compression method, language, 0, translated keyword, 0, text. */
async function credentialInChunk(data) {
  const end = data.indexOf(0);
  if (new TextDecoder().decode(data.subarray(0, end)) !== KEYWORD) {
    return undefined;
  }
  const compressed = data[end + 1] === 1;
  const language = data.indexOf(0, end + 3);
  const translated = data.indexOf(0, language + 1);
  const content = data.subarray(translated + 1);
  // The specification forbids compression here, but other bakers use it.
  return new TextDecoder().decode(compressed ? await inflate(content) : content);
}
