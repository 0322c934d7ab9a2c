// The chart: each skill on a line with four places, as on a ruled page. It grows with the size of the text (rem), and
// with the width (per cent), so that words keep their size on every screen. Colours and lines are in the style sheet.

const SVG = 'http://www.w3.org/2000/svg';
const PLACES = [1, 2, 3, 4];
const ROW = 3;
const FAMILY = 2.4;

function shape(name, attributes, text = '') {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.textContent = text;
  return made;
}

/** Draw the chart anew: families and skills in the order of the table, `before` and `now` by slug. */
export function drawChart(root, before, now) {
  const mirrored = getComputedStyle(root).direction === 'rtl';
  const across = (percent) => `${mirrored ? 100 - percent : percent}%`;
  const along = (mean) => across((mean - 0.5) * 25);
  const chart = shape('svg', {role: 'img', 'aria-labelledby': 'reflect-chart-title'});
  let top = 0;
  for (const body of root.querySelectorAll('tbody:not([hidden])')) {
    const group = shape('g', {class: body.className});
    group.append(shape('text', {class: 'is-family', x: across(0), y: `${top + 1.6}rem`}, body.rows[0].textContent.trim()));
    top += FAMILY;
    for (const row of body.querySelectorAll('tr[data-skill]:not([hidden])')) {
      const [old, own] = [before, now].map((found) => found.get(row.dataset.skill));
      const name = row.querySelector('a').textContent;
      // Without an earlier run the way begins at the first place; with one, where the skill was then.
      const from = before.size ? (old ?? own).mean : PLACES[0];
      group.append(...skill({name, from, old: old?.mean, own: own.mean}, top, {across, along}));
      top += ROW;
    }
    chart.append(group);
  }
  chart.setAttribute('height', `${top}rem`);
  const figure = root.querySelector('figure');
  figure.querySelector('svg')?.remove();
  figure.append(chart);
}

function skill({name, from, old, own}, top, {across, along}) {
  const y = `${top + 1.9}rem`;
  const line = (from, to, className) => shape('line', {class: className, x1: along(from), x2: along(to), y1: y, y2: y});
  const dot = (mean, r, className) => shape('circle', {class: className, cx: along(mean), cy: y, r: `${r}rem`});
  return [
    shape('text', {x: across(0), y: `${top + 1}rem`}, name),
    line(PLACES[0], PLACES.at(-1), 'is-line'),
    ...PLACES.map((place) => dot(place, 0.2, 'is-place')),
    line(from, own, 'is-way'),
    ...(old ? [dot(old, 0.45, 'is-earlier')] : []),
    dot(own, old ? 0.4 : 0.5, 'is-now'),
  ];
}
