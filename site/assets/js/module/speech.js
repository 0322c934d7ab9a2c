// Reads a part aloud with a voice that the reader's own device has for the language of the page; voices that live on
// somebody's server would be sent the text, so they are not used. What is being read is marked as with a pen.

import {fill, piece} from '../lib/words.js';
import {all, module, onClick, textOf} from './page.js';
import {setDone} from './progress.js';

const TEXT = 'h2, h3, h4, p, li, dt, dd, legend, summary, .option';
const UNREAD = '.time, .hint, .tools, .tick, .scale label, .quiz-place, .cue, .print-only';
const device = window.speechSynthesis;
const language = document.querySelector('main').lang || document.documentElement.lang;
const player = piece('speech');
const [pause, go, stop, label] = player.children;
const speed = label.firstElementChild;

let voices = [];
let queue = [];
let position = 0;
let spoken;
let part;

/** Split a text into sentences: browsers lose their place in long ones. */
function sentences(text) {
  return Intl.Segmenter
    ? [...new Intl.Segmenter(language, {granularity: 'sentence'}).segment(text)].map(({segment}) => segment)
    : [text];
}

/** Return what is to be said for an element: [{element, text, voice}]. */
function lines(element) {
  const dialogue = element.closest('.dialogue');
  if (!dialogue) {
    return sentences(element.innerText).map((text) => ({element, text, voice: voices[0]}));
  }
  const [speaker, words] = element.children;
  const name = speaker.firstChild.textContent.trim();
  const cast = [...new Set(all('b', dialogue).map((other) => other.firstChild.textContent.trim()))];
  // Two people in two voices need no names; more of them, or one voice for all, do.
  const isDuet = cast.length === 2 && voices.length > 1;
  const voice = voices[isDuet ? cast.indexOf(name) : 0];
  return sentences(isDuet ? words.innerText : `${name}: ${words.innerText}`).map((text) => ({element, text, voice}));
}

const isShown = (element) => element.offsetParent && !element.closest('details:not([open]) > :not(summary)');

function read(section) {
  silence();
  part = section;
  queue = all(TEXT, section)
    .filter((element) => !element.querySelector(TEXT) && !element.closest(UNREAD) && isShown(element))
    .flatMap(lines)
    .filter(({text}) => text.trim());
  position = 0;
  module.append(player);
  player.hidden = false;
  say();
  pause.focus({preventScroll: true});
}

function say() {
  const next = queue[position];
  mark(next?.element);
  if (!next) {
    if (part.id === 'part-listen') {
      setDone('listen');
    }
    close();
    return;
  }
  const utterance = new SpeechSynthesisUtterance(next.text);
  Object.assign(utterance, {voice: next.voice, lang: next.voice.lang, rate: speed.value});
  utterance.onend = () => {
    if (utterance === spoken) {
      position += 1;
      say();
    }
  };
  spoken = utterance;
  device.speak(utterance);
  swap(true);
}

function mark(element) {
  document.querySelector('.is-spoken')?.classList.remove('is-spoken');
  element?.classList.add('is-spoken');
  element?.scrollIntoView({block: 'nearest'});
}

function swap(isSpeaking) {
  pause.hidden = !isSpeaking;
  go.hidden = isSpeaking;
}

/** Stop the voice. Not every device can pause; each can begin a sentence again. */
function silence() {
  spoken = undefined;
  device.cancel();
  swap(false);
}

function close() {
  silence();
  mark();
  const hadFocus = player.contains(document.activeElement);
  player.hidden = true;
  if (hadFocus) {
    part.querySelector('.speech-start').focus();
  }
}

/** Make the line that parts with a duration have under their heading. */
function timeAfter(heading) {
  const line = document.createElement('p');
  line.className = 'time';
  heading.after(line);
  return line;
}

function offer() {
  voices = device.getVoices().filter(({localService, lang}) => (
    localService && lang.toLowerCase().split(/[-_]/)[0] === language));
  if (!voices.length || document.querySelector('.speech-start')) {
    return;
  }
  for (const section of all('.part')) {
    const button = piece('speech-start');
    const heading = section.querySelector('h2');
    button.setAttribute('aria-label', fill(button.getAttribute('aria-label'), {part: textOf(heading)}));
    button.addEventListener('click', () => read(section));
    (section.querySelector(':scope > .time') ?? timeAfter(heading)).append(button);
  }
}

if (device) {
  onClick(
    [pause, go, stop],
    () => { silence(); go.focus(); },
    () => { say(); pause.focus(); },
    close,
  );
  speed.addEventListener('change', () => {
    if (go.hidden) {
      silence();
      say();
    }
  });
  addEventListener('pagehide', () => device.cancel());
  document.addEventListener('keydown', ({key}) => {
    if (key === 'Escape' && !player.hidden) {
      close();
    }
  });
  // Some browsers learn of their voices late.
  device.onvoiceschanged = offer;
  offer();
}
