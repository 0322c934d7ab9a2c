// From what a person drops, chooses or pastes to the text of a credential.

import {credentialInPdf, isPdf} from './pdf.js';
import {credentialInPng, isPng} from './png.js';

const LARGEST_FILE = 5 * 1024 * 1024;
// Open Badges 3.0, section 5.3.2 "SVGs".
const NAMESPACE = 'https://purl.imsglobal.org/ob/v3p0';

/** Something that is no badge. `reason` is the key of the message that says why. */
export class NotABadge extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** Return the credential in a file: JSON, a baked PNG or SVG, or a certificate (PDF). */
export async function readFile(file) {
  if (file.size > LARGEST_FILE) {
    throw new NotABadge('file.too_large');
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isPng(bytes)) {
    return parse(await credentialInPng(bytes) ?? fail('file.no_credential'));
  }
  if (isPdf(bytes)) {
    return parse(await credentialInPdf(bytes) ?? fail('file.no_credential'));
  }
  let text;
  try {
    text = new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    fail('file.unknown');
  }
  return readText(text);
}

/** Return the credential in a text: JSON or the source of a baked SVG. */
export function readText(text) {
  const trimmed = text.trim();
  if (!trimmed) {
    fail('file.empty');
  }
  return parse(trimmed.startsWith('<') ? credentialInSvg(trimmed) : trimmed);
}

function credentialInSvg(source) {
  const picture = new DOMParser().parseFromString(source, 'image/svg+xml');
  const element = picture.getElementsByTagNameNS(NAMESPACE, 'credential')[0] ?? fail('file.no_credential');
  return element.getAttribute('verify') ?? element.textContent;
}

function parse(text) {
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text.trim())) {
    fail('file.token');
  }
  let credential;
  try {
    credential = JSON.parse(text);
  } catch {
    fail('file.unknown');
  }
  return credential;
}

function fail(reason) {
  throw new NotABadge(reason);
}
