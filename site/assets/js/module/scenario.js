// The choice that is opened first is marked as the reader's own. All may stay open, so that they can be compared.

import {piece} from '../lib/words.js';
import {all} from './page.js';
import {note, noted, setDone} from './progress.js';

const choices = all('.choices details');
const mark = (choice) => choice?.firstElementChild.append(' ', piece('choice-mark'));

mark(choices.find(({id}) => id === noted('choice')));
choices.forEach((choice) => choice.firstElementChild.addEventListener('click', () => {
  // Printing opens them too, but does not click.
  if (!noted('choice')) {
    note('choice', choice.id);
    setDone('decide');
    mark(choice);
  }
}));
