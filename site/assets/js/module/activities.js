// A tick for each activity that was done.

import {piece} from '../lib/words.js';
import {all} from './page.js';
import {note, noted, setDone} from './progress.js';

const activities = all('.activity');

for (const activity of activities) {
  const tick = piece('activity-done');
  const box = tick.firstElementChild;
  const title = activity.getAttribute('aria-labelledby');
  box.checked = Boolean(noted(activity.id));
  box.setAttribute('aria-describedby', title);
  box.addEventListener('change', () => {
    note(activity.id, box.checked);
    setDone('practise', activities.every(({id}) => noted(id)));
  });
  activity.append(tick);
}
