// What the reader's own browser keeps. One entry a key, all under one prefix: so that everything can be saved as a
// file, read back and deleted in one go. Nothing of it is ever sent.
//
//   reading          {size, spacing, width, font, theme, contrast, slash}
//   before/SLUG      {statement: 1-4}     the answers of a module's reflection, and of the test
//   after/SLUG       {statement: 1-4}     the same, looked back
//   done/SLUG        {part: true}         parts of a module that are done
//   work/SLUG        {id: true}           what is done inside a module's parts, by the id of its element;
//                                         {choice: id} names the choice made in the scenario
//   quiz/SLUG        {question: {first: true|false, given: [...]}}   right the first time or not, and the last answer
//   plan/SLUG        {field: words}       "my plan"
//   again            {date?, answers: {SLUG: {…}}}   a test not finished yet; date: of the finished one it replaces
//   tests            [{date, answers: {SLUG: {statement: 1-4}}}]   finished tests, the oldest first
//   draft/SLUG       {field: words}       an application that is not sent yet
//   canvas           {field: words, badges: [{name, description, criteria: [words]}]}   the design canvas
//   check/SLUG       {field: true|false}  self-check of a badge's criteria and evidence; false is "not yet"

import {root} from './place.js';

// Several sites may share a host; folders have no host, and their data should survive a move.
const place = new URL(root);
const PREFIX = `perennial:${place.protocol === 'file:' ? '' : place.pathname}:`;

function storage() {
  try {
    return window.localStorage;
  } catch {
    // Storage may be forbidden: then everything works for as long as the page is open.
    return null;
  }
}

const kept = storage();

/** Whether this browser keeps anything. */
export const keeps = Boolean(kept);

/** Return the value of a key, or `otherwise` where there is none or it cannot be read. */
export function load(key, otherwise = {}) {
  try {
    return JSON.parse(kept.getItem(PREFIX + key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Keep a value; return whether that was possible. */
export function save(key, value) {
  try {
    kept.setItem(PREFIX + key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Forget a key. */
export function forget(key) {
  kept?.removeItem(PREFIX + key);
}

/** Return all keys, sorted. */
export function keys() {
  return Object.keys(kept ?? {})
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length))
    .sort();
}
