// The one form in which this issuer writes its badges.
//
// The signature covers the meaning of the document (JSON-LD), while a reader sees its text. Somebody could write a
// signed member so that it keeps its meaning but is not found where one looks for it, say the status of a
// revoked badge under its full address. So a badge of this issuer must have exactly the plain form it was given.

export const OPEN_BADGES_CONTEXT = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
const CONTEXTS = ['https://www.w3.org/ns/credentials/v2', OPEN_BADGES_CONTEXT];
const PLAIN_KEY = /^[A-Za-z][A-Za-z0-9]*$/;

/** Say whether a document is some Open Badges 3.0 credential, whoever issued it. */
export function isOpenBadge(document) {
  return isObject(document)
    && list(document['@context']).includes(CONTEXTS[0])
    && list(document.type).some((type) => type === 'OpenBadgeCredential' || type === 'AchievementCredential');
}

/** Return the identifier of the issuer, which may stand alone or inside a profile. */
export function issuerOf(credential) {
  return isObject(credential.issuer) ? credential.issuer.id : credential.issuer;
}

/** Return the one proof of a badge; badges of this issuer have a list of one. */
export function proofOf(credential) {
  return Array.isArray(credential.proof) && credential.proof.length === 1 ? credential.proof[0] : undefined;
}

/** Say whether a badge has the form that this issuer gives all its badges. */
export function hasOurForm(credential) {
  // Endorsements are documents of others, with contexts and proofs of their own; they are checked by themselves.
  const {'@context': contexts, endorsement, ...members} = credential;
  const {issuer, credentialSubject: subject, credentialStatus: status} = members;
  const proof = proofOf(credential);
  return JSON.stringify(contexts) === JSON.stringify(CONTEXTS)
    && isPlain(members)
    && [issuer, subject, status, proof, subject?.achievement, subject?.achievement?.criteria].every(isObject)
    && [members.name, members.validFrom, proof.created, subject.achievement.id].every(isText)
    && isText(subject.achievement.criteria.narrative)
    && list(subject.identifier).length > 0
    && status.type === 'BitstringStatusListEntry'
    && status.statusPurpose === 'revocation'
    && isText(status.statusListIndex) && /^\d+$/.test(status.statusListIndex)
    && isText(status.statusListCredential)
    && list(endorsement).every(isObject);
}

/** Return a value as a list, whether or not it is one. */
export function list(value) {
  return Array.isArray(value) ? value : [value].filter((item) => item !== undefined);
}

function isPlain(value) {
  if (Array.isArray(value)) {
    return value.every((item) => !Array.isArray(item) && isPlain(item));
  }
  return !isObject(value) || Object.entries(value).every(([key, item]) => PLAIN_KEY.test(key) && isPlain(item));
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value) {
  return typeof value === 'string';
}
