// The page of a module. Each file below adds one thing to what the page is without scripts.

import {keeps} from '../lib/store.js';
import {all} from './page.js';
import './contents.js';
import './ends.js';
import './scales.js';
import './plan.js';
import './activities.js';
import './scenario.js';
import './podcast.js';
import './quiz.js';
import './terms.js';
import './speech.js';

// Some sentences are true only where scripts run and the browser keeps something.
if (keeps) {
  all('[data-live]').forEach((element) => { element.textContent = element.dataset.live; });
}
