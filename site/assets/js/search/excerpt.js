// The text of a part -> the thirty words of it that say most about what was looked for.

import {wordsIn} from './words.js';

const WORDS = 30;
// So many words stand before the first one found.
const BEFORE = 6;

/**
 * Return the excerpt in pieces: {text, found}; `found` pieces are words that were looked for, in whatever form.
 *
 * `stemOf` leads from a word to its stem, `stems` are those looked for.
 */
export function excerpt(text, stemOf, stems) {
  const whole = text.normalize('NFC');
  const words = wordsIn(whole).map((place) => {
    const stem = stemOf(place.word);
    return {...place, stem: stems.has(stem) ? stem : null};
  });
  if (!words.length) {
    return [{text: whole, found: false}];
  }
  const first = bestStart(words);
  const last = Math.min(first + WORDS, words.length) - 1;
  const from = first ? words[first].start : 0;
  const to = last < words.length - 1 ? words[last].end : whole.length;
  const shown = words.slice(first, last + 1).filter(({stem}) => stem !== null);
  return [
    {text: first ? '… ' : '', found: false},
    ...pieces(whole, from, to, shown),
    {text: to < whole.length ? ' …' : '', found: false},
  ].filter((piece) => piece.text);
}

/** Return where the window begins that has the most different words, and then the most of them. */
function bestStart(words) {
  const starts = words.flatMap(({stem}, number) => (stem === null ? [] : [number]));
  let best = {start: 0, score: 0};
  starts.forEach((number) => {
    const stems = words.slice(number, number + WORDS - BEFORE).map(({stem}) => stem).filter((stem) => stem !== null);
    const score = new Set(stems).size * WORDS + stems.length;
    if (score > best.score) {
      best = {start: number - BEFORE, score};
    }
  });
  return Math.max(0, Math.min(best.start, words.length - WORDS));
}

function pieces(text, from, to, found) {
  const parts = [];
  let at = from;
  found.forEach(({start, end}) => {
    parts.push({text: text.slice(at, start), found: false}, {text: text.slice(start, end), found: true});
    at = end;
  });
  return [...parts, {text: text.slice(at, to), found: false}];
}
