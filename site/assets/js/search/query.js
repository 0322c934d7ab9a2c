// What was typed -> the parts it is about, the best first.

import {wordsIn} from './words.js';

const WEIGHTS = {same: 1, related: 0.25, similar: 0.25};
const BOOST = {heading: 4, text: 1, page: 0.3};
// The page itself before its parts.
const WHOLE_PAGE = 1.5;
// Of fewer letters, too many words are the beginning of others.
const SHORTEST_PREFIX = 3;
const SHORTEST_STEM = 4;
// A word that the site does not have is taken for one that shares so much of the shorter of them.
const SAME_PART = 0.6;
const LONGEST_ENDING = 5;
// Words of so many letters may have two wrong ones.
const LONG_WORD = 6;

/**
 * Return what is found: {parts, all, stems}.
 *
 * `all` is whether the parts have all the words; otherwise no part has them all, and these have some.
 * `stems` are those of all the words, to be marked in the text.
 */
export function search(index, query) {
  const words = [...new Set(wordsIn(query.normalize('NFC')).map(({word}) => index.fold(word)))];
  const telling = words.filter((word) => !index.common.has(index.forms.get(word)));
  const asked = telling.length ? telling : words;
  const wanted = asked.map((word) => stemsFor(index, word));
  const complete = rank(index, wanted, 'AND');
  return {
    parts: complete.length ? complete : rank(index, wanted, 'OR'),
    all: complete.length > 0,
    stems: new Set(wanted.flatMap((stems) => [...stems.keys()])),
  };
}

function rank({engine, parts}, wanted, combineWith) {
  const weights = new Map(wanted.flatMap((stems) => [...stems]));
  const queries = wanted.map((stems) => ({combineWith: 'OR', queries: [...stems.keys()]}));
  return engine.search({combineWith, queries}, {
    boost: BOOST,
    boostTerm: (stem) => weights.get(stem),
    boostDocument: (part) => (parts[part].anchor ? 1 : WHOLE_PAGE),
    // Words of the page's title help a part only beside a word of its own.
    filter: ({match}) => Object.values(match).flat().some((field) => field !== 'page'),
  }).map(({id}) => parts[id]);
}

/** Return the stems that a word may mean, each with its weight. */
function stemsFor({forms, stems, common}, word) {
  const stem = forms.get(word);
  const found = new Map();
  // Words that are being typed, and compounds.
  if (word.length >= SHORTEST_PREFIX) {
    [...forms.atPrefix(word).values()].forEach((other) => found.set(other, WEIGHTS.related));
  }
  if (stem?.length >= SHORTEST_STEM && !common.has(stem)) {
    relatives(forms, stems, stem).forEach((other) => found.set(other, WEIGHTS.related));
  }
  if (stem) {
    found.set(stem, WEIGHTS.same);
  }
  if (!found.size) {
    nearest(forms, word).forEach((other) => found.set(other, WEIGHTS.similar));
  }
  return found;
}

/** Return the stems that begin with this one, and one that is a letter shorter. */
function relatives(forms, stems, stem) {
  const shorter = stem.slice(0, -1);
  return [...forms.atPrefix(stem).values(), ...stems.has(shorter) ? [shorter] : []];
}

/** Return the stems of the forms most like a word that the site does not have: another ending, or a slip. */
function nearest(forms, word) {
  const stems = sameBeginning(forms, word);
  return stems.length ? stems : slips(forms, word);
}

function sameBeginning(forms, word) {
  for (let length = word.length - 1; length >= SHORTEST_STEM; length -= 1) {
    const stems = [...forms.atPrefix(word.slice(0, length))]
      .filter(([form]) => length >= Math.min(form.length, word.length) * SAME_PART
        && Math.abs(form.length - word.length) <= LONGEST_ENDING)
      .map(([, stem]) => stem);
    if (stems.length) {
      return stems;
    }
  }
  return [];
}

function slips(forms, word) {
  const found = [...forms.fuzzyGet(word, word.length < LONG_WORD ? 1 : 2).values()];
  const fewest = Math.min(...found.map(([, distance]) => distance));
  return found.filter(([, distance]) => distance === fewest).map(([stem]) => stem);
}
