// The list of practices: says how many are shown, and keeps the filters in the address so that they can be sent to
// others. The filtering itself is done by the style sheet.

import {fill} from './lib/words.js';

const form = document.querySelector('.narrow');
if (form) {
  const cards = [...document.querySelectorAll('.practice-card')];
  const found = document.querySelector('.found');
  const show = () => {
    const shown = cards.filter((card) => card.checkVisibility()).length;
    found.textContent = shown ? fill(found.dataset.words, {shown, all: cards.length}) : found.dataset.none;
    found.hidden = false;
  };
  const wanted = new URLSearchParams(location.search);
  [...form.elements].filter(({name}) => wanted.has(name)).forEach((field) => {
    field.value = wanted.get(field.name);
    // A value that nothing here has leaves the field empty.
    field.selectedIndex = Math.max(0, field.selectedIndex);
  });
  const keep = () => {
    const chosen = [...new FormData(form)].filter(([, value]) => value);
    history.replaceState(null, '', `?${new URLSearchParams(chosen)}`.replace(/^\?$/, location.pathname));
    show();
  };
  form.addEventListener('change', keep);
  form.addEventListener('reset', () => setTimeout(keep));
  form.addEventListener('submit', (event) => event.preventDefault());
  show();
}
