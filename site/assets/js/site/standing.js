// Where skills are listed, those that the reader has begun say how far.

import {load} from '../lib/store.js';
import {fill, piece} from '../lib/words.js';

for (const entry of document.querySelectorAll('[data-skill]')) {
  const {skill, parts} = entry.dataset;
  const done = Object.keys(load(`done/${skill}`)).length;
  if (done) {
    const standing = piece('skill-standing');
    standing.textContent = fill(standing.textContent, {done, all: parts});
    standing.style.setProperty('--done', `${(100 * done) / parts}%`);
    entry.append(standing);
  }
}
