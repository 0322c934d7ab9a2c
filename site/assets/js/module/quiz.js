// The quiz one question at a time: answer, check, read why, go on. At the end a summary in words.

import {fill, piece} from '../lib/words.js';
import {all, keep, module, onClick, recall} from './page.js';
import {setDone} from './progress.js';
import {question} from './questions.js';

const quiz = module.querySelector('.quiz');

function start() {
  const items = all('.questions > li', quiz);
  const questions = items.map(question);
  const place = piece('quiz-place');
  const steps = piece('quiz-steps');
  const [status, tools] = steps.children;
  const [check, next, finish, back] = tools.children;
  const position = fill(place.firstElementChild.textContent, {all: items.length});
  const stitches = items.map(() => document.createElement('i'));
  let results = recall('quiz');
  let summary;
  let current;

  /** Say how the answer is, and what there is to say about it; then going on is the next step. */
  const say = (verdict, feedback, isJudged) => {
    const [short, long] = status.children;
    short.textContent = verdict;
    long.textContent = feedback;
    check.classList.toggle('second', isJudged);
    [next, finish].forEach((button) => button.classList.toggle('second', !isJudged));
  };
  const resultOf = (index) => results[items[index].id];
  const stitch = () => (
    stitches.forEach((hole, index) => hole.classList.toggle('is-done', Boolean(resultOf(index)))));

  /** Show a question, or the summary after the last one; move the focus there unless the page has just opened. */
  function show(index, isMove = true) {
    current = index;
    items.forEach((item, other) => { item.hidden = other !== index; });
    stitches.forEach((hole, other) => hole.classList.toggle('is-here', other === index));
    const isOver = index === items.length;
    place.hidden = steps.hidden = isOver;
    summary?.remove();
    summary = undefined;
    if (isOver) {
      summary = summarise();
      steps.after(summary);
    } else {
      place.firstElementChild.textContent = fill(position, {number: index + 1});
      say('', '', false);
      back.hidden = !index;
      next.hidden = index === items.length - 1;
      finish.hidden = !next.hidden;
    }
    if (isMove) {
      (summary ?? place).querySelector('[tabindex]').focus();
    }
  }

  function judge() {
    const asked = questions[current];
    if (!asked.isAnswered()) {
      say(quiz.dataset.empty, '', false);
      return;
    }
    const isRight = asked.isRight();
    const {id} = items[current];
    results[id] = {first: results[id]?.first ?? isRight, given: asked.given()};
    keep('quiz', results);
    stitch();
    asked.showReasons();
    say(isRight ? quiz.dataset.right : quiz.dataset.wrong, asked.feedback, true);
    setDone('check', items.every((item) => results[item.id]));
  }

  function summarise() {
    const result = piece('quiz-summary');
    const [heading, again, last] = result.children;
    const missed = items.filter((item) => !results[item.id]?.first);
    heading.textContent = fill(heading.textContent, {right: items.length - missed.length, all: items.length});
    again.hidden = !missed.length;
    again.querySelector('ul').append(...missed.map((item) => {
      const entry = document.createElement('li');
      const link = document.createElement('a');
      link.href = `#${item.id}`;
      link.textContent = item.querySelector('legend').textContent;
      entry.append(link);
      return entry;
    }));
    again.addEventListener('click', (event) => {
      if (showNamed(event.target.hash)) {
        event.preventDefault();
      }
    });
    onClick([last.firstElementChild], restart);
    return result;
  }

  function restart() {
    results = {};
    keep('quiz', results);
    stitch();
    questions.forEach((asked) => {
      asked.put(asked.given().map(() => ''));
      asked.hideReasons();
    });
    show(0);
  }

  /** Show the question that an address names: others hide it. Return whether there is one. */
  function showNamed(hash) {
    const index = items.findIndex(({id}) => `#${id}` === hash);
    if (index >= 0) {
      show(index);
    }
    return index >= 0;
  }

  place.lastElementChild.append(...stitches);
  quiz.querySelector('.questions').before(place);
  quiz.querySelector('.questions').after(steps);
  questions.forEach((asked, index) => {
    const result = resultOf(index);
    asked.put(result?.given ?? asked.given().map(() => ''));
    asked[result ? 'showReasons' : 'hideReasons']();
    // A changed answer is a new one: what was said about the old one goes.
    items[index].addEventListener('change', () => {
      asked.hideReasons();
      say('', '', false);
    });
  });
  onClick([check, next, finish, back], judge, ...[1, 1, -1].map((step) => () => show(current + step)));
  addEventListener('hashchange', () => showNamed(location.hash));
  stitch();
  const open = items.findIndex((item) => !results[item.id]);
  show(open < 0 ? items.length : open, false);
  showNamed(location.hash);
}

if (quiz) {
  start();
}
