// Formatting in a field: Markdown around what is selected.

import { type } from './rows.js';

/** Put a mark around the selection, or take it away where it stands there already. */
export function toggle(field, mark) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  const size = mark.length;
  const around = value.slice(start - size, start) === mark && value.slice(end, end + size) === mark;
  // One star beside another one is part of the mark for bold.
  const bolder = mark === '*' && (value[start - 2] === '*' || value[end + 1] === '*');
  if (around && !bolder) {
    field.setSelectionRange(start - size, end + size);
    type(field, chosen);
    field.setSelectionRange(start - size, end - size);
  } else {
    type(field, mark + chosen + mark);
    field.setSelectionRange(start + size, end + size);
  }
}

/** Put a link where the cursor is; what is selected becomes its words. */
export function link(field, target, words) {
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  type(field, `[${chosen || words}](${target})`);
}
