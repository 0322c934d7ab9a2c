// The self-reflection: a start page, one skill a step, the result, and the learner's own data. Which of them is shown
// stands in the address (#reflect-SKILL, #reflect-result), so that the browser's Back, a reload and the links to other
// languages keep the place. Without this script the page is a sheet to print.

import * as answers from './answers.js';
import {startData} from './data.js';
import {dateWriter} from './dates.js';
import {showResult} from './result.js';
import {fill} from '../lib/words.js';

const {steps} = answers;
const tool = document.getElementById('reflect');
const [opening, way, sheet, controls, result, data] = ['start', 'way', 'sheet', 'steps', 'result', 'data']
  .map((name) => tool.querySelector(`.reflect-${name}`));
const status = controls.querySelector('[role="status"]');
const writeDate = dateWriter(tool);

// The place of the step that is shown, or -1. Not read from the address, which other links of the page change too.
let current = -1;

function showStart() {
  const begun = answers.hasBegun();
  const last = answers.runs().at(-1);
  const shown = {begin: !begun && !last, 'go-on': begun, see: last, again: begun || last};
  for (const [name, isShown] of Object.entries(shown)) {
    opening.querySelector(`[data-do="${name}"]`).hidden = !isShown;
  }
  const see = opening.querySelector('[data-do="see"]');
  see.textContent = last ? fill(see.dataset.words, {date: writeDate(last.date)}) : '';
}

function showStep() {
  steps.forEach((step, place) => { step.hidden = place !== current; });
  way.querySelectorAll('a').forEach((link, place) => {
    const answered = answers.isAnswered(steps[place]);
    link.classList.toggle('is-answered', answered);
    link.querySelector('[data-state]').textContent = answered ? way.firstElementChild.dataset.answered : '';
    link.ariaCurrent = place === current ? 'step' : null;
  });
  const next = controls.querySelector('[data-do="next"]');
  const word = answers.isAnswered(steps[current]) ? 'next' : 'skip';
  next.textContent = next.dataset[current === steps.length - 1 ? 'last' : word];
}

/** Show what the address names; with `moved`, the focus goes to its heading. */
function show(moved) {
  current = steps.findIndex((step) => `#${step.id}` === location.hash);
  const isResult = location.hash === `#${result.id}` && answers.runs().length > 0;
  const [view, place, fillIn] = current >= 0
    ? ['step', steps[current], showStep]
    : isResult ? ['result', result, () => showResult(result, answers.runs(), writeDate)] : ['start', opening, showStart];
  tool.dataset.view = view;
  opening.hidden = view !== 'start';
  result.hidden = view !== 'result';
  status.textContent = '';
  fillIn();
  if (moved) {
    place.querySelector('h2').focus({preventScroll: true});
    place.scrollIntoView();
  }
}

function go({id}) {
  if (location.hash === `#${id}`) {
    show(true);
  } else {
    location.hash = id;
  }
}

function finish() {
  if (answers.finish()) {
    go(result);
  } else {
    status.textContent = status.dataset.empty;
  }
}

const doings = {
  begin: () => go(steps[0]),
  'go-on': () => go(steps[answers.whereStopped()]),
  see: () => go(result),
  change: () => go(steps[answers.firstLeftOut()]),
  again: () => {
    answers.beginAgain();
    go(steps[0]);
  },
  print: () => window.print(),
  back: () => go(steps[current - 1] ?? tool),
  next: () => (current + 1 < steps.length ? go(steps[current + 1]) : finish()),
};

tool.addEventListener('click', ({target}) => doings[target.closest('button')?.dataset.do]?.());

sheet.addEventListener('change', ({target}) => {
  const kept = answers.keep(target.closest('.reflect-skill'));
  showStep();
  status.textContent = kept ? status.dataset.kept : status.dataset.lost;
});

addEventListener('hashchange', () => {
  // The links to other parts of the page are not ours.
  if (!location.hash || location.hash.startsWith('#reflect')) {
    show(true);
  }
});

startData(data, writeDate, () => {
  answers.read();
  // The old result may be gone; what is kept now begins at its start.
  history.replaceState(null, '', `#${data.id}`);
  show(false);
});
[controls, way, data].forEach((found) => { found.hidden = false; });
answers.read();
show(location.hash.startsWith('#reflect-') && location.hash !== `#${data.id}`);
