// "Your data in this browser": save it as a file, read such a file, delete everything. What cannot be undone is asked
// in the page first, and every outcome is said in one live region.

import {check, everything, forgetAll, Refused, replace, write} from './file.js';
import {fill} from '../lib/words.js';

const COUNTED = ['before', 'plan', 'draft'];

/** Start the section `root`; `changed` is called when other data is kept than before. */
export function startData(root, writeDate, changed) {
  const field = root.querySelector('[type="file"]');
  const status = root.querySelector('[role="status"]');
  const asks = [...root.querySelectorAll('[data-ask]')];
  let held;

  const say = (reason, values = {}) => {
    status.textContent = fill(status.dataset[reason], values);
  };

  /** What data holds, in words. */
  const holds = (data) => fill(root.dataset.holds, {
    tests: data.tests?.length ?? 0,
    ...Object.fromEntries(COUNTED.map((name) => [name, Object.keys(data).filter((key) => key.startsWith(`${name}/`)).length])),
  });

  /** Ask one of the questions; with no name, none is open any more. */
  function ask(name = '') {
    status.textContent = '';
    asks.forEach((panel) => {
      panel.hidden = panel.dataset.ask !== name;
      panel.querySelector('[data-here]').textContent = holds(everything());
    });
    asks.find((panel) => !panel.hidden)?.querySelector('h3').focus();
  }

  /** Close the question; the focus goes to the section's heading, since the button that had it is gone. */
  function answer(reason) {
    ask();
    root.querySelector('h2').focus();
    say(reason);
  }

  const isEmpty = () => !Object.keys(everything()).length;

  const doings = {
    save: () => {
      ask();
      if (isEmpty()) {
        say('nothing');
      } else {
        say('saved', {name: download(write())});
      }
    },
    delete: () => {
      if (isEmpty()) {
        ask();
        say('nothing');
      } else {
        ask('delete');
      }
    },
    really: () => {
      forgetAll();
      changed();
      answer('deleted');
    },
    replace: () => attempt(() => {
      replace(held.data);
      changed();
      answer('replaced');
    }),
    keep: () => answer('kept'),
  };

  function attempt(work) {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Refused)) {
        throw error;
      }
      ask();
      say(error.message, error.values);
    }
  }

  field.addEventListener('change', async () => {
    const [file] = field.files;
    if (file) {
      const text = await file.text();
      // The same file may be chosen again, after it was mended.
      field.value = '';
      attempt(() => {
        held = check(text);
        ask('replace');
        const panel = asks.find(({hidden}) => !hidden);
        const from = panel.querySelector('[data-words]');
        from.textContent = fill(from.dataset.words, {date: writeDate(held.date)});
        panel.querySelector('[data-file]').textContent = holds(held.data);
      });
    }
  });
  root.addEventListener('click', ({target}) => doings[target.dataset.do]?.());
}

/** Hand a text to the browser as a file; return its name. */
function download(text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
  link.download = `perennial-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return link.download;
}
