// The form for a practice: its key and its proof of work, and a word where the reader is offline. The browser checks
// what is required; the endpoint says everything else, beside the fields.

import {startProof} from './apply/proof.js';

const form = document.querySelector('.suggest');
if (form) {
  startProof(form);
  form.addEventListener('submit', (event) => {
    const note = form.querySelector('[data-offline]');
    note.hidden = navigator.onLine;
    if (!navigator.onLine) {
      event.preventDefault();
    }
  });
}
