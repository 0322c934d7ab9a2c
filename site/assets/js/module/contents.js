// The contents mark the section that is being read. Where there is no margin for them they are a line that stays at
// the top of the window and unfolds.

import {all, module} from './page.js';

const contents = module.querySelector('.contents');

if (contents) {
  const fold = contents.querySelector('details');
  const links = all('a', contents);
  const margin = matchMedia('(min-width: 64rem)');
  const here = new Set();

  const refold = () => { fold.open = margin.matches; };
  contents.classList.add('is-live');
  margin.addEventListener('change', refold);
  refold();
  contents.addEventListener('click', ({target}) => {
    if (target.closest('a')) {
      refold();
    }
  });
  contents.addEventListener('keydown', ({key}) => {
    if (key === 'Escape' && !margin.matches) {
      fold.open = false;
      fold.firstElementChild.focus();
    }
  });

  // Sections that cross a line in the upper part of the window; the innermost of them is the one being read.
  const line = new IntersectionObserver((changes) => {
    for (const {target, isIntersecting} of changes) {
      here[isIntersecting ? 'add' : 'delete'](target.id);
    }
    const current = links.filter((link) => here.has(link.hash.slice(1))).at(-1);
    links.forEach((link) => link.removeAttribute('aria-current'));
    if (current) {
      current.setAttribute('aria-current', 'true');
      contents.scrollTop = current.offsetTop - contents.clientHeight / 2;
    }
  }, {rootMargin: '-30% 0px -70%'});
  links.forEach((link) => line.observe(document.getElementById(link.hash.slice(1))));
}
