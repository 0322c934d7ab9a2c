// The canvas as it stands on the page: read it, fill it, and add, remove and move badges and criteria.

import {fill, piece, wordsOf} from '../lib/words.js';

const BLANK_CRITERIA = 3;

export const form = document.querySelector('.canvas');
export const words = wordsOf('canvas-words');

const all = (selector, inside) => [...inside.querySelectorAll(selector)];
const badgeList = form.querySelector('.canvas-badges ol');
const criterionList = (badge) => badge.querySelector('ol');
const fieldOf = (item, name) => item.querySelector(`[data-field="${name}"]`);
const texts = all('[name]', form);

/** What fits: the numbers stand on the page, so that the program which reads files has the same. */
export const rules = (() => {
  const badge = piece('canvas-badge');
  const longest = (item, name) => fieldOf(item, name).maxLength;
  const {format, version, badges, criteria} = form.dataset;
  return {
    format,
    version: Number(version),
    texts: Object.fromEntries(texts.map((field) => [field.name, field.maxLength])),
    badge: {name: longest(badge, 'name'), description: longest(badge, 'description')},
    criterion: longest(piece('canvas-criterion'), 'criterion'),
    badges: Number(badges),
    criteria: Number(criteria),
  };
})();

/** Return what stands on the page; badges and criteria with nothing in them are left out. */
export function read() {
  const badges = [...badgeList.children].map((badge) => ({
    name: fieldOf(badge, 'name').value,
    description: fieldOf(badge, 'description').value,
    criteria: all('[data-field="criterion"]', badge).map((field) => field.value).filter((text) => text.trim()),
  }));
  return {
    ...Object.fromEntries(texts.map((field) => [field.name, field.value])),
    badges: badges.filter(({name, description, criteria}) => `${name}${description}`.trim() || criteria.length),
  };
}

/** Return whether there is nothing in a canvas. */
export const isEmpty = ({badges, ...rest}) => !badges.length && !Object.values(rest).some((text) => text.trim());

/** Put a canvas in the place of what stands on the page. */
export function put(canvas) {
  texts.forEach((field) => { field.value = canvas[field.name] ?? ''; });
  badgeList.replaceChildren();
  (canvas.badges?.length ? canvas.badges : [{criteria: Array(BLANK_CRITERIA).fill('')}]).forEach(addBadge);
}

/** Add a badge at the end and return it. */
export function addBadge({name = '', description = '', criteria = []} = {criteria: Array(BLANK_CRITERIA).fill('')}) {
  const badge = piece('canvas-badge');
  all('[hidden]', badge).forEach((part) => { part.hidden = false; });
  fieldOf(badge, 'name').value = name;
  fieldOf(badge, 'description').value = description;
  badgeList.append(badge);
  (criteria.length ? criteria : ['']).forEach((text) => addCriterion(badge, text));
  renumber();
  return badge;
}

/** Add a criterion to a badge and return it. */
export function addCriterion(badge, text = '') {
  const criterion = piece('canvas-criterion');
  all('[hidden]', criterion).forEach((part) => { part.hidden = false; });
  fieldOf(criterion, 'criterion').value = text;
  criterionList(badge).append(criterion);
  renumber();
  return criterion;
}

/** Move a badge or criterion by one place; `step` is -1 or 1. Return its new place, counted from one, and how many there are. */
export function move(item, step) {
  const list = item.parentElement;
  const from = [...list.children].indexOf(item);
  const to = from + step;
  if (to >= 0 && to < list.children.length) {
    list.insertBefore(item, list.children[step > 0 ? to + 1 : to]);
    renumber();
  }
  return {place: [...list.children].indexOf(item) + 1, all: list.children.length};
}

/** Take a badge or criterion away; the last one of a list is emptied instead. Return where the focus goes on. */
export function remove(item) {
  const list = item.parentElement;
  const next = item.nextElementSibling ?? item.previousElementSibling;
  item.remove();
  const stays = next ?? (list === badgeList ? addBadge() : addCriterion(list.closest('.canvas-badge')));
  renumber();
  return stays.querySelector('[data-field]');
}

/** Return what a badge or criterion is called, by its place. */
export function nameOf(item) {
  const number = [...item.parentElement.children].indexOf(item) + 1;
  if (item.matches('.canvas-criterion')) {
    return fill(words.criterion, {number});
  }
  const name = fieldOf(item, 'name').value.trim();
  return [fill(words.badge, {number}), name].filter(Boolean).join(': ');
}

/** Write the numbers and the names of the buttons anew. */
export function renumber() {
  all('.canvas-badge', badgeList).forEach((badge, place) => {
    badge.querySelector('legend').textContent = fill(words.badge, {number: place + 1});
    nameButtons(badge.querySelector('.canvas-moves'), badge);
    all('.canvas-criterion', badge).forEach((criterion) => {
      criterion.querySelector('span').textContent = nameOf(criterion);
      nameButtons(criterion.querySelector('.canvas-moves'), criterion, badge);
    });
  });
}

function nameButtons(buttons, item, badge) {
  const what = [nameOf(item), badge && nameOf(badge)].filter(Boolean).join(', ');
  all('button', buttons).forEach((button) => {
    button.setAttribute('aria-label', fill(button.dataset.name, {what}));
  });
  buttons.querySelector('[data-do="up"]').disabled = !item.previousElementSibling;
  buttons.querySelector('[data-do="down"]').disabled = !item.nextElementSibling;
}

/** Return the label of a field by its path in a file. */
export function labelOf([key, place, part, number]) {
  if (key === 'badges' && place !== undefined) {
    const badge = fill(words.badge, {number: place + 1});
    if (part === 'criteria' && number !== undefined) {
      return `${badge}, ${fill(words.criterion, {number: number + 1})}`;
    }
    return part === undefined ? badge : `${badge}, ${partLabel(part)}`;
  }
  if (key === 'badges') {
    return form.querySelector('.canvas-badges > legend').textContent;
  }
  return texts.find((field) => field.name === key)?.labels[0].textContent ?? `“${key}”`;
}

function partLabel(part) {
  const badge = piece('canvas-badge');
  if (part === 'criteria') {
    return badge.querySelector('.canvas-head').textContent;
  }
  return fieldOf(badge, part)?.closest('label').querySelector('span').textContent ?? `“${part}”`;
}

/** Return a canvas as plain text to read. */
export function asText(canvas) {
  const lines = [];
  all('.canvas-fields > *', form).forEach((place) => {
    const field = place.querySelector(':scope > [name]');
    if (field) {
      lines.push(labelOf([field.name]), canvas[field.name].trim() || words.empty, '');
      return;
    }
    lines.push(labelOf(['badges']), ...(canvas.badges.length ? [] : [words.empty]), '');
    canvas.badges.forEach(({name, description, criteria}, number) => {
      lines.push(`${fill(words.badge, {number: number + 1})}: ${name.trim()}`, description.trim());
      lines.push(...criteria.map((text) => `- ${text.trim()}`), '');
    });
  });
  return `${lines.join('\n').trim()}\n`;
}
