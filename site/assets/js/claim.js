// The form for a claim: the code of a QR code or a mail is filled in.

import {startSending} from './lib/sending.js';

const form = document.querySelector('.claim');
if (form) {
  startSending(form);
  // In the fragment (#code=…&event=…) no server is told the code; a query is read as well.
  const given = new URLSearchParams(location.hash.slice(1) || location.search);
  for (const name of ['code', 'event']) {
    form.elements[name].value = given.get(name)?.slice(0, 40) ?? form.elements[name].value;
  }
  if (given.get('code')) {
    form.elements.name.focus();
  }
}
