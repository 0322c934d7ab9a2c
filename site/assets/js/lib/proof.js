// What the form carries for the endpoint beside its fields: a key, so that a second click is no second application, and
// a proof of work, so that sending by the thousand is dear. The sum is done while the reader writes; a form without it
// is taken too, within narrower limits. The protocol is ALTCHA's: find the number for which SHA-256(salt + number) is
// the challenge.

import {sha256} from '@noble/hashes/sha2.js';
import {bytesToHex, utf8ToBytes} from '@noble/hashes/utils.js';

// So many numbers are tried at a time, some milliseconds: then the reader's typing has its turn.
const AT_A_TIME = 2000;

/** Give the form its key, and start on the proof when somebody begins to fill it in. */
export function startProof(form) {
  const key = hidden(form, 'key');
  const proof = hidden(form, 'altcha');
  const begin = () => {
    key.value = randomKey();
    proof.value = '';
    form.addEventListener('focusin', () => prove(form, proof), {once: true});
  };
  begin();
  // Who comes back to a form that was sent fills in another one.
  addEventListener('pageshow', ({persisted}) => persisted && begin());
}

async function prove(form, field) {
  if (!form.action.startsWith('http') || location.protocol === 'file:') {
    return;
  }
  try {
    const challenge = await (await fetch(new URL('challenge', form.action))).json();
    const number = await solve(challenge);
    field.value = number === null ? '' : btoa(JSON.stringify({...challenge, number}));
  } catch {
    // Without a connection there is no proof; the form can be sent all the same.
  }
}

/** Return the number that solves the challenge, or null. */
async function solve({challenge, salt, maxnumber}) {
  const start = sha256.create().update(utf8ToBytes(salt));
  for (let number = 0; number <= maxnumber; number += 1) {
    if (bytesToHex(start.clone().update(utf8ToBytes(String(number))).digest()) === challenge) {
      return number;
    }
    if (number % AT_A_TIME === 0) {
      await new Promise((done) => { setTimeout(done); });
    }
  }
  return null;
}

function hidden(form, name) {
  const field = Object.assign(document.createElement('input'), {type: 'hidden', name});
  form.append(field);
  return field;
}

/** Return a key that nobody else makes. randomUUID is missing on pages without TLS. */
function randomKey() {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(16)));
}
