// One text of the editor: its element is the row, the rest is found in it.

const words = document.querySelector('template[data-words]').dataset;

/** Words of the page for the script, with {name} filled in. */
export function say(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_place, key) => values[key]);
}

export const desk = document.querySelector('[data-desk]');
export const rows = [...desk.querySelectorAll('[data-row]')];
const finished = new Set(desk.dataset.finished.split(' '));

export const rowOf = (element) => element.closest('[data-row]');
export const fieldOf = (row) => row.querySelector('textarea');
export const beforeOf = (row) => row.querySelector('[name="before"]');
export const isFinished = (row) => finished.has(row.dataset.state);
export const isShown = (row) => !row.hidden;

/** Whether the field holds words that are not stored. */
export function isUnsaved(row) {
  return fieldOf(row).value.trim() !== beforeOf(row).value.trim();
}

/** Say beside the text how its saving goes. */
export function tell(row, message, failed = false) {
  const place = row.querySelector('[data-saved]');
  place.textContent = message;
  place.classList.toggle('is-failed', failed);
}

/** Mark the row as holding words that are not stored, or as not. */
export function mark(row) {
  row.classList.toggle('is-unsaved', isUnsaved(row));
}

/** Show the state that the server has told. */
export function showState(row, state, label) {
  const chip = row.querySelector('[data-state-chip]');
  chip.className = `desk-chip desk-chip--${state}`;
  chip.textContent = label;
  row.dataset.state = state;
  if (state !== 'review') row.querySelectorAll('[data-fits], [data-changed]').forEach((element) => element.remove());
}

/** Show the translation formatted, under its field, where there is something to see. */
export function showFormatted(row, html) {
  const place = row.querySelector('[data-shown]');
  if (!place) return;
  place.innerHTML = html;
  const { value } = fieldOf(row);
  place.hidden = !value || !/[*[\\]/.test(value + row.dataset.source);
}

/** Make the field as high as its words, where the browser does not by itself. */
export function grow(field) {
  if (CSS.supports('field-sizing', 'content')) return;
  field.style.blockSize = 'auto';
  field.style.blockSize = `${field.scrollHeight + 2}px`;
}

/** Put words into a field as if they were typed, so that they can be undone. */
export function type(field, text) {
  field.focus();
  // The only way to write that the browser's undo knows; deprecated, and without a successor.
  if (!document.execCommand('insertText', false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/** Replace all words of a field. */
export function replace(field, text) {
  field.focus();
  field.select();
  type(field, text);
}
