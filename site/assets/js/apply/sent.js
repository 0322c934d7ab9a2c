// A draft is deleted only when the endpoint has received it. What was sent is remembered for this window; the
// endpoint answers with a page of this site, and that page deletes the draft.

import {forget} from '../lib/store.js';

const KEY = 'perennial:sent';

/** Remember that the application for a badge is on its way. */
export function markSent(slug) {
  try {
    sessionStorage.setItem(KEY, slug);
  } catch {
    // Without storage there is no draft either.
  }
}

/** Delete the draft of the application that was sent from this window. */
export function forgetSent() {
  try {
    const slug = sessionStorage.getItem(KEY);
    if (slug) {
      forget(`draft/${slug}`);
      sessionStorage.removeItem(KEY);
    }
  } catch {
    // See above.
  }
}
