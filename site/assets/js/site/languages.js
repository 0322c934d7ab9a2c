// The reader who changes the language stays at the section: ids are the same in every language.

const links = document.querySelectorAll('.languages a');
const sections = [...document.querySelectorAll('main section[id]')];
const MARGIN = 120;

/** Return the id of the innermost section that has begun above the upper edge of the window. */
function here() {
  const begun = sections.filter((section) => {
    const {top, bottom} = section.getBoundingClientRect();
    return top < MARGIN && bottom > MARGIN;
  });
  return begun.at(-1)?.id;
}

links.forEach((link) => link.addEventListener('click', () => {
  const section = here();
  link.hash = section ? `#${section}` : location.hash;
}));
