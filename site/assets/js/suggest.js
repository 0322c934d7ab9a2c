// The form for a practice.

import {startSending} from './lib/sending.js';

const form = document.querySelector('.suggest');
if (form) {
  startSending(form);
}
