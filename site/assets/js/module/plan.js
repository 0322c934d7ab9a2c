// "My plan": kept as one writes; to print, to save as a file, to delete and to bring back.

import {keeps} from '../lib/store.js';
import {piece} from '../lib/words.js';
import {all, keep, module, onClick, recall, textOf} from './page.js';
import {setDone} from './progress.js';

const plan = module.querySelector('.plan');

if (plan) {
  const fields = all('textarea', plan);
  const hint = module.querySelector('.plan-hint');
  const tools = piece('plan-tools');
  const [print, save, erase, undo] = tools.children;
  const unkept = hint.textContent;
  let erased = {};

  const key = (field) => field.id.replace('plan-', '');
  const read = () => Object.fromEntries(fields.filter((field) => field.value).map((field) => [key(field), field.value]));

  const store = () => {
    const isKept = keep('plan', read());
    hint.textContent = isKept ? hint.dataset.kept : unkept;
    setDone('plan', fields.some((field) => field.value.trim()));
  };
  const put = (values) => {
    fields.forEach((field) => { field.value = values[key(field)] ?? ''; });
    store();
  };
  const swap = (isErased) => {
    erase.hidden = isErased;
    undo.hidden = !isErased;
  };

  /** Return plan and comparison as plain text. */
  const asText = () => [
    textOf(module.querySelector('h1')),
    new Date().toLocaleDateString(document.documentElement.lang, {dateStyle: 'long'}),
    ...fields.map((field) => `${textOf(field.labels[0])}\n${field.value}`),
    ...all('.comparison :is(h3, strong, li)').map((element) => element.innerText),
  ].join('\n\n');

  onClick(
    [print, save, erase, undo],
    () => window.print(),
    () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([asText()], {type: 'text/plain'}));
      link.download = `${module.dataset.slug}-${tools.dataset.file}.txt`;
      link.click();
      URL.revokeObjectURL(link.href);
    },
    () => {
      erased = read();
      put({});
      hint.textContent = hint.dataset.deleted;
      swap(true);
      undo.focus();
    },
    () => {
      put(erased);
      swap(false);
      erase.focus();
    },
  );
  plan.addEventListener('input', () => {
    store();
    swap(false);
  });
  plan.after(tools);
  const values = recall('plan');
  fields.forEach((field) => { field.value = values[key(field)] ?? ''; });
  if (keeps) {
    hint.textContent = hint.dataset.kept;
  }
}
