// What the endpoint would refuse, known before anything is sent. The endpoint decides: see cms/issuance/fields.py.

const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/;
const SCHEME = /^[a-z][a-z\d+.-]*:/i;

/** Return the length of a text as the endpoint counts it: characters, not code units, without spaces around it. */
export const lengthOf = (field) => [...field.value.trim()].length;

/** Return the shortest and the longest text of a field; `startForm` has lifted the browser's own limit. */
export const limitsOf = (field) => ({least: field.minLength, most: Number(field.dataset.most)});

/** Return {word, values} of what is wrong with a field, or null. */
export function faultOf(field) {
  const [group] = field.name.split('-');
  if (['radio', 'checkbox'].includes(field.type)) {
    // The group of radio buttons as a whole knows whether one of them is chosen.
    return field.validity.valueMissing ? {word: `${group}.required`} : null;
  }
  const length = lengthOf(field);
  if (!length) {
    return field.required ? {word: `${group}.required`} : null;
  }
  if (HIDDEN.test(field.value)) {
    return {word: 'hidden'};
  }
  return shapeFault(field, group, length);
}

function shapeFault(field, group, length) {
  if (field.type === 'email') {
    return ADDRESS.test(field.value.trim()) ? null : {word: 'email.shape'};
  }
  if (field.type === 'url') {
    return isWebAddress(withScheme(field.value.trim())) ? null : {word: 'evidence.shape'};
  }
  if (field.type === 'textarea') {
    const {least, most} = limitsOf(field);
    const word = length < least ? 'short' : length > most && 'long';
    return word ? {word: `${group}.${word}`, values: {least, most, length}} : null;
  }
  return null;
}

/** Return a web address with https:// where it has no scheme, as the endpoint reads it. */
export const withScheme = (address) => (!address || SCHEME.test(address) ? address : `https://${address}`);

function isWebAddress(address) {
  try {
    const {protocol, hostname} = new URL(address);
    return /^https?:$/.test(protocol) && hostname.includes('.') && !/\s/.test(address);
  } catch {
    return false;
  }
}
