// The statements, answered before and after. Once all are answered again, what has moved is shown: in words and as
// dots on a line, never as a score.

import {fill, piece} from '../lib/words.js';
import {all, keep, module, recall, textOf} from './page.js';
import {setDone} from './progress.js';

/** Keep the answers to the scales of one kind; return them, and whether none is missing. */
function follow(kind) {
  const answers = recall(kind);
  const inputs = all(`[name^="${kind}-"]`);
  const statement = ({name}) => name.slice(kind.length + 1);
  for (const input of inputs) {
    input.checked = answers[statement(input)] === Number(input.value);
    input.addEventListener('change', () => {
      answers[statement(input)] = Number(input.value);
      keep(kind, answers);
      show();
    });
  }
  return {answers, isComplete: () => inputs.length && inputs.every((input) => answers[statement(input)])};
}

const before = follow('before');
const after = follow('after');
const place = module.querySelector('.comparison');

function show() {
  if (before.isComplete()) {
    setDone('reflect');
  }
  const statements = Object.keys(after.answers).filter((statement) => (
    before.answers[statement] && module.querySelector(`[name="after-${statement}"]`)));
  if (after.isComplete() && statements.length) {
    place.replaceChildren(comparison(statements));
  }
}

function comparison(statements) {
  const result = piece('comparison');
  const moves = statements.map((statement) => Math.sign(after.answers[statement] - before.answers[statement]));
  const count = (move) => moves.filter((other) => other === move).length;
  result.querySelector('strong').textContent = fill(
    place.dataset.moved, {up: count(1), same: count(0), down: count(-1), all: moves.length});
  result.querySelector('ul').append(...statements.map(row));
  return result;
}

function row(statement) {
  const item = piece('comparison-row');
  const [words, dots, sentence] = item.children;
  const was = before.answers[statement];
  const now = after.answers[statement];
  const label = (value) => textOf(module.querySelector(`[name="after-${statement}"][value="${value}"]`).parentElement);
  words.textContent = textOf(module.querySelector(`[name="after-${statement}"]`).closest('.scale').firstElementChild);
  dots.children[was - 1].classList.add('was');
  dots.children[now - 1].classList.add('now');
  sentence.textContent = fill(item.dataset.words, {before: label(was), now: label(now)});
  return item;
}

if (place) {
  show();
}
