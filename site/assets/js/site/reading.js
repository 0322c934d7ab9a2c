// Reading options: what the reader chose is kept, and written as data attributes on the root for the style sheet.

import {load, save} from '../lib/store.js';

const sheet = document.documentElement;
const form = document.querySelector('.reading-options form');
const choices = load('reading');

function apply() {
  for (const {name} of form.elements) {
    if (name) {
      // The first choice is how the page is without any.
      const chosen = form.elements[name].value;
      sheet.toggleAttribute(`data-${name}`, Boolean(chosen));
      if (chosen) {
        sheet.setAttribute(`data-${name}`, chosen);
      }
    }
  }
}

if (form) {
  const panel = form.closest('details');
  const summary = panel.firstElementChild;
  panel.hidden = false;
  for (const [name, value] of Object.entries(choices)) {
    if (form.elements[name]) {
      form.elements[name].value = value;
    }
  }
  apply();
  form.addEventListener('change', () => {
    save('reading', Object.fromEntries(new FormData(form)));
    apply();
  });
  form.addEventListener('reset', () => setTimeout(() => {
    save('reading', {});
    apply();
  }));
  panel.addEventListener('keydown', ({key}) => {
    if (key === 'Escape' && panel.open) {
      panel.open = false;
      summary.focus();
    }
  });
  addEventListener('pointerdown', ({target}) => {
    panel.open &&= panel.contains(target);
  });
}
