// A section counts as read when its end was in the lower part of the window for a moment: not above a heading that the
// reader has jumped to.

import {all} from './page.js';
import {note, noted, setDone} from './progress.js';

const MOMENT = 800;
const ideas = all('.idea');
const timers = new Map();

const ends = new IntersectionObserver((changes) => {
  for (const {target, isIntersecting} of changes) {
    clearTimeout(timers.get(target));
    if (isIntersecting) {
      timers.set(target, setTimeout(readTo, MOMENT, target));
    }
  }
}, {rootMargin: '-30% 0px 0px'});

function readTo(end) {
  const {id} = end.parentElement;
  ends.unobserve(end);
  note(id);
  // There is nothing else to do in these.
  if (id === 'part-listen' || id === 'part-badge') {
    setDone(id.replace('part-', ''));
  }
  if (ideas.every((idea) => noted(idea.id))) {
    setDone('learn');
  }
}

for (const section of all('.part, .idea')) {
  if (!noted(section.id)) {
    const end = document.createElement('i');
    section.append(end);
    ends.observe(end);
  }
}
