// What is folded up on the screen is open on paper, also in browsers whose style sheets cannot do it.
let opened = [];

addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll('details:not([open])')];
  opened.forEach((details) => { details.open = true; });
});

addEventListener('afterprint', () => {
  opened.forEach((details) => { details.open = false; });
});

// The list of all pages shrinks to the titles that hold what is typed, with or without its accents.
const list = document.querySelector('[data-filter]');
if (list) {
  const [field, nothing] = list.querySelectorAll('[hidden]');
  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
  field.hidden = false;
  field.querySelector('input').addEventListener('input', ({target}) => {
    const wanted = plain(target.value.trim());
    const entries = [...list.querySelectorAll('li')];
    entries.forEach((entry) => { entry.hidden = !plain(entry.textContent).includes(wanted); });
    list.querySelectorAll('section').forEach((section) => { section.hidden = !section.querySelector('li:not([hidden])'); });
    nothing.hidden = entries.some((entry) => !entry.hidden);
  });
}
