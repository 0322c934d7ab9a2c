// The module on this page, and what this browser keeps of it.

import {load, save} from '../lib/store.js';

/** The module: an <article>. */
export const module = document.querySelector('.module');
const {slug} = module.dataset;

/** Return what is kept under `kind/SLUG`. */
export const recall = (kind) => load(`${kind}/${slug}`);

/** Keep a value under `kind/SLUG`; return whether that was possible. */
export const keep = (kind, value) => save(`${kind}/${slug}`, value);

/** Return the elements that match a selector, in an array. */
export const all = (selector, within = module) => [...within.querySelectorAll(selector)];

/** Return the words of an element, without the spaces around them. */
export const textOf = (element) => element.textContent.trim();

/** Say what happens when each of some elements is clicked, in their order. */
export const onClick = (elements, ...actions) => (
  actions.forEach((action, index) => elements[index].addEventListener('click', action)));
