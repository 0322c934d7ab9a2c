// Saving each text by itself. Whatever happens, the words stay in the field until they are stored.

import { post } from './asking.js';
import { beforeOf, desk, fieldOf, grow, isUnsaved, mark, replace, rows, say, showFormatted, showState, tell } from './rows.js';

const FORBIDDEN = 403;
const CHANGED = 409;
const underWay = new Set();
const again = new Set();
const offline = new Set();

/** Store the words of a row, where they have changed or `always`; tell whether they are stored then. */
export async function save(row, always = false) {
  if (underWay.has(row)) {
    again.add(row);
    return false;
  }
  if (!always && !isUnsaved(row)) return true;
  if (fieldOf(row).readOnly) return false;
  underWay.add(row);
  tell(row, say('saving'));
  const stored = await send(row).catch(() => {
    offline.add(row);
    return fail(row, say('offline'));
  });
  underWay.delete(row);
  if (again.delete(row)) return save(row);
  return stored;
}

async function send(row) {
  const target = fieldOf(row).value;
  const values = { text: row.id, before: beforeOf(row).value, target, drafts: desk.dataset.drafts };
  const { ok, status, answer } = await post(desk.dataset.texts, values);
  offline.delete(row);
  if (ok && answer) return stored(row, target, answer);
  if (status === CHANGED && answer) return differ(row, answer);
  if (status === FORBIDDEN) return fail(row, say('loggedOut'));
  return fail(row, answer?.message ?? say('server'));
}

function stored(row, sent, answer) {
  const field = fieldOf(row);
  beforeOf(row).value = answer.target;
  if (field.value === sent && field.value !== answer.target && document.activeElement !== field) field.value = answer.target;
  row.querySelector('.desk-problem')?.remove();
  showState(row, answer.state, answer.state_label);
  showFormatted(row, answer.html);
  grow(field);
  mark(row);
  tell(row, isUnsaved(row) ? say('unsaved') : say('saved'));
  desk.dispatchEvent(new CustomEvent('desk:stored'));
  return true;
}

function fail(row, reason) {
  mark(row);
  tell(row, say('failed', { reason }), true);
  return false;
}

/** Somebody else has changed the text: show both, and let the person decide. */
function differ(row, answer) {
  row.querySelector('.desk-problem')?.remove();
  const box = document.querySelector('template[data-problem-template]').content.firstElementChild.cloneNode(true);
  box.querySelector('[data-problem-message]').textContent = answer.message;
  box.querySelector('[data-problem-difference]').innerHTML = answer.difference;
  const decide = (words) => {
    beforeOf(row).value = answer.theirs;
    if (words !== undefined) replace(fieldOf(row), words);
    save(row, true);
  };
  box.querySelector('[data-keep-mine]').addEventListener('click', () => decide());
  box.querySelector('[data-take-theirs]').addEventListener('click', () => decide(answer.theirs));
  row.querySelector('.desk-row__foot').before(box);
  return fail(row, answer.message);
}

/** Send what could not be sent, and warn before unsaved words are left. */
export function watch() {
  addEventListener('online', () => [...offline].forEach((row) => save(row)));
  addEventListener('focus', () => [...offline].forEach((row) => save(row)));
  addEventListener('beforeunload', (event) => {
    if (rows.some(isUnsaved)) event.preventDefault();
  });
}
