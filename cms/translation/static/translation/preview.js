// The preview: jump to a section in both frames, and keep them at the same section while one is scrolled.

const preview = document.querySelector('[data-preview]');
const frames = [...preview.querySelectorAll('[data-frame]')];
const [source, target] = frames;
const jump = preview.querySelector('[data-jump]');
const sections = preview.querySelector('[data-sections]');
const together = preview.querySelector('[data-together]');
const isTogether = together.querySelector('input');
let leader = null;

const anchorsOf = (frame) => [...frame.contentDocument.querySelectorAll('main section[id], main [id]:is(article, div)')];

/** The sections that both pages have, by the words of the translated one. */
function listSections() {
  const there = new Set(anchorsOf(source).map((section) => section.id));
  const options = anchorsOf(target)
    .filter((section) => there.has(section.id) && section.querySelector('h2, h3'))
    .map((section) => new Option(section.querySelector('h2, h3').textContent.trim(), section.id));
  sections.replaceChildren(...options);
  jump.hidden = !options.length;
  together.hidden = !options.length;
}

function goTo(id) {
  frames.forEach((frame) => frame.contentDocument.getElementById(id)?.scrollIntoView());
}

/** The last section that begins above the upper third of a frame, and how far into it one is, 0 to 1. */
function placeIn(frame) {
  const line = frame.clientHeight / 3;
  const above = anchorsOf(frame).filter((section) => section.getBoundingClientRect().top <= line);
  const section = above.at(-1);
  if (!section) return null;
  const { top, height } = section.getBoundingClientRect();
  return { id: section.id, share: height ? (line - top) / height : 0 };
}

function follow(frame) {
  const other = frame === source ? target : source;
  const place = placeIn(frame);
  if (!place) return;
  const section = other.contentDocument.getElementById(place.id);
  if (section) {
    const { top, height } = section.getBoundingClientRect();
    other.contentWindow.scrollBy({ top: top + height * place.share - other.clientHeight / 3, behavior: 'instant' });
  }
  choose(place.id);
}

/** Show in the list where one is. */
function choose(id) {
  if ([...sections.options].some((option) => option.value === id)) sections.value = id;
}

/** Links of the pages open beside the desk: the frames stay with this page. */
function openElsewhere(event) {
  const link = event.target.closest('a[href]');
  if (!link || link.getAttribute('href').startsWith('#')) return;
  event.preventDefault();
  window.open(link.href, '_blank', 'noopener');
}

function ready(frame) {
  const { contentDocument: page, contentWindow: view } = frame;
  page.addEventListener('click', openElsewhere);
  ['wheel', 'touchstart', 'keydown', 'pointerdown'].forEach((kind) => page.addEventListener(kind, () => { leader = frame; }, { passive: true }));
  view.addEventListener('scroll', () => { if (leader === frame && isTogether.checked) follow(frame); }, { passive: true });
}

const isLoaded = (frame) => frame.contentDocument?.readyState === 'complete' && frame.contentWindow.location.href !== 'about:blank';

frames.forEach((frame) => {
  if (!isLoaded(frame)) frame.addEventListener('load', start, { once: true });
});

function start() {
  if (!frames.every(isLoaded)) return;
  frames.forEach(ready);
  listSections();
  choose(target.contentWindow.location.hash.slice(1));
}

start();
sections.addEventListener('change', () => { leader = null; goTo(sections.value); });
