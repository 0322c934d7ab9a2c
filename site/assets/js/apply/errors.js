// Errors beside the fields and as a list at the top of the form. Only text, never markup.

import {fill} from '../lib/words.js';
import {faultOf} from './rules.js';

/** The errors of one form. `words` are the texts of its template. */
export class Errors {
  constructor(form, words) {
    this.words = words;
    this.summary = form.querySelector('.summary');
    followLinks(this.summary);
  }

  /** Check one field: say what is wrong beside it, or take back what was said. Return the text, or ''. */
  check(field) {
    const fault = faultOf(field);
    const text = fault ? fill(this.words[fault.word], fault.values ?? {}) : '';
    this.say(field, text);
    return text;
  }

  /** Check the whole form; list the faults at the top and move there. Return whether there are none. */
  checkAll(fields) {
    const faults = fields.map((field) => [field, this.check(field)]).filter(([, text]) => text);
    this.summary.querySelector('ul').replaceChildren(...faults.map(([field, text]) => entry(field, text)));
    this.summary.hidden = !faults.length;
    if (faults.length) {
      this.summary.scrollIntoView();
      this.summary.focus({preventScroll: true});
    }
    return !faults.length;
  }

  /** Write the text beside the field and point to it from there; an empty text takes both back. */
  say(field, text) {
    const id = `${field.id}-error`;
    const note = document.getElementById(id);
    if (text) {
      (note ?? newNote(field, id)).textContent = text;
    } else {
      note?.remove();
      this.summary.querySelector(`[href="#${field.id}"]`)?.parentElement.remove();
      this.summary.hidden = !this.summary.querySelector('a');
    }
    describe(field, id, text);
  }

  /** Tell whether an error stands beside a field. */
  isShown(field) {
    return Boolean(document.getElementById(`${field.id}-error`));
  }
}

/** Let links inside an element lead to the fields that they name. */
export function followLinks(element) {
  element.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (link) {
      event.preventDefault();
      const field = document.getElementById(link.hash.slice(1));
      (field.closest('.field, [data-step]') ?? field).scrollIntoView();
      field.focus({preventScroll: true});
    }
  });
}

/** Return the label of a field, or the legend of its group. */
export const labelOf = (field) => (
  field.type === 'radio' ? field.closest('fieldset').querySelector('legend') : field.labels[0]
).textContent.trim();

/** Put an empty paragraph before the field, where it is read first. */
function newNote(field, id) {
  const note = Object.assign(document.createElement('p'), {id, className: 'error'});
  (field.closest('.option') ?? field).before(note);
  return note;
}

function describe({form, name}, id, text) {
  [...form.elements].filter((field) => field.name === name).forEach((field) => {
    const others = (field.getAttribute('aria-describedby') ?? '').split(' ').filter((other) => other && other !== id);
    field.setAttribute('aria-describedby', (text ? [id, ...others] : others).join(' '));
    field.setAttribute('aria-invalid', String(Boolean(text)));
  });
}

/** Return a line of the list: the words about a box to tick say what it is about, others need their label. */
function entry(field, text) {
  const item = document.createElement('li');
  const words = ['radio', 'checkbox'].includes(field.type) ? text : `${labelOf(field)}: ${text}`;
  item.append(Object.assign(document.createElement('a'), {href: `#${field.id}`, textContent: words}));
  return item;
}
