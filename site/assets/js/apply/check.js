// The self-check: what the reader can show and has at hand, kept in the browser, and a sentence on what is left.

import {forget, load, save} from '../lib/store.js';
import {fill, wordsOf} from '../lib/words.js';

/** Start the self-check on the page of a badge. */
export function startCheck(page) {
  const key = `check/${page.dataset.badge}`;
  const box = page.querySelector('.readiness');
  const fields = [...page.querySelectorAll('[name^="check-"]')];
  const words = wordsOf('check-words');
  const show = () => box.firstElementChild.replaceChildren(...report(page, words));
  const kept = load(key);
  fields.forEach((field) => {
    const answer = kept[nameOf(field)];
    field.checked = field.value === 'no' ? answer === false : answer === true;
  });
  page.addEventListener('change', ({target}) => {
    if (fields.includes(target)) {
      save(key, answers(fields));
      show();
    }
  });
  box.querySelector('[data-clear]').addEventListener('click', () => {
    fields.forEach((field) => { field.checked = false; });
    forget(key);
    show();
  });
  box.querySelector('[data-print]').addEventListener('click', () => print());
  show();
  box.hidden = false;
}

const nameOf = (field) => field.name.replace('check-', '');

/** Return {"criterion-KEY": true or false, "evidence-KEY": true} of what is answered. */
const answers = (fields) => Object.fromEntries(
  fields.filter((field) => field.checked).map((field) => [nameOf(field), field.value !== 'no']),
);

/** Return the elements that say what is left: criteria first, each with a link, then the kinds of evidence. */
function report(page, words) {
  const criteria = [...page.querySelectorAll('.criteria > li')];
  const evidence = page.querySelectorAll('[name^="check-evidence-"]');
  const left = criteria.filter((item) => !item.querySelector('[value="yes"]:checked'));
  const numbers = {done: criteria.length - left.length, all: criteria.length};
  if (!page.querySelector('[name^="check-"]:checked')) {
    return [paragraph(words.begin)];
  }
  const parts = left.length ? [paragraph(fill(words.left, numbers)), links(left)] : [paragraph(words.ready)];
  if (evidence.length) {
    const done = [...evidence].filter((field) => field.checked).length;
    parts.push(paragraph(done ? fill(words.evidence, {done, all: evidence.length}) : words['no-evidence']));
  }
  return parts;
}

function paragraph(text) {
  return Object.assign(document.createElement('p'), {textContent: text});
}

function links(items) {
  const list = document.createElement('ul');
  list.append(...items.map((item) => {
    const entry = document.createElement('li');
    const link = Object.assign(document.createElement('a'), {
      href: `#${item.id}`,
      textContent: item.querySelector('h3').textContent,
    });
    entry.append(link);
    return entry;
  }));
  return list;
}
