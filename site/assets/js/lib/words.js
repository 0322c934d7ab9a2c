// The words that scripts show stand in the page: in <template> elements, in its language.

/** Return a copy of the first element of a <template>. */
export const piece = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** Return the texts of a <template> by their data-word. */
export const wordsOf = (id) => Object.fromEntries(
  [...document.getElementById(id).content.children].map((line) => [line.dataset.word, line.textContent]),
);

/** Put values in the places of a text: fill('Left: {left}', {left: 3}). */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
