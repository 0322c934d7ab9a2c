// One question of the quiz: reads and puts the answer, and says beside each choice why it is right or not. What is
// right stands in the page already, in the answer that a reader without scripts unfolds.

import {fill, piece} from '../lib/words.js';
import {all, module, onClick, textOf} from './page.js';

const words = module.querySelector('.quiz')?.dataset;

/** Return the question of a list item: its fields, and what is to be known about them. */
export function question(item) {
  const fields = all('input, select', item);
  const [{type}] = fields;
  const kind = {number: order, 'select-one': match}[type] ?? choice;
  const own = kind(item, fields);
  return {
    given: () => fields.map((field) => (own.isChoice ? field.checked : field.value)),
    put: (values) => {
      fields.forEach((field, index) => { field[own.isChoice ? 'checked' : 'value'] = values[index]; });
      own.arrange?.();
    },
    isAnswered: () => (own.isChoice ? fields.some((field) => field.checked) : fields.every((field) => field.value)),
    isRight: () => fields.every((field, index) => own.isRight(field, index)),
    // What is said about orders and pairs as a whole.
    feedback: own.isChoice ? '' : textOf(item.querySelector('details p')),
    showReasons: () => {
      hideReasons(item);
      item.querySelector('details').hidden = false;
      fields.forEach((field, index) => show(field, own.reason(field, index), `${item.id}-${index}`));
    },
    hideReasons: () => hideReasons(item),
  };
}

function hideReasons(item) {
  item.querySelector('details').hidden = true;
  all('.reason', item).forEach((reason) => reason.remove());
  all('[aria-describedby]', item).forEach((field) => field.removeAttribute('aria-describedby'));
}

function show(field, reason, id) {
  if (reason) {
    reason.id = id;
    reason.classList.add('reason');
    field.closest('.option').after(reason);
    field.setAttribute('aria-describedby', id);
  }
}

function verdict(isRight, text) {
  const line = document.createElement('p');
  const strong = document.createElement('strong');
  strong.className = `verdict ${isRight ? 'right' : 'wrong'}`;
  strong.textContent = text;
  line.append(strong);
  return line;
}

function choice(item) {
  const reasons = all('.reasons p', item);
  const right = reasons.map((reason) => reason.querySelector('.right') !== null);
  return {
    isChoice: true,
    isRight: (field, index) => field.checked === right[index],
    reason: (field, index) => {
      const reason = (field.checked || right[index]) && reasons[index].cloneNode(true);
      if (reason && !field.checked) {
        reason.firstElementChild.className = 'verdict missed';
        reason.firstElementChild.textContent = words.missed;
      }
      return reason;
    },
  };
}

function match(item) {
  const letters = all('.pairs b', item).map(textOf);
  const isRight = (field) => field.name === `${item.id}-${field.value}`;
  return {
    isRight,
    reason: (field, index) => verdict(
      isRight(field), isRight(field) ? words.inPlace : fill(words.letter, {letter: letters[index]})),
  };
}

function order(item, fields) {
  const right = all('details li', item).map(textOf);
  const text = (field) => textOf(field.closest('label').lastElementChild);
  const target = (field) => right.indexOf(text(field)) + 1;
  const isRight = (field) => Number(field.value) === target(field);
  const arrange = movable(fields, text);
  return {
    isRight,
    arrange,
    reason: (field) => verdict(
      isRight(field), isRight(field) ? words.inPlace : fill(words.place, {place: target(field)})),
  };
}

/** Let the lines be moved by buttons, and by their number. Return what puts them in the order of their numbers. */
function movable(fields, text) {
  const lines = fields.map(movableLine);
  const list = lines[0].parentElement;
  const sorted = () => all('.mover', list);
  const put = (line, place) => {
    const others = sorted().filter((other) => other !== line);
    others.splice(place, 0, line);
    list.append(...others);
    others.forEach((other, index) => { other.querySelector('input').value = index + 1; });
    list.dispatchEvent(new Event('change', {bubbles: true}));
  };

  function movableLine(field) {
    const line = piece('quiz-mover');
    const label = field.closest('label');
    const move = (step) => ({target}) => {
      put(line, Math.max(0, sorted().indexOf(line) + step));
      target.focus();
    };
    for (const button of line.children) {
      button.setAttribute('aria-label', fill(button.getAttribute('aria-label'), {item: text(field)}));
    }
    onClick(line.children, move(-1), move(1));
    field.addEventListener('change', (event) => {
      event.stopPropagation();
      put(line, Math.max(0, field.value - 1));
    });
    label.replaceWith(line);
    line.prepend(label);
    return line;
  }

  return () => list.append(...[...lines].sort((one, other) => (
    one.querySelector('input').value - other.querySelector('input').value)));
}
