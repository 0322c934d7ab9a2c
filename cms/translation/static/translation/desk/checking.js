// What the checks find, and how the words will look, a moment after each change.

import { post } from './asking.js';
import { desk, fieldOf, showFormatted } from './rows.js';

const PAUSE = 300; // milliseconds without typing
const waiting = new WeakMap();
const asked = new WeakMap();

/** Check a row soon. */
export function checkSoon(row) {
  clearTimeout(waiting.get(row));
  waiting.set(row, setTimeout(() => check(row), PAUSE));
}

async function check(row) {
  const target = fieldOf(row).value;
  const turn = (asked.get(row) ?? 0) + 1;
  asked.set(row, turn);
  const values = { source: row.dataset.source, target, rich: 'rich' in row.dataset };
  const found = await post(desk.dataset.check, values).catch(() => null);
  // An answer that a later question has overtaken is of no use.
  if (!found?.ok || asked.get(row) !== turn) return;
  showFormatted(row, found.answer.html);
  showFindings(row, found.answer.findings);
}

function showFindings(row, findings) {
  const list = row.querySelector('[data-findings-list]');
  list.replaceChildren(...findings.map(item));
  list.hidden = !findings.length;
  row.toggleAttribute('data-findings', findings.length > 0);
  desk.dispatchEvent(new CustomEvent('desk:checked'));
}

function item(finding) {
  const element = document.createElement('li');
  element.textContent = finding.message;
  if (finding.blocking) element.className = 'desk-findings__blocking';
  return element;
}
