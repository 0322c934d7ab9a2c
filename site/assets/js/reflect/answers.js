// The answers. While the page is open, the radio buttons hold them; the browser keeps them beyond.
//
// The first run is kept as before/SLUG, where the module's own reflection has its answers as well. Once a run is
// finished it stands in `tests`; the answers of the next one, or changes to the last, are kept as `again` until they
// are finished too: {date, answers}, with the date of the run that they replace, if any.

import {forget, load, save} from '../lib/store.js';

export const steps = [...document.querySelectorAll('.reflect-skill')];

let finished = [];
let replaced;
let begun = false;

const slugOf = (step) => step.dataset.skill;

/** Return the finished runs, the oldest first. */
export const runs = () => finished;

/** Tell whether answers were given that are not part of a finished run. */
export const hasBegun = () => begun;

/** Return the answers of one skill as the page holds them: {statement: 1-4}. */
export function answersOf(step) {
  const chosen = [...step.querySelectorAll('input:checked')];
  return Object.fromEntries(chosen.map(({name, value}) => [name.split('/')[1], Number(value)]));
}

/** Tell whether anything is answered of a skill. */
export const isAnswered = (step) => step.querySelector('input:checked') !== null;

const allAnswers = () => (
  Object.fromEntries(steps.filter(isAnswered).map((step) => [slugOf(step), answersOf(step)])));

function mark(answers) {
  for (const step of steps) {
    for (const field of step.querySelectorAll('input')) {
      field.checked = answers[slugOf(step)]?.[field.name.split('/')[1]] === Number(field.value);
    }
  }
}

/** Read what the browser keeps, and mark it in the page. */
export function read() {
  finished = load('tests', []);
  const again = load('again', null);
  const last = finished.at(-1);
  replaced = again ? again.date : last?.date;
  const first = () => Object.fromEntries(steps.map((step) => [slugOf(step), load(`before/${slugOf(step)}`)]));
  mark((again ?? last)?.answers ?? first());
  begun = steps.some(isAnswered) && (!last || Boolean(again));
}

/** Keep the answers of one skill; return whether the browser does. */
export function keep(step) {
  begun = true;
  const key = `before/${slugOf(step)}`;
  const kept = save(key, {...load(key), ...answersOf(step)});
  if (finished.length || load('again', null)) {
    save('again', {date: replaced, answers: allAnswers()});
  }
  return kept;
}

/** Begin a run with empty statements. What was finished stays, and so do the answers that the modules show. */
export function beginAgain() {
  replaced = undefined;
  begun = false;
  mark({});
  save('again', {answers: {}});
}

const isLeftOut = (step) => Object.keys(answersOf(step)).length < step.querySelectorAll('fieldset').length;

/** Return the place of the first step with something left to answer from the last answer on, or else the last step. */
export function whereStopped() {
  const last = steps.findLastIndex(isAnswered);
  const next = steps.findIndex((step, place) => place >= last && isLeftOut(step));
  return next < 0 ? steps.length - 1 : next;
}

/** Return the place of the first step with something left to answer, or else the first step. */
export const firstLeftOut = () => Math.max(0, steps.findIndex(isLeftOut));

/** Finish the run: it gets today's date. Return whether there was anything to finish. */
export function finish() {
  if (!steps.some(isAnswered)) {
    return false;
  }
  const date = new Date().toISOString();
  finished = [...finished.filter((run) => run.date !== replaced), {date, answers: allAnswers()}];
  replaced = date;
  begun = false;
  save('tests', finished);
  forget('again');
  return true;
}
