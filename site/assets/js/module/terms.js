// A term explains itself where it stands, if the page has its definition: on hover, on focus, on a tap or a click.

import {piece} from '../lib/words.js';
import {all} from './page.js';

const PAUSE = 200;
const MARGIN = 8;
let note;
let current;
let timer;

function open(link) {
  clearTimeout(timer);
  if (link === current) {
    return;
  }
  const [term, definition] = document.getElementById(link.hash.slice(1)).children;
  const [heading, words, further] = note.children;
  current = link;
  heading.textContent = term.textContent;
  words.textContent = definition.textContent;
  further.href = link.href;
  // Right after the link, so that the next step of the keyboard leads into it.
  link.after(note);
  note.hidden = false;
  place(link);
}

/** Put the note below the link, inside the window. */
function place(link) {
  const frame = note.offsetParent.getBoundingClientRect();
  const {left, bottom} = [...link.getClientRects()].at(-1);
  const room = document.documentElement.clientWidth - note.offsetWidth - MARGIN;
  note.style.left = `${Math.max(MARGIN, Math.min(left, room)) - frame.left}px`;
  note.style.top = `${bottom - frame.top + MARGIN}px`;
}

function close() {
  clearTimeout(timer);
  current = undefined;
  note.hidden = true;
}

const later = (action, ...values) => {
  clearTimeout(timer);
  timer = setTimeout(action, PAUSE, ...values);
};
// What was opened by a click or by the keyboard stays.
const leave = ({pointerType}) => (
  pointerType === 'mouse' && current !== document.activeElement && later(close));
const belongs = (target) => target && (current?.contains(target) || note.contains(target));

function follow(link) {
  link.setAttribute('aria-describedby', link.hash.slice(1));
  link.addEventListener('pointerenter', ({pointerType}) => pointerType === 'mouse' && later(open, link));
  link.addEventListener('pointerleave', leave);
  link.addEventListener('focus', () => link.matches(':focus-visible') && open(link));
  link.addEventListener('click', (event) => {
    // With a key held down the reader wants the glossary in another window.
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link);
    }
  });
}

const links = all('a.term').filter((link) => document.getElementById(link.hash.slice(1)));
if (links.length) {
  note = piece('term-note');
  links.forEach(follow);
  note.addEventListener('pointerenter', () => clearTimeout(timer));
  note.addEventListener('pointerleave', leave);
  document.addEventListener('click', ({target}) => belongs(target) || close());
  document.addEventListener('focusin', ({target}) => belongs(target) || close());
  document.addEventListener('keydown', ({key}) => {
    if (key === 'Escape' && current) {
      if (note.contains(document.activeElement)) {
        current.focus();
      }
      close();
    }
  });
}
