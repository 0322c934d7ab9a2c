// The editor of the translation desk: which text is active, and what the keys do. Without it each text is a plain form.

import { go, start } from './desk/bar.js';
import { checkSoon } from './desk/checking.js';
import { formatByKey, place } from './desk/panel.js';
import { desk, fieldOf, grow, isUnsaved, mark, rowOf, rows, say, tell } from './desk/rows.js';
import { save, watch } from './desk/saving.js';

let active = null;
let pressing = false;
let pending = null;

/** Make a row the active one. It stays where it is on the screen, whatever opens and closes above it. */
function activate(row) {
  if (row === active) return;
  const top = row.getBoundingClientRect().top;
  active?.classList.remove('is-active');
  active = row;
  row.classList.add('is-active');
  if (!fieldOf(row).readOnly) place(row);
  scrollBy(0, row.getBoundingClientRect().top - top);
}

/** Nothing moves between pressing and releasing, or the release would hit something else. */
function activateWhenStill(row) {
  if (pressing) pending = row;
  else activate(row);
}

function release() {
  pressing = false;
  if (pending) requestAnimationFrame(() => { if (pending) activate(pending); pending = null; });
}

function typed(event) {
  const row = rowOf(event.target);
  if (!row || event.target !== fieldOf(row)) return;
  grow(event.target);
  mark(row);
  tell(row, isUnsaved(row) ? say('unsaved') : '');
  checkSoon(row);
}

async function pressed(event) {
  const row = rowOf(event.target);
  if (!row || event.target !== fieldOf(row)) return;
  if (formatByKey(event)) event.preventDefault();
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    if (await save(row, row.dataset.state === 'review')) go(row, 1, true);
  }
  if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
    go(row, event.key === 'ArrowDown' ? 1 : -1, false);
  }
}

desk.classList.add('desk--scripted');
desk.addEventListener('focusin', (event) => { if (rowOf(event.target)) activateWhenStill(rowOf(event.target)); });
desk.addEventListener('focusout', (event) => {
  const row = rowOf(event.target);
  if (row && !row.contains(event.relatedTarget) && !row.querySelector('.desk-problem')) save(row);
});
desk.addEventListener('input', typed);
desk.addEventListener('keydown', pressed);
desk.addEventListener('submit', (event) => {
  if (!event.target.matches('[data-form]')) return;
  event.preventDefault();
  save(rowOf(event.target), true);
});
document.addEventListener('pointerdown', () => { pressing = true; }, true);
document.addEventListener('pointerup', release, true);
document.addEventListener('pointercancel', release, true);
rows.forEach((row) => { grow(fieldOf(row)); mark(row); });
start(() => active ?? rows.at(-1));
watch();
const asked = document.getElementById(location.hash.slice(1));
if (rows.includes(asked)) fieldOf(asked).focus({ preventScroll: true });
