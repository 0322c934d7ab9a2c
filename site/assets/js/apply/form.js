// The application form: keeps a draft, counts what is left, and says what is wrong before anything is sent.

import {startProof} from '../lib/proof.js';
import {wordsOf} from '../lib/words.js';
import {Draft} from './draft.js';
import {Errors} from './errors.js';
import {Keeping} from './keeping.js';
import {Progress} from './progress.js';
import {withScheme} from './rules.js';
import {markSent} from './sent.js';

// A click that ends the typing must find the button where it was when the finger went down.
const CLICK_MILLISECONDS = 200;

/** Start the form of a badge. */
export function startForm(form, slug) {
  const words = wordsOf('apply-words');
  const fields = checkedFields(form);
  takeOver(form);
  const errors = new Errors(form, words);
  const progress = new Progress(form, fields, words);
  const keeping = new Keeping(form, new Draft(form, slug), words, () => {
    fields.forEach((field) => errors.say(field, ''));
    progress.show();
  });
  startChecks(form, fields, errors, progress);
  startProof(form);
  form.addEventListener('submit', (event) => {
    if (!errors.checkAll(fields)) {
      event.preventDefault();
    } else if (!navigator.onLine) {
      event.preventDefault();
      keeping.say(words.offline);
    } else {
      markSent(slug);
    }
  });
  progress.show();
  form.querySelectorAll('.draft, .apply-bar').forEach((part) => { part.hidden = false; });
}

/** Return the fields that have rules, in the order of the page; of a group of radio buttons the first. */
function checkedFields(form) {
  return [...form.elements].filter(({id, required, type}) => id && (required || type === 'url'));
}

/** The browser's own messages come in its own language, and its limit cuts off a text that is pasted. */
function takeOver(form) {
  form.noValidate = true;
  form.querySelectorAll('textarea').forEach((field) => {
    field.dataset.most = field.maxLength;
    field.removeAttribute('maxlength');
  });
}

/** Be gentle while somebody writes: only what is there is checked when a field is left, and mended faults go. */
function startChecks(form, fields, errors, progress) {
  const fieldOf = ({target}) => fields.find((field) => field.name === target.name);
  form.addEventListener('input', (event) => {
    const field = fieldOf(event);
    if (field && errors.isShown(field)) {
      errors.check(field);
    }
    progress.show();
  });
  form.addEventListener('focusout', (event) => {
    const field = fieldOf(event);
    if (!field || !field.value.trim() || ['radio', 'checkbox'].includes(field.type)) {
      return;
    }
    if (field.type === 'url') {
      field.value = withScheme(field.value.trim());
    }
    setTimeout(() => errors.check(field), CLICK_MILLISECONDS);
  });
}
