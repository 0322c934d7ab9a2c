// The form for a claim: the code of a QR code or a mail filled in, a key and a proof of work, and a word where the reader
// is offline. The browser checks what is required; the endpoint says everything else, beside the fields.

import {startProof} from './apply/proof.js';

const form = document.querySelector('.claim');
if (form) {
  startProof(form);
  // In the fragment (#code=…&event=…) no server is told the code; a query is read as well.
  const given = new URLSearchParams(location.hash.slice(1) || location.search);
  for (const name of ['code', 'event']) {
    form.elements[name].value = given.get(name)?.slice(0, 40) ?? form.elements[name].value;
  }
  if (given.get('code')) {
    form.elements.name.focus();
  }
  form.addEventListener('submit', (event) => {
    const note = form.querySelector('[data-offline]');
    note.hidden = navigator.onLine;
    if (!navigator.onLine) {
      event.preventDefault();
    }
  });
}
