/* The box in wagtail-localize's form for submitting that ticks every language. */
(() => {
  const all = document.querySelector('[name="select_all"]');
  all.addEventListener('change', () => {
    for (const box of document.querySelectorAll('[name="locales"]')) box.checked = all.checked;
  });
})();
