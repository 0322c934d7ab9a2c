// The help under the text that is being translated: formatting, terms, suggestions. One panel, moved along.

import { get } from './asking.js';
import { link, toggle } from './marking.js';
import { desk, fieldOf, replace, rowOf, say, type } from './rows.js';

const PAUSE = 250; // milliseconds a row is active before suggestions are asked for
const helps = JSON.parse(document.getElementById('desk-helps').textContent);
const panel = document.querySelector('template[data-panel-template]').content.firstElementChild.cloneNode(true);
const tools = panel.querySelector('[data-tools]');
const links = panel.querySelector('[data-links]');
const menu = panel.querySelector('[data-link-menu]');
const known = new Map();
let timer = 0;

const current = () => fieldOf(rowOf(panel));

/** Move the panel to a row. */
export function place(row) {
  const help = helps[row.id] ?? {};
  const offered = help.links ?? [];
  tools.hidden = !('rich' in row.dataset);
  menu.hidden = !offered.length;
  showLinks(offered);
  show('terms', (help.terms ?? []).map(([term, words]) => choice(`${term} → ${words}`, '', () => type(current(), words))));
  show('suggestions', []);
  row.querySelector('[data-panel-place]').append(panel);
  clearTimeout(timer);
  timer = setTimeout(() => suggest(row), known.has(row) ? 0 : PAUSE);
}

function show(name, items) {
  const list = panel.querySelector(`[data-${name}-list]`);
  list.replaceChildren(...items);
  list.parentElement.hidden = !items.length;
}

function choice(words, note, act) {
  const item = document.querySelector('template[data-choice-template]').content.firstElementChild.cloneNode(true);
  item.querySelector('[data-choice-words]').textContent = words;
  item.querySelector('[data-choice-note]').textContent = note;
  item.querySelector('button').addEventListener('click', act);
  return item;
}

function showLinks(offered) {
  const insert = (offer) => {
    openLinks(false);
    link(current(), offer.target, offer.words);
  };
  links.replaceChildren(...offered.map((offer) => choice(offer.words, offer.leads_to, () => insert(offer))));
  openLinks(false);
}

function openLinks(open) {
  links.hidden = !open;
  menu.setAttribute('aria-expanded', String(open));
  if (open) links.querySelector('button')?.focus();
}

async function suggest(row) {
  if (!known.has(row)) {
    const query = new URLSearchParams({ text: row.id, drafts: desk.dataset.drafts });
    const found = await get(`${desk.dataset.suggestions}?${query}`);
    if (!found) return;
    known.set(row, found.suggestions);
  }
  if (panel.isConnected && rowOf(panel) === row) show('suggestions', known.get(row).map(suggestion));
}

function suggestion(offer) {
  const item = document.querySelector('template[data-suggestion-template]').content.firstElementChild.cloneNode(true);
  const { origin, percent } = offer;
  item.querySelector('[data-suggestion-text]').innerHTML = offer.html;
  item.querySelector('[data-suggestion-difference]').innerHTML = offer.difference;
  item.querySelector('[data-suggestion-origin]').textContent = percent === 100 ? say('same', { origin }) : `${percent} % · ${origin}`;
  item.querySelector('button').addEventListener('click', () => replace(current(), offer.target));
  return item;
}

/** Act on the keys for formatting; tell whether it was one. */
export function formatByKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || tools.hidden) return false;
  const marks = { b: '**', i: '*' };
  const key = event.key.toLowerCase();
  if (marks[key]) toggle(current(), marks[key]);
  else if (key === 'k' && !menu.hidden) openLinks(true);
  else return false;
  return true;
}

/** The toolbar is one stop for the Tab key; arrows go along it. */
function walk(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const buttons = [...tools.querySelectorAll('button:not([hidden])')];
  const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
  buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
  next.focus();
}

tools.querySelectorAll('button').forEach((button, number) => { button.tabIndex = number ? -1 : 0; });
tools.querySelectorAll('[data-mark]').forEach((button) => button.addEventListener('click', () => toggle(current(), button.dataset.mark)));
tools.addEventListener('keydown', walk);
menu.addEventListener('click', () => openLinks(links.hidden));
links.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  openLinks(false);
  current().focus();
});
