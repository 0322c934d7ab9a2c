// A form of the site that the browser and the endpoint check between them: its key and its proof of work, and a word
// where the reader is offline. The browser says what is required, the endpoint everything else, beside the fields.

import {startProof} from './proof.js';

/** Make a form ready to be sent; offline it stays where it is and shows its [data-offline]. */
export function startSending(form) {
  startProof(form);
  form.addEventListener('submit', (event) => {
    const note = form.querySelector('[data-offline]');
    note.hidden = navigator.onLine;
    if (!navigator.onLine) {
      event.preventDefault();
    }
  });
}
