// What is folded up on the screen is open on paper, also in browsers whose style sheets cannot do it.
let opened = [];

addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll('details:not([open])')];
  opened.forEach((details) => { details.open = true; });
});

addEventListener('afterprint', () => {
  opened.forEach((details) => { details.open = false; });
});
