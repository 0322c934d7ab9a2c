// The result: what is strong, where to begin and why, the table, and the chart. No total, no pass mark.

import {drawChart} from './chart.js';
import {steps} from './answers.js';
import {fill, piece} from '../lib/words.js';

const MOST_TO_BEGIN = 3;
const MOST_FURTHEST = 2;

const keyOf = (field) => field.querySelector('input').name.split('/')[1];

/** Return what a run says of each skill it answers, in the order of the test: {slug, mean, lowest, field}. */
function skillsOf(run) {
  return steps.flatMap((step) => {
    const own = run.answers[step.dataset.skill] ?? {};
    const given = [...step.querySelectorAll('fieldset')]
      .map((field) => [field, own[keyOf(field)]])
      .filter(([, answer]) => answer);
    if (!given.length) {
      return [];
    }
    const [field, lowest] = given.reduce((least, one) => (one[1] < least[1] ? one : least));
    const mean = given.reduce((sum, [, answer]) => sum + answer, 0) / given.length;
    return [{slug: step.dataset.skill, mean, lowest, field}];
  });
}

/** The levels of the guide on paper: 3-5, 6-9 and 10-12 points of three answers. */
function levelOf({mean}) {
  return mean < 2 ? 'low' : mean > 3 ? 'high' : 'middle';
}

/** Show the last of the runs, compared with the one before it or with the one that is chosen. */
export function showResult(root, runs, writeDate) {
  const now = runs.at(-1);
  const chooser = root.querySelector('select');
  // Two runs of one day differ by their time.
  const days = runs.map(({date}) => writeDate(date));
  const dateOf = (run) => writeDate(run.date, days.filter((day) => day === writeDate(run.date)).length > 1);
  const heading = root.querySelector('h2');
  heading.textContent = fill(heading.dataset.words, {date: dateOf(now)});
  chooser.replaceChildren(...runs.slice(0, -1).map((run) => new Option(dateOf(run), run.date)));
  chooser.selectedIndex = runs.length - 2;
  chooser.parentElement.hidden = runs.length < 3;

  const skills = skillsOf(now);
  showMissing(root, skills);
  showLists(root, skills);
  const compare = () => {
    const earlier = runs[chooser.selectedIndex];
    showComparison(root, skills, earlier ? skillsOf(earlier) : [], [earlier && dateOf(earlier), dateOf(now)]);
  };
  chooser.onchange = compare;
  compare();
}

function showMissing(root, skills) {
  const answered = new Set(skills.map(({slug}) => slug));
  const names = [...root.querySelectorAll('tr[data-skill]')]
    .filter((row) => !answered.has(row.dataset.skill))
    .map((row) => row.querySelector('a').textContent);
  const note = root.querySelector('[data-missing]');
  note.hidden = !names.length;
  note.textContent = fill(note.dataset.missing, {skills: names.join(', ')});
}

function showLists(root, skills) {
  const rising = [...skills].sort((one, other) => one.mean - other.mean || one.lowest - other.lowest);
  const strong = rising.filter((skill) => levelOf(skill) === 'high').reverse();
  const others = rising.filter((skill) => levelOf(skill) !== 'high');
  const begin = others.slice(0, MOST_TO_BEGIN);
  const furthest = others.slice(begin.length).slice(-MOST_FURTHEST).reverse();
  list(root, 'strong', strong.length ? strong : furthest, strongItem);
  list(root, 'begin', begin, beginItem);
  const notes = {
    strong: strong.length, furthest: !strong.length && furthest.length, begin: begin.length, none: !begin.length,
  };
  for (const note of root.querySelectorAll('[data-note]')) {
    note.hidden = !notes[note.dataset.note];
  }
  root.querySelector('[data-list="strong"]').parentElement.hidden = !(strong.length || furthest.length);
}

function list(root, name, skills, item) {
  root.querySelector(`[data-list="${name}"]`).replaceChildren(...skills.map((skill) => {
    const row = root.querySelector(`tr[data-skill="${skill.slug}"]`);
    const made = item(skill, row);
    made.classList.add(row.parentElement.className);
    const link = row.querySelector('a').cloneNode(true);
    link.lang = row.querySelector('th').lang;
    made.prepend(link);
    return made;
  }));
}

function strongItem(skill, row) {
  const made = piece('reflect-strong-item');
  const words = made.querySelector('[data-badge]');
  const link = row.querySelector('[data-badge]').cloneNode(true);
  link.hidden = levelOf(skill) !== 'high';
  link.textContent = words.textContent;
  words.replaceWith(' ', link);
  return made;
}

/** Why this skill: its lowest answer, in the words of the statement. */
function beginItem({lowest, field}) {
  const made = piece('reflect-begin-item');
  made.querySelector('strong').textContent = field.querySelector(`[value="${lowest}"]`).parentElement.textContent.trim();
  made.querySelector('span').replaceChildren(...field.querySelector('legend').cloneNode(true).childNodes);
  return made;
}

function showComparison(root, skills, earlier, [earlierDate, date]) {
  const words = root.dataset;
  const before = new Map(earlier.map((skill) => [skill.slug, skill]));
  const now = new Map(skills.map((skill) => [skill.slug, skill]));
  for (const cell of root.querySelectorAll('[data-earlier]')) {
    cell.hidden = !earlierDate;
  }
  root.querySelector('.reflect-legend').hidden = !earlierDate;
  for (const place of root.querySelectorAll('thead, .reflect-legend')) {
    place.querySelector('[data-earlier]').textContent = earlierDate ?? '';
    place.querySelector('[data-now]').textContent = date;
  }
  for (const row of root.querySelectorAll('tr[data-skill]')) {
    const [old, own] = [before, now].map((found) => found.get(row.dataset.skill));
    row.hidden = !own;
    if (own) {
      row.querySelector('[data-earlier]').textContent = old ? words[levelOf(old)] : '–';
      row.querySelector('[data-now]').textContent = [words[levelOf(own)], ...change(words, old, own)].join(', ');
    }
  }
  for (const body of root.querySelectorAll('tbody')) {
    body.hidden = !body.querySelector('tr[data-skill]:not([hidden])');
  }
  drawChart(root, before, now);
}

function change(words, old, own) {
  return old ? [words[own.mean > old.mean ? 'up' : own.mean < old.mean ? 'down' : 'same']] : [];
}
