// The bar over the texts: which are shown, how many are left, and the way to the next one.

import { desk, fieldOf, grow, isFinished, isShown, rows, say } from './rows.js';

const bar = desk.querySelector('[data-bar]');
const tests = {
  all: () => true,
  missing: (row) => row.dataset.state === 'missing',
  review: (row) => row.dataset.state === 'review',
  findings: (row) => 'findings' in row.dataset,
  coming: (row) => 'coming' in row.dataset,
};

/** Show the texts that a filter asks for. */
function show(name) {
  rows.forEach((row) => { row.hidden = !tests[name](row); });
  rows.filter(isShown).forEach((row) => grow(fieldOf(row)));
  bar.querySelectorAll('[data-show]').forEach((link) => {
    if (link.dataset.show === name) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  });
  tellNone();
}

function tellNone() {
  desk.querySelector('[data-none]').hidden = rows.some(isShown);
}

/** Count anew. */
function count() {
  const now = rows.filter((row) => !('coming' in row.dataset));
  bar.querySelectorAll('[data-count]').forEach((place) => {
    const name = place.dataset.count;
    const counted = ['missing', 'review'].includes(name) ? now : rows;
    place.textContent = counted.filter(tests[name]).length;
  });
  const finished = now.filter(isFinished).length;
  bar.querySelector('[data-progress]').value = finished;
  bar.querySelector('[data-next]').disabled = rows.every(isFinished);
  const place = bar.querySelector('[data-progress-words]');
  place.textContent = place.dataset.words.replace('{finished}', finished).replace('{all}', now.length);
  bar.querySelectorAll('[data-left]').forEach((left) => {
    const open = rows.filter((row) => row.closest(`[id="${left.dataset.left}"]`) && !isFinished(row)).length;
    left.textContent = open || '';
  });
}

/** The row after (or before) one, among those that are shown and pass the test; round the end where need be. */
function neighbour(row, step, test) {
  const start = rows.indexOf(row);
  for (let away = 1; away <= rows.length; away += 1) {
    const found = rows[(start + step * away + rows.length * 2) % rows.length];
    if (isShown(found) && test(found)) return found;
  }
  return null;
}

/** Go to the next (or previous) text; with `unfinished` to one that somebody must do something about. */
export function go(row, step, unfinished) {
  const next = neighbour(row, step, unfinished ? (other) => !isFinished(other) : () => true);
  if (!next) return;
  fieldOf(next).focus({ preventScroll: true });
  next.scrollIntoView({ block: 'center' });
}

/** Let the bar work. `current` gives the row that is active. */
export function start(current) {
  desk.addEventListener('click', (event) => {
    const link = event.target.closest('[data-show]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link.dataset.show);
    history.replaceState(null, '', link.href);
  });
  const next = bar.querySelector('[data-next]');
  next.hidden = false;
  next.addEventListener('click', () => go(current(), 1, true));
  desk.addEventListener('desk:stored', count);
  desk.addEventListener('desk:checked', count);
  // A menu closes when one leaves it.
  bar.querySelectorAll('[data-menu]').forEach((menu) => {
    menu.addEventListener('click', (event) => { if (event.target.closest('a')) menu.open = false; });
    menu.addEventListener('keydown', (event) => { if (event.key === 'Escape') menu.open = false; });
    document.addEventListener('pointerdown', (event) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  tellNone();
  keepBelowHeader();
}

/** The bar stays in sight right under Wagtail's header, however high that is. */
function keepBelowHeader() {
  const header = document.querySelector('header.w-slim-header');
  const measure = () => desk.style.setProperty('--desk-head', `${header.offsetHeight}px`);
  if (header) new ResizeObserver(measure).observe(header);
}
