// The verify page: a drop zone, a file field, a paste box, an optional e-mail address, and the answer below.
//
// The record of the site comes as a classic script (window.PERENNIAL_RECORD), the words as a JSON block, so that the
// page works from a folder, where a browser fetches nothing.

import {checkBadge} from './checks.js';
import {refresh} from './loader.js';
import {NotABadge, readFile, readText} from './read.js';
import {render, renderSentence, translator} from './render.js';

function start(tool) {
  const messages = JSON.parse(document.getElementById('verify-messages').textContent);
  const say = translator(messages, document.documentElement.lang);
  const form = tool.querySelector('form');
  const {file, text, email} = form.elements;
  const region = document.getElementById('verify-result');
  // A record that an older version wrote, and that an archive keeps, says less.
  const record = {leakedKeys: [], reasons: {}, endorsements: {}, ...window.PERENNIAL_RECORD};
  if (!record.did) {
    renderSentence(region, say('page.no_record'));
    return;
  }
  let latest = 0;
  const check = async () => {
    const own = ++latest;
    const read = async () => (file.files.length ? readFile(file.files[0]) : readText(text.value));
    renderSentence(region, say('page.working'));
    const show = await answer(read, {record, root: tool.dataset.root, email: email.value.trim()}).then(
      (result) => () => render(region, result, say),
      (error) => () => {
        renderSentence(region, say('page.failed'));
        throw error;
      },
    );
    // A slow check must not overwrite the answer about a badge that was handed in after it.
    if (own === latest) {
      show();
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    check();
  });
  // The last badge handed in counts, whichever way it came.
  text.addEventListener('input', () => {
    file.value = '';
  });
  file.addEventListener('change', () => {
    if (file.files.length) {
      text.value = '';
      check();
    }
  });
  acceptDrops(tool, file);
  form.hidden = false;
}

async function answer(read, {record, root, email}) {
  try {
    const credential = await read();
    return await checkBadge(credential, {...await refresh(record, root), email, now: new Date()});
  } catch (error) {
    if (error instanceof NotABadge) {
      return {verdict: 'not_badge', checks: [{check: 'file', state: 'failed', reason: error.reason, values: {}}]};
    }
    throw error;
  }
}

/** Let a file be dropped anywhere on the tool; it is put into the file field, so there is one way in. */
function acceptDrops(tool, field) {
  const zone = tool.querySelector('[data-drop]');
  const mark = (over) => zone.classList.toggle('is-over', over);
  tool.addEventListener('dragover', (event) => {
    event.preventDefault();
    mark(true);
  });
  tool.addEventListener('dragleave', () => mark(false));
  tool.addEventListener('drop', (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer.files.length) {
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event('change'));
    }
  });
}

const tool = document.getElementById('verify');
if (tool) {
  start(tool);
}
