// The checks of a badge, one by one, each with a reason; and the verdict, the one sentence that sums them up.

import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';

import {sha256Hex} from './digest.js';
import {makeLoader} from './loader.js';
import {hasOurForm, isOpenBadge, issuerOf, list, proofOf} from './shape.js';

const passed = (check, reason, values = {}) => ({check, state: 'passed', reason, values});
const failed = (check, reason, values = {}) => ({check, state: 'failed', reason, values});
const open = (check, reason, values = {}) => ({check, state: 'open', reason, values});

/**
 * Check a credential against the record of the site.
 *
 * Returns `{verdict, checks, credential}`: keys of messages and, only for a badge whose signature is good, the
 * credential, because nothing else in it can be believed.
 */
export async function checkBadge(credential, {record, fresh, email, now}) {
  if (!isOpenBadge(credential)) {
    return {verdict: 'not_badge', checks: [failed('file', 'file.not_open_badge')]};
  }
  const file = passed('file', 'file.read');
  if (issuerOf(credential) !== record.did.id) {
    const issuer = failed('issuer', 'issuer.other', {issuer: String(issuerOf(credential)), ours: record.issuer.name});
    return {verdict: 'other_issuer', checks: [file, issuer]};
  }
  const documentLoader = makeLoader(record, record.statusLists);
  const suite = new DataIntegrityProof({cryptosuite});
  const origin = await checkOrigin(credential, {record, suite, documentLoader});
  if (origin.some(({state}) => state === 'failed')) {
    return {verdict: origin[0].reason === 'issuer.leaked_key' ? 'leaked' : 'changed', checks: [file, ...origin]};
  }
  const status = await checkRevocation(credential, {record, suite, documentLoader, fresh});
  const dates = checkDates(credential, now);
  const holder = await checkHolder(credential, email);
  const achievement = await checkAchievement(credential, record);
  const endorsements = await checkEndorsements(credential, {record, now, suite, documentLoader});
  return {
    verdict: verdict({status, dates, holder}),
    checks: [file, ...origin, status, dates, achievement, ...endorsements.map(({check}) => check), holder],
    endorsements: endorsements.filter(({check}) => check.state === 'passed'),
    credential,
  };
}

function verdict({status, dates, holder}) {
  if (status.state === 'failed') {
    return 'revoked';
  }
  if (dates.state === 'failed') {
    return dates.reason === 'dates.expired' ? 'expired' : 'not_yet';
  }
  if (holder.state === 'failed') {
    return 'other_holder';
  }
  return status.state === 'open' ? 'unchecked' : 'valid';
}

/** Is it signed by a key of the issuer, and is it what was signed? */
async function checkOrigin(credential, {record, suite, documentLoader}) {
  const key = proofOf(credential)?.verificationMethod;
  if (record.leakedKeys.includes(String(key).split('#')[1])) {
    return [failed('issuer', 'issuer.leaked_key')];
  }
  if (!record.did.assertionMethod.includes(key)) {
    return [failed('issuer', 'issuer.unknown_key', {ours: record.issuer.name})];
  }
  const issuer = passed('issuer', 'issuer.ours', {ours: record.issuer.name});
  const {verified} = hasOurForm(credential)
    ? await vc.verifyCredential({
      credential,
      suite,
      documentLoader,
      // Dates and status get their own checks, with their own reasons; here only the signature is asked about.
      now: credential.validFrom,
      checkStatus: async () => ({verified: true}),
    })
    : {verified: false};
  return [issuer, verified
    ? passed('signature', 'signature.good', {date: new Date(proofOf(credential).created)})
    : failed('signature', 'signature.bad')];
}

