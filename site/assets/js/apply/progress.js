// How much of each text is written, and what is left to do: a number, and a link to the next empty place.

import {fill} from '../lib/words.js';
import {followLinks, labelOf} from './errors.js';
import {faultOf, lengthOf, limitsOf} from './rules.js';

// From here on the number of characters that are left is worth knowing.
const NEAR = 400;

/** The progress of one form. `words` are the texts of its template, `fields` those that have rules. */
export class Progress {
  constructor(form, fields, words) {
    this.form = form;
    this.fields = fields;
    this.words = words;
    this.steps = [...form.querySelectorAll('[data-step]')];
    this.texts = fields.filter((field) => field.type === 'textarea').map((field) => {
      const count = Object.assign(document.createElement('p'), {id: `${field.id}-count`, className: 'hint count'});
      field.after(count);
      field.setAttribute('aria-describedby', `${field.getAttribute('aria-describedby')} ${count.id}`);
      return {field, count};
    });
    followLinks(form.querySelector('.apply-bar'));
  }

  /** Show where the form stands now. */
  show() {
    this.texts.forEach(({field, count}) => { count.textContent = this.lengthInWords(field); });
    const open = this.fields.filter(faultOf);
    const left = this.steps.filter((step) => open.some((field) => step.contains(field)));
    this.steps.forEach((step) => step.classList.toggle('is-done', !left.includes(step)));
    const {words} = this;
    const next = open.find((field) => left[0]?.contains(field));
    const [number, link] = ['left', 'next'].map((name) => this.form.querySelector(`[data-${name}]`));
    number.textContent = next ? fill(words.left, {left: left.length}) : words.all;
    link.textContent = next ? fill(words.next, {next: labelOf(next)}) : words['to-send'];
    link.href = `#${next?.id ?? 'apply-send'}`;
  }

  lengthInWords(field) {
    const {least, most} = limitsOf(field);
    const length = lengthOf(field);
    const left = most - length;
    const word = length < least ? 'few' : left > NEAR ? 'enough' : 'near';
    return fill(this.words[word], {length, least, left});
  }
}
