// The design canvas: kept as one writes, saved as a file and read from one. Nothing is sent anywhere.

import {forget, keeps, load, save} from '../lib/store.js';
import {fill} from '../lib/words.js';
import {check, checked, Refused, write} from './format.js';
import {addBadge, addCriterion, asText, form, isEmpty, labelOf, move, nameOf, put, read, remove, renumber, rules, words} from './sheet.js';

const KEY = 'canvas';

const said = form.querySelector('#canvas-said');
const file = form.querySelector('#canvas-file');
const undo = form.querySelector('[data-do="undo"]');
let before = null;

function say(word, values = {}) {
  said.replaceChildren(fill(words[word], values));
}

/** Keep what stands on the page; say so where that is not possible. */
function keep() {
  const canvas = read();
  if (isEmpty(canvas)) {
    forget(KEY);
  } else if (!save(KEY, canvas)) {
    say('unkept');
  }
}

/** Show what is kept, or an empty canvas where that is none. */
function recall() {
  try {
    put(checked(load(KEY), rules));
  } catch (error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    put({});
  }
}

/** Remember the canvas as it is, so that the next step can be taken back. */
function remember() {
  before = read();
  undo.hidden = false;
}

function forgetUndo() {
  before = null;
  undo.hidden = true;
}

function download(text, type, ending) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], {type}));
  link.download = `${form.dataset.file}-${new Date().toLocaleDateString('sv')}.${ending}`;
  link.click();
  URL.revokeObjectURL(link.href);
  say('saved', {name: link.download});
}

const doings = {
  print: () => window.print(),
  save: () => download(write(read(), form.dataset.language, rules), 'application/json', 'json'),
  text: () => download(asText(read()), 'text/plain', 'txt'),
  delete: () => {
    remember();
    put({});
    forget(KEY);
    undo.focus();
    say('deleted');
  },
  undo: () => {
    put(before);
    forgetUndo();
    keep();
    said.focus();
    say('restored');
  },
  'add-badge': (button) => {
    if (button.closest('fieldset').querySelectorAll('.canvas-badge').length >= rules.badges) {
      say('most', {most: rules.badges});
    } else {
      addBadge().querySelector('[data-field]').focus();
    }
  },
  'add-criterion': (button) => {
    const badge = button.closest('.canvas-badge');
    if (badge.querySelectorAll('.canvas-criterion').length >= rules.criteria) {
      say('most', {most: rules.criteria});
    } else {
      addCriterion(badge).querySelector('[data-field]').focus();
    }
  },
  up: (button) => step(button, -1),
  down: (button) => step(button, 1),
  remove: (button) => {
    const item = itemOf(button);
    const what = nameOf(item);
    remember();
    remove(item).focus();
    keep();
    say('removed', {what});
  },
};

const itemOf = (button) => button.closest('.canvas-criterion, .canvas-badge');

function step(button, by) {
  const item = itemOf(button);
  const what = nameOf(item);
  const where = move(item, by);
  // At an end of the list the button cannot be pressed again: its neighbour has the focus then.
  (button.disabled ? button.parentElement.querySelector('button:not(:disabled)') : button).focus();
  forgetUndo();
  keep();
  say('moved', {what, ...where});
}

/** Read a file; where anything is wrong with it, say what, and change nothing. */
async function open(chosen) {
  try {
    const most = Number(form.dataset.bytes);
    if (chosen.size > most) {
      throw new Refused([{word: 'large', path: [], values: {most}}]);
    }
    const canvas = check(await chosen.text(), rules);
    remember();
    put(canvas);
    keep();
    say('opened');
  } catch (error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    showProblems(error);
  }
  file.value = '';
  said.focus();
}

function showProblems({problems, more}) {
  const lead = document.createElement('p');
  lead.className = 'error';
  lead.textContent = words.refused;
  const list = document.createElement('ul');
  const lines = problems.map(({word, path, values = {}}) => fill(words[word], {...values, field: labelOf(path)}));
  list.append(...[...lines, ...(more ? [fill(words.more, {count: more})] : [])].map((text) => {
    const item = document.createElement('li');
    item.textContent = text;
    return item;
  }));
  said.replaceChildren(lead, list);
}

form.querySelectorAll('.canvas-tools, .canvas-add').forEach((part) => { part.hidden = false; });
recall();
if (keeps) {
  const notice = form.querySelector('[data-kept]');
  notice.textContent = notice.dataset.kept;
}
form.addEventListener('click', ({target}) => {
  const button = target.closest('[data-do]');
  if (button) {
    doings[button.dataset.do](button);
  }
});
form.addEventListener('input', ({target}) => {
  if (target === file) {
    return;
  }
  forgetUndo();
  if (target.dataset.field === 'name') {
    renumber();
  }
  keep();
});
file.addEventListener('change', () => {
  if (file.files.length) {
    open(file.files[0]);
  }
});
// Where fields do not grow with their text by themselves, they do so before they go on paper.
if (!CSS.supports('field-sizing', 'content')) {
  window.addEventListener('beforeprint', () => {
    form.querySelectorAll('textarea').forEach((field) => {
      const line = Number.parseFloat(getComputedStyle(field).lineHeight);
      field.rows = Math.max(field.rows, Math.ceil(field.scrollHeight / line) + 1);
    });
  });
}
window.addEventListener('storage', ({key}) => {
  if (key === null || key.endsWith(`:${KEY}`)) {
    recall();
    forgetUndo();
    say('elsewhere');
  }
});
