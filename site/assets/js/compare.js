// Practices side by side: keeps what is ticked in the address, so that a comparison can be sent to others. A page that
// was opened for one practice (#compare-SLUG) begins with that one and the first other.

const form = document.querySelector('.choose');
if (form) {
  const boxes = [...form.querySelectorAll('[type="checkbox"]')];
  const tick = (slugs) => boxes.forEach((box) => { box.checked = slugs.includes(box.value); });
  const known = (slug) => boxes.some((box) => box.value === slug);
  const wanted = new URLSearchParams(location.search).getAll('practice').filter(known);
  const here = location.hash.replace('#compare-', '');
  if (wanted.length) {
    tick(wanted);
  } else if (known(here)) {
    tick([here, boxes.find((box) => box.value !== here)?.value]);
  }
  form.addEventListener('change', () => {
    history.replaceState(null, '', `?${new URLSearchParams(new FormData(form))}`);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
}
