// The index as the exporter wrote it (cms/export/search/index.py) -> one that can be asked.
//
// MiniSearch ranks, with the postings it would have made itself. The word forms with their stems are a second map: a
// query goes from the words as they were typed to stems, so that no stemmer has to be sent.

import MiniSearch from 'minisearch';
import SearchableMap from 'minisearch/SearchableMap';

import {folding, wordsIn} from './words.js';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_';
const EVERYWHERE = '*';
const OFTEN = 3;
const COMMON = 0.25;
const LENGTH_STEP = 10;
const FIELDS = ['heading', 'text', 'page'];
const [HEADING, TEXT, PAGE] = FIELDS.keys();

/**
 * Return the index of a language:
 *   parts    what a result leads to: {page, number of the part in its page, anchor, heading}
 *   forms    word form -> stem
 *   stems    all stems
 *   common   stems that stand in so many texts that they tell little; the most common are found in headings only
 *   fold     word -> as it stands in `forms`
 *   engine   ranks the parts (their numbers are its ids) by stems
 */
export function unpack({letters, pages, terms, endings, places}) {
  const fold = folding(letters);
  const stems = readTerms(terms);
  const forms = readForms(stems, endings);
  const lines = places.split('\n');
  const parts = pages.flatMap(readParts);
  const postings = new Map(stems.map((stem, number) => [stem, {[TEXT]: readPlaces(lines[number])}]));
  return {
    parts,
    forms,
    fold,
    stems: new Set(stems),
    common: commonStems(postings, lines, parts.length),
    engine: makeEngine(parts, postings, (text) => stemsIn(text, forms, fold)),
  };
}

const stemsIn = (text, forms, fold) => wordsIn(text.normalize('NFC')).map(({word}) => forms.get(fold(word)));

/** An upper-case letter is a number, A for none; what follows up to the next one belongs to it. */
const numbered = (text) => Array.from(text.matchAll(/([A-Z])([^A-Z]*)/g), ([, number, rest]) => (
  [number.charCodeAt(0) - 'A'.charCodeAt(0), rest]));

function readTerms(text) {
  let before = '';
  return numbered(text).map(([shared, rest]) => {
    before = before.slice(0, shared) + rest;
    return before;
  });
}

function readForms(stems, text) {
  const forms = new SearchableMap();
  text.split('\n').forEach((line, number) => {
    const stem = stems[number];
    numbered(line).forEach(([cut, rest]) => forms.set(stem.slice(0, stem.length - cut) + rest, stem));
  });
  return forms;
}

function readParts([path, kind, language, title, parts], pageNumber) {
  const page = {number: pageNumber, path, kind, language, title};
  return parts.map(([anchor, heading, length], number) => (
    {page, number, anchor, heading, length: length * LENGTH_STEP}));
}

function commonStems(postings, lines, count) {
  const stems = [...postings].filter(([, {[TEXT]: places}], number) => (
    lines[number] === EVERYWHERE || Object.keys(places).length > count * COMMON));
  return new Set(stems.map(([stem]) => stem));
}

/** Return the engine: texts from the postings, headings and titles from their own words. */
function makeEngine(parts, postings, stemsOf) {
  const lengths = {};
  const note = (field, part, text) => {
    const found = stemsOf(text);
    found.forEach((stem) => {
      const times = (postings.get(stem)[field] ??= {});
      times[part] = (times[part] ?? 0) + 1;
    });
    return found.length;
  };
  parts.forEach(({page, anchor, heading, length}, part) => {
    lengths[part] = [];
    lengths[part][HEADING] = note(HEADING, part, anchor ? heading : page.title);
    lengths[part][TEXT] = length;
    lengths[part][PAGE] = anchor ? note(PAGE, part, page.title) : 0;
  });
  return MiniSearch.loadJS({
    documentCount: parts.length,
    nextId: parts.length,
    documentIds: Object.fromEntries(parts.map((_, part) => [part, part])),
    fieldIds: Object.fromEntries(FIELDS.map((field, id) => [field, id])),
    fieldLength: lengths,
    averageFieldLength: FIELDS.map((_, field) => average(Object.values(lengths).map((length) => length[field]))),
    storedFields: {},
    dirtCount: 0,
    index: [...postings],
    serializationVersion: 2,
  }, {fields: FIELDS, tokenize: (stem) => [stem], processTerm: (stem) => stem});
}

const average = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** Read distances between parts, in digits to the base of 32 with the lowest first; "." marks a frequent word. */
function readPlaces(line) {
  const times = {};
  let part = -1;
  let distance = 0;
  let weight = 1;
  for (const sign of line === EVERYWHERE ? '' : line) {
    if (sign === '.') {
      times[part] = OFTEN;
      continue;
    }
    const digit = DIGITS.indexOf(sign);
    distance += (digit % 32) * weight;
    weight *= 32;
    if (digit < 32) {
      part += distance;
      times[part] = 1;
      distance = 0;
      weight = 1;
    }
  }
  return times;
}
