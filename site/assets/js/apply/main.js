// The page of a badge: the self-check of its criteria, and the application form. Also on the page that the endpoint
// answers with when it has received an application: there the draft is deleted.

import {startCheck} from './check.js';
import {startForm} from './form.js';
import {forgetSent} from './sent.js';

const badge = document.querySelector('[data-badge]');
if (badge) {
  startCheck(badge);
  const form = badge.querySelector('.application');
  if (form) {
    startForm(form, badge.dataset.badge);
  }
} else {
  forgetSent();
}
