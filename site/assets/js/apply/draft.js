// The draft of an application: everything that was typed, but no consent, which is given anew each time.

import {forget, load, save} from '../lib/store.js';

const TYPED = ['text', 'email', 'url', 'textarea', 'radio'];

/** The draft of one form, under one key of the store. */
export class Draft {
  constructor(form, slug) {
    this.form = form;
    this.key = `draft/${slug}`;
  }

  /** Boxes to tick are consents; what is hidden is not for people. */
  get fields() {
    return [...this.form.elements].filter(({type, name}) => TYPED.includes(type) && name !== 'website');
  }

  /** Return {name: words} of what is in the form. */
  read() {
    const filled = this.fields.filter((field) => (field.type === 'radio' ? field.checked : field.value));
    return Object.fromEntries(filled.map((field) => [field.name, field.value]));
  }

  /** Put words into the form. */
  write(words) {
    this.fields.forEach((field) => {
      if (field.type === 'radio') {
        field.checked = words[field.name] === field.value;
      } else {
        field.value = words[field.name] ?? '';
      }
    });
  }

  /** Keep what is in the form; return whether the browser can. */
  keep() {
    return save(this.key, this.read());
  }

  /** Return {name: words} of what is kept, or null. */
  kept() {
    return load(this.key, null);
  }

  /** Delete the draft and empty the form; return what was in it. */
  delete() {
    const words = this.read();
    forget(this.key);
    this.form.reset();
    return words;
  }
}
