// The page that keeps the site in the browser: says what is kept and how large it is, keeps, updates, deletes. The
// page for addresses that are not kept is served by it too: it shows the languages that are.

import {language, root} from '../lib/place.js';
import {fill} from '../lib/words.js';
import {drop, keep} from './keep.js';
import {keptLists} from './kept.js';

const section = document.getElementById('part-keep');
const part = (name, within = section) => within.querySelector(`[data-part="${name}"]`);
// Neither is there in a folder, nor at an address without https.
const isPossible = 'serviceWorker' in navigator && 'caches' in window && location.protocol.startsWith('http');

// Readers of English here are Europeans: the day before the month, as the pages write it.
const form = language === 'en' ? 'en-GB' : language;
const megabytes = new Intl.NumberFormat(form, {style: 'unit', unit: 'megabyte', maximumFractionDigits: 1});
const size = (bytes) => megabytes.format(bytes / 2 ** 20);
const day = (date) => new Intl.DateTimeFormat(form, {dateStyle: 'long'}).format(date);

async function showHomes(homes) {
  const items = [...homes.querySelectorAll('[data-home]')];
  const lists = await keptLists(root, items.map((item) => item.dataset.home));
  const kept = new Set(lists.map((list) => list.language));
  items.forEach((item) => { item.hidden = !kept.has(item.dataset.home); });
  homes.hidden = !kept.size;
}

function start() {
  const words = section.dataset;
  const all = words.languages.trim().split(' ');
  let offered = null;
  let running = null;

  const say = (text) => { part('message').textContent = text; };

  /** Show what is kept, and whether the site is another one by now. */
  async function show() {
    const lists = await keptLists(root, all);
    section.querySelectorAll('[data-row]').forEach((row) => {
      const list = lists.find((one) => one.language === row.dataset.row);
      row.hidden = !list;
      if (list) {
        part('when', row).textContent = fill(words.kept, {date: day(list.keptOn), size: size(list.bytes)});
      }
    });
    const codes = lists.map((list) => list.language);
    section.querySelectorAll('[data-keep]').forEach(({dataset, parentElement: line}) => {
      line.hidden = (dataset.keep === 'all' ? all : [dataset.keep]).every((code) => codes.includes(code));
    });
    part('kept').hidden = !lists.length;
    const isOld = ({language: code, version}) => offered && offered.languages[code]?.version !== version;
    part('changed').hidden = !lists.some(isOld);
    return codes;
  }

  async function offer() {
    try {
      const answer = await fetch(new URL('offline/sizes.json', root), {cache: 'no-cache'});
      offered = await answer.json();
      section.querySelectorAll('[data-size]').forEach((place) => {
        const {bytes} = offered.languages[place.dataset.size] ?? offered;
        place.textContent = `, ${size(bytes)}`;
      });
    } catch {
      say(words.away);
    }
  }

  function showProgress(done, total) {
    const bar = section.querySelector('progress');
    bar.max = total || 1;
    bar.value = done;
    part('amount').textContent = fill(words.progress, {done: size(done), total: size(total)});
  }

  function showRunning(isRunning) {
    part('choices').hidden = isRunning;
    part('progress').hidden = !isRunning;
    part('kept').inert = isRunning;
    if (isRunning) {
      say('');
      part('cancel').focus();
    }
  }

  /** Keep some languages. Those that are kept already come along, so that all are of one state. */
  async function run(languages) {
    running = new AbortController();
    showRunning(true);
    let outcome = words.finished;
    try {
      await keep(root, all, languages, running.signal, showProgress);
    } catch (error) {
      const isFull = error.name === 'QuotaExceededError';
      outcome = running.signal.aborted ? words.cancelled : words[isFull ? 'full' : 'failed'];
      // What else waits for the network may stop too.
      running.abort();
    }
    showRunning(false);
    await show();
    say(outcome);
    part('message').focus();
  }

  section.addEventListener('click', async ({target}) => {
    const {keep: chosen, delete: unwanted} = target.dataset;
    const kept = await show();
    if (chosen) {
      await run(chosen === 'all' ? all : [...new Set([...kept, chosen])]);
    } else if (unwanted) {
      await drop(root, all, unwanted);
      await show();
      say(words.deleted);
      part('message').focus();
    } else if (target === part('update')) {
      await run(kept);
    } else if (target === part('cancel')) {
      running?.abort();
    }
  });

  part('unsupported').hidden = true;
  part('tool').hidden = false;
  offer().then(show);
}

if (isPossible) {
  const homes = document.querySelector('[data-homes]');
  if (homes) {
    showHomes(homes);
  }
  if (section) {
    start();
  }
}
