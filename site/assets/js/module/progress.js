// How far the reader is. The contents show it: a seal fills for each part that is read or done, and a line sums it up.

import {fill, piece} from '../lib/words.js';
import {all, keep, module, recall} from './page.js';

const contents = module.querySelector('.contents');
const finish = module.querySelector('.finish');
const done = recall('done');
const work = recall('work');
const standing = document.createElement('span');

// A module that is still being written has no contents, and nothing to follow.
const parts = contents ? all('details > ol > li', contents).map((entry) => {
  const link = entry.firstElementChild;
  const state = document.createElement('span');
  state.className = 'hidden';
  link.append(state);
  return {entry, state, name: link.hash.replace('#part-', ''), section: document.getElementById(link.hash.slice(1))};
}) : [];

/** Tell what is noted under an id. */
export const noted = (id) => work[id];

/** Note something inside a part under the id of its element. */
export function note(id, value = true) {
  if (value) {
    work[id] = value;
  } else {
    delete work[id];
  }
  keep('work', work);
  show();
}

/** Note that a part is done, or not any more. */
export function setDone(part, isDone = true) {
  if (Boolean(done[part]) === Boolean(isDone)) {
    return;
  }
  if (isDone) {
    done[part] = true;
  } else {
    delete done[part];
  }
  keep('done', done);
  show(isDone);
}

function show(isNew) {
  if (!contents) {
    return;
  }
  let count = 0;
  for (const {entry, state, name, section} of parts) {
    const level = done[name] ? 'done' : work[section.id] ? 'read' : '';
    entry.dataset.level = section.dataset.level = level;
    state.textContent = level && ` (${contents.dataset[level]})`;
    count += level === 'done';
  }
  const isComplete = count === parts.length;
  contents.style.setProperty('--done', `${(100 * count) / parts.length}%`);
  standing.textContent = fill(contents.dataset.standing, {done: count, all: parts.length});
  if (isComplete !== Boolean(finish.firstChild)) {
    finish.replaceChildren(...(isComplete ? [piece('module-finish')] : []));
    finish.classList.toggle('is-new', Boolean(isNew));
  }
}

contents?.querySelector('summary').append(' ', standing);
show();
