// The quiz one question at a time: answer, check, read why, go on. At the end a summary in words.

import {fill, piece} from '../lib/words.js';
import {all, keep, module, onClick, recall} from './page.js';
import {setDone} from './progress.js';
import {question} from './questions.js';

class Quiz {
  constructor(part) {
    this.words = part.dataset;
    this.items = all('.questions > li', part);
    this.questions = this.items.map(question);
    this.results = recall('quiz');
    this.place = piece('quiz-place');
    this.steps = piece('quiz-steps');
    this.stitches = this.items.map(() => document.createElement('i'));
    this.place.lastElementChild.append(...this.stitches);
    this.position = fill(this.place.firstElementChild.textContent, {all: this.items.length});
    this.questions.forEach((asked, index) => this.recallAnswer(asked, index));
    onClick(
      this.steps.lastElementChild.children,
      () => this.judge(),
      ...[1, 1, -1].map((step) => () => this.show(this.current + step)),
    );
    part.querySelector('.questions').before(this.place);
    part.querySelector('.questions').after(this.steps);
    this.stitch();
    const open = this.items.findIndex((item) => !this.results[item.id]);
    this.show(open < 0 ? this.items.length : open, false);
  }

  recallAnswer(asked, index) {
    const result = this.results[this.items[index].id];
    asked.put(result?.given ?? asked.given().map(() => ''));
    asked[result ? 'showReasons' : 'hideReasons']();
    // A changed answer is a new one: what was said about the old one goes.
    this.items[index].addEventListener('change', () => {
      asked.hideReasons();
      this.say('', '', false);
    });
  }

  /** Show a question, or the summary after the last one; move the focus there unless the page has just opened. */
  show(index, isMove = true) {
    const isOver = index === this.items.length;
    this.current = index;
    this.items.forEach((item, other) => { item.hidden = other !== index; });
    this.stitches.forEach((hole, other) => hole.classList.toggle('is-here', other === index));
    this.place.hidden = this.steps.hidden = isOver;
    this.summary?.remove();
    if (isOver) {
      this.summary = this.summarise();
      this.steps.after(this.summary);
    } else {
      this.begin(index);
    }
    if (isMove) {
      (isOver ? this.summary : this.place).querySelector('[tabindex]').focus();
    }
  }

  begin(index) {
    const [, next, finish, back] = this.steps.lastElementChild.children;
    this.place.firstElementChild.textContent = fill(this.position, {number: index + 1});
    this.say('', '', false);
    back.hidden = !index;
    next.hidden = index === this.items.length - 1;
    finish.hidden = !next.hidden;
  }

  judge() {
    const asked = this.questions[this.current];
    if (!asked.isAnswered()) {
      this.say(this.words.empty, '', false);
      return;
    }
    const isRight = asked.isRight();
    const {id} = this.items[this.current];
    this.results[id] = {first: this.results[id]?.first ?? isRight, given: asked.given()};
    keep('quiz', this.results);
    this.stitch();
    asked.showReasons();
    this.say(isRight ? this.words.right : this.words.wrong, asked.feedback, true);
    setDone('check', this.items.every((item) => this.results[item.id]));
  }

  /** Say how the answer is, and what there is to say about it; then going on is the next step. */
  say(verdict, feedback, isJudged) {
    const [short, long] = this.steps.firstElementChild.children;
    const [check, next, finish] = this.steps.lastElementChild.children;
    short.textContent = verdict;
    long.textContent = feedback;
    check.classList.toggle('second', isJudged);
    [next, finish].forEach((button) => button.classList.toggle('second', !isJudged));
  }

  /** Fill the stitches of the questions that are answered. */
  stitch() {
    this.stitches.forEach((hole, index) => (
      hole.classList.toggle('is-done', Boolean(this.results[this.items[index].id]))));
  }

  summarise() {
    const summary = piece('quiz-summary');
    const [heading, again, last] = summary.children;
    const missed = this.items.filter((item) => !this.results[item.id]?.first);
    const right = this.items.length - missed.length;
    heading.textContent = fill(heading.textContent, {right, all: this.items.length});
    again.hidden = !missed.length;
    again.querySelector('ul').append(...missed.map(linkTo));
    again.addEventListener('click', (event) => {
      if (this.showNamed(event.target.hash)) {
        event.preventDefault();
      }
    });
    onClick(last.children, () => this.restart());
    return summary;
  }

  restart() {
    this.results = {};
    keep('quiz', this.results);
    this.stitch();
    for (const asked of this.questions) {
      asked.put(asked.given().map(() => ''));
      asked.hideReasons();
    }
    this.show(0);
  }

  /** Show the question that an address names: others hide it. Return whether there is one. */
  showNamed(hash) {
    const index = this.items.findIndex(({id}) => `#${id}` === hash);
    if (index >= 0) {
      this.show(index);
    }
    return index >= 0;
  }
}

function linkTo(item) {
  const entry = document.createElement('li');
  const link = document.createElement('a');
  link.href = `#${item.id}`;
  link.textContent = item.querySelector('legend').textContent;
  entry.append(link);
  return entry;
}

const part = module.querySelector('.quiz');
if (part) {
  const quiz = new Quiz(part);
  const follow = () => quiz.showNamed(location.hash);
  addEventListener('hashchange', follow);
  follow();
}
