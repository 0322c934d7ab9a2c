// What was found -> the list of results. The words are filled in when the page's own file of them has come.

import {language} from '../lib/place.js';
import {piece} from '../lib/words.js';
import {excerpt} from './excerpt.js';
import {load} from './scripts.js';

const OTHER_KIND = 'page';
// Its title would only say again what the kind says.
const GLOSSARY = 'glossary';

/** Return the list item of a result: kind, title of the page, link, excerpt. */
export function resultItem(part, {index, stems, folder, start, ending}) {
  const {page, anchor, heading} = part;
  const item = piece('search-hit');
  const link = item.querySelector('[data-link]');
  link.href = `${start}${page.path && `${page.path}/`}${ending}${anchor && `#${anchor}`}`;
  link.textContent = anchor ? heading : page.title;
  link.lang = page.language;
  const title = item.querySelector('[data-title]');
  title.textContent = page.title;
  title.lang = page.language;
  title.hidden = !anchor || page.kind === GLOSSARY;
  showKind(item, page.kind);
  item.querySelectorAll('[data-foreign]').forEach((note) => {
    note.hidden = page.language === language;
  });
  showExcerpt(item.querySelector('[data-excerpt]'), part, {index, stems, folder});
  return item;
}

function showKind(item, kind) {
  const names = [...item.querySelectorAll('[data-kind]')];
  const named = (wanted) => names.find((name) => name.dataset.kind === wanted);
  const own = named(kind) ?? named(OTHER_KIND);
  names.forEach((name) => { name.hidden = name !== own; });
}

async function showExcerpt(place, {page, number}, {index, stems, folder}) {
  place.lang = page.language;
  try {
    const texts = await load(`${folder}${page.number}.js`, 'PERENNIAL_SEARCH_TEXTS');
    const text = texts[page.number][number];
    const shown = excerpt(text, (word) => index.forms.get(index.fold(word)), stems).map((part) => {
      const mark = document.createElement(part.found ? 'mark' : 'span');
      mark.textContent = part.text;
      return part.found ? mark : part.text;
    });
    place.replaceChildren(...shown);
  } catch {
    // The link says where it leads, and the page is there all the same.
    place.remove();
  }
}
