// Text -> words, and words -> how they stand in the index: as cms/learning/searchable/words.py and cms/export/search/stems.py do it.

const WORD = /[\p{L}\p{N}]{2,}/gu;

/** Return the words of a text, each with its place: {word, start, end}. */
export function wordsIn(text) {
  return Array.from(text.matchAll(WORD), ({0: word, index}) => ({word, start: index, end: index + word.length}));
}

/** Return the function that writes a word in lower case and without accents; `letters` are those without a mark. */
export function folding(letters) {
  return (word) => Array.from(word.normalize('NFKD').toLowerCase().replace(/\p{Mn}/gu, ''))
    .map((letter) => letters[letter] ?? letter)
    .join('');
}