async function checkRevocation(credential, {record, suite, documentLoader, fresh}) {
  const {verified, results} = await checkStatus({credential, suite, documentLoader});
  if (!verified) {
    return open('status', 'status.unknown');
  }
  // `verified` speaks of the list alone; whether the badge is on it stands in each result.
  if (!results.some(({status}) => status)) {
    return passed('status', fresh ? 'status.in_force' : 'status.in_force_stored');
  }
  const {statusListCredential: address, statusListIndex: index} = credential.credentialStatus;
  const why = record.reasons[address]?.[index];
  return why
    ? failed('status', 'status.revoked_because', {reason: why.reason, date: new Date(why.date)})
    : failed('status', 'status.revoked');
}

function checkDates(credential, now) {
  const from = new Date(credential.validFrom);
  const until = credential.validUntil && new Date(credential.validUntil);
  if (from > now) {
    return failed('dates', 'dates.not_yet', {from});
  }
  if (until && until < now) {
    return failed('dates', 'dates.expired', {until});
  }
  return until ? passed('dates', 'dates.until', {from, until}) : passed('dates', 'dates.open', {from});
}

async function checkAchievement(credential, record) {
  const {achievement} = credential.credentialSubject;
  const published = record.achievements[achievement.id];
  if (!published) {
    return open('achievement', 'achievement.unknown');
  }
  return published.digest === await sha256Hex(canonical(achievement))
    ? passed('achievement', 'achievement.published')
    : open('achievement', 'achievement.other_words');
}

/**
 * Whoever endorses must be known to the issuer, and have signed it: in the badge, or since it was awarded. Returns each
 * document with its check.
 */
async function checkEndorsements(credential, {record, now, suite, documentLoader}) {
  const documents = [...list(credential.endorsement), ...endorsedSince(credential, record)];
  return Promise.all(documents.map(async (document) => {
    const known = record.endorsements[document.id];
    if (known?.endorser !== issuerOf(document) || !await isSigned(document, {suite, documentLoader})) {
      return {document, check: open('endorsement', 'endorsement.unknown')};
    }
    const {organisation, withdrawn, language} = known;
    const hasEnded = document.validUntil && new Date(document.validUntil) <= now;
    const inForce = passed('endorsement', 'endorsement.signed', {organisation});
    const ended = open('endorsement', withdrawn ? 'endorsement.withdrawn' : 'endorsement.ended', {organisation});
    return {document, language, check: withdrawn || hasEnded ? ended : inForce};
  }));
}

/** What is said of the badge or the issuer by those of whom it carries nothing, in its language if it is. */
function endorsedSince(credential, record) {
  const {achievement} = credential.credentialSubject;
  const ours = ['', record.achievements[achievement.id]?.slug];
  const keyOf = (one) => `${one?.endorser} ${one?.slug}`;
  const seen = new Set(list(credential.endorsement).map(({id}) => keyOf(record.endorsements[id])));
  const isOther = ({language}) => Number(language !== achievement.inLanguage);
  return Object.values(record.endorsements)
    .filter(({document, slug}) => document && ours.includes(slug))
    .sort((one, other) => isOther(one) - isOther(other))
    .filter((one) => !seen.has(keyOf(one)) && seen.add(keyOf(one)))
    .map(({document}) => document);
}

async function isSigned(credential, {suite, documentLoader}) {
  const {verified} = await vc.verifyCredential({credential, suite, documentLoader, now: credential.validFrom});
  return verified;
}

/** Compare the salted hash with the address as typed and, since people vary it, in lower case. */
async function checkHolder(credential, email) {
  if (!email) {
    return open('holder', 'holder.not_asked');
  }
  const spellings = new Set([email, email.toLowerCase()]);
  for (const {identityHash, salt = ''} of list(credential.credentialSubject.identifier)) {
    for (const spelling of spellings) {
      if (identityHash === `sha256$${await sha256Hex(spelling + salt)}`) {
        return passed('holder', 'holder.same', {email});
      }
    }
  }
  return failed('holder', 'holder.other', {email});
}

/** JSON with sorted keys and no spaces: the text that the record's digests are made of. */
function canonical(value) {
  return JSON.stringify(value, (_, item) => (
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))
      : item));
}
