// The slash opens the search; on the search page it leads to the field. A single key may get in the way of somebody who
// dictates or strikes keys by accident, so the reading options can turn it off (WCAG 2.1.4).

const link = document.querySelector('.search-link');
const TYPING = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]';

link && addEventListener('keydown', (event) => {
  const {key, ctrlKey, metaKey, altKey, target} = event;
  const isOff = document.documentElement.dataset.slash === 'off';
  if (key !== '/' || ctrlKey || metaKey || altKey || isOff || target.matches?.(TYPING)) {
    return;
  }
  event.preventDefault();
  const field = document.getElementById('search-field');
  if (field) {
    field.select();
  } else {
    location.assign(`${link.href}#search-field`);
  }
});
