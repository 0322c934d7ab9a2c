// The search page: searches while the reader types. Nothing is loaded before; the index comes when the field is
// entered, the words of a page when it is among the results.
//
// Without this script the page is the list of all pages. With it, the list gives way to what was found.

import {language, root} from '../lib/place.js';
import {fill, wordsOf} from '../lib/words.js';
import {unpack} from './index.js';
import {search} from './query.js';
import {resultItem} from './results.js';
import {load} from './scripts.js';

const AT_ONCE = 10;
const PAUSE = 200;

const tool = document.getElementById('search');

/** What the page needs of its own parts, by the name in data-part. */
const partsOf = (place) => Object.fromEntries(
  [...place.querySelectorAll('[data-part]')].map((part) => [part.dataset.part, part]));

class SearchPage {
  constructor({dataset}, parts) {
    Object.assign(this, parts, {folder: dataset.folder, ending: dataset.ending});
    this.field = this.form.elements.q;
    this.list = this.results.querySelector('ol');
    this.words = wordsOf('search-words');
    this.found = [];
  }

  start() {
    this.form.hidden = false;
    this.field.value = new URLSearchParams(location.search).get('q') ?? '';
    this.field.addEventListener('focus', () => this.index().catch(() => {}), {once: true});
    this.field.addEventListener('input', () => this.searchSoon());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.search().then(() => this.list.querySelector('a')?.focus());
    });
    this.more.addEventListener('click', () => this.showMore());
    this.search();
    // Who came by the key for the search wants to type.
    if (location.hash === `#${this.field.id}`) {
      this.field.focus();
    }
  }

  searchSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  async index() {
    const packed = await load(`${this.folder}index.js`, 'PERENNIAL_SEARCH');
    this.unpacked ??= unpack(packed);
    return this.unpacked;
  }

  async search() {
    clearTimeout(this.timer);
    const query = this.field.value.trim();
    this.keep(query);
    if (query.length < 2) {
      this.show({});
      return;
    }
    try {
      const index = await this.index();
      // The reader may have typed on while the index came.
      if (query === this.field.value.trim()) {
        this.answer(query, search(index, query));
      }
    } catch {
      this.show({status: this.words.failed});
    }
  }

  /** Put the query into the address, so that the way back from a result leads here. */
  keep(query) {
    const address = new URL(location.href);
    if (query) {
      address.searchParams.set('q', query);
    } else {
      address.searchParams.delete('q');
    }
    try {
      history.replaceState(null, '', address);
    } catch {
      // Some browsers refuse it in a folder, or where it happens often: then the address stays as it is.
    }
  }

  answer(query, {parts, all, stems}) {
    this.found = parts;
    this.stems = stems;
    this.list.replaceChildren();
    if (parts.length) {
      const words = all ? this.words.found : this.words.some;
      this.show({status: fill(words, {count: parts.length}), results: true});
      this.showMore();
    } else {
      this.show({status: fill(this.words.none, {query}), none: true});
    }
  }

  /** Show the next results, and go to the first of them where the reader asked for more. */
  showMore() {
    const shown = this.list.children.length;
    const {stems, folder, ending, unpacked: index} = this;
    const items = this.found.slice(shown, shown + AT_ONCE)
      .map((part) => resultItem(part, {index, stems, folder, start: `${root}${language}/`, ending}));
    this.list.append(...items);
    this.more.hidden = this.list.children.length === this.found.length;
    if (shown) {
      items[0].querySelector('a').focus();
    }
  }

  /** Show what there is to say; the list of all pages stands wherever there are no results. */
  show({status = '', results = false, none = false}) {
    this.status.textContent = status;
    this.results.hidden = !results;
    this.none.hidden = !none;
    this.pages.hidden = results;
  }
}

if (tool?.dataset.folder) {
  new SearchPage(tool, partsOf(tool)).start();
}
