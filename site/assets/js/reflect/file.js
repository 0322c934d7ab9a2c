// The file of everything that the browser keeps: {format, version, date, data: {key: value}}.

import {forget, keys, load, save} from '../lib/store.js';

const FORMAT = 'perennial-data';
const VERSION = 1;
const KEY = /^[a-z]+(\/[a-z0-9-]+)?$/;

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isDate = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const every = (value, check) => isObject(value) && Object.values(value).every(check);
const isScale = (value) => every(value, (answer) => [1, 2, 3, 4].includes(answer));
const isRun = (value) => isObject(value) && isDate(value.date) && every(value.answers, isScale);
const isText = (value) => every(value, (field) => ['string', 'boolean'].includes(typeof field));

// What other parts of the site keep under names that are not listed here is theirs to check.
const SHAPES = {
  before: isScale,
  after: isScale,
  tests: (value) => Array.isArray(value) && value.every(isRun),
  again: (value) => isObject(value) && every(value.answers, isScale),
  reading: isText,
  done: isObject,
  plan: isText,
  draft: isObject,
  check: isObject,
  canvas: isObject,
};

/** Why a file is refused: `reason` names the words, `values` fill them. */
export class Refused extends Error {
  constructor(reason, values = {}) {
    super(reason);
    this.values = values;
  }
}

/** Return everything that the browser keeps, by key. */
export const everything = () => Object.fromEntries(keys().map((key) => [key, load(key, null)]));

/** Return the text of the file. */
export function write() {
  return JSON.stringify({format: FORMAT, version: VERSION, date: new Date().toISOString(), data: everything()}, null, 1);
}

/** Check the text of a file; return its {date, data}. Throws Refused. */
export function check(text) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw new Refused('broken');
  }
  if (file?.format !== FORMAT) {
    throw new Refused('foreign');
  }
  if (file.version !== VERSION) {
    throw new Refused('version', {version: file.version, own: VERSION});
  }
  if (!isDate(file.date) || !isObject(file.data)) {
    throw new Refused('damaged', {key: isDate(file.date) ? 'data' : 'date'});
  }
  const wrong = Object.entries(file.data)
    .find(([key, value]) => !KEY.test(key) || !(SHAPES[key.split('/')[0]]?.(value) ?? true));
  if (wrong) {
    throw new Refused('damaged', {key: wrong[0]});
  }
  return file;
}

/** Keep `data` in the place of everything that is kept; all of it or, where there is no room, nothing. Throws Refused. */
export function replace(data) {
  const old = everything();
  forgetAll();
  if (!Object.entries(data).every(([key, value]) => save(key, value))) {
    forgetAll();
    Object.entries(old).forEach(([key, value]) => save(key, value));
    throw new Refused('full');
  }
}

/** Forget everything. */
export function forgetAll() {
  keys().forEach(forget);
}
