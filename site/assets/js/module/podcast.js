// The recording: what is being said stands under the player as text, and the transcript's lines lead to their moment.

import {fill, piece} from '../lib/words.js';
import {all, module} from './page.js';
import {setDone} from './progress.js';

const audio = module.querySelector('.player audio');
const bare = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
const said = (cue) => cue.getCueAsHTML().textContent;

/** Put a button before each line of the transcript that begins with the words of a cue; both are in time's order. */
function linkLines(cues) {
  let next = 0;
  for (const line of all('#part-listen .dialogue li')) {
    const words = bare(line.lastElementChild.textContent);
    const found = cues.findIndex((cue, index) => index >= next && bare(said(cue)) && words.startsWith(bare(said(cue))));
    if (found >= 0) {
      next = found + 1;
      line.firstElementChild.append(' ', jump(cues[found].startTime));
    }
  }
}

function jump(seconds) {
  const button = piece('podcast-jump');
  const time = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
  button.textContent = time;
  button.setAttribute('aria-label', fill(button.getAttribute('aria-label'), {time}));
  button.addEventListener('click', () => {
    audio.currentTime = seconds;
    audio.play();
  });
  return button;
}

if (audio) {
  audio.addEventListener('ended', () => setDone('listen'));
  const captions = audio.querySelector('track');
  if (captions) {
    const {track} = captions;
    const place = module.querySelector('.cue');
    captions.addEventListener('load', () => linkLines([...track.cues]));
    track.addEventListener('cuechange', () => {
      place.hidden = false;
      place.textContent = [...track.activeCues].map(said).join(' ');
    });
    track.mode = 'hidden';
  }
}
