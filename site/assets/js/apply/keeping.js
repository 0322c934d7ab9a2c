// What the reader sees of the draft: when it was kept, and buttons to delete it and to bring it back.

import {fill} from '../lib/words.js';

/** The line about the draft of one form. `changed` is called when the form was filled or emptied by it. */
export class Keeping {
  constructor(form, draft, words, changed) {
    Object.assign(this, {form, draft, words, changed});
    [this.kept, this.remove, this.undo, this.said] = ['kept', 'delete', 'undo', 'said']
      .map((name) => form.querySelector(`[data-${name}]`));
    this.clock = new Intl.DateTimeFormat(form.closest('[lang]').lang, {hour: 'numeric', minute: '2-digit'});
    form.addEventListener('input', () => this.keep());
    this.remove.addEventListener('click', () => this.delete());
    this.undo.addEventListener('click', () => this.bringBack());
    // The same form in another window: what is written there stands here too, so that neither overwrites the other.
    addEventListener('storage', ({key}) => key?.endsWith(draft.key) && this.restore());
    // A form that was sent is empty when one comes back to it; a browser that keeps nothing leaves it as it is.
    addEventListener('pageshow', ({persisted}) => {
      if (persisted && this.wasKept && !draft.kept()) {
        this.empty();
      }
    });
    this.restore();
  }

  /** Say something that screen readers announce. */
  say(text) {
    this.said.textContent = text;
  }

  show(text, isKept) {
    this.kept.textContent = text;
    this.remove.hidden = !isKept;
    this.undo.hidden = true;
    this.wasKept = isKept;
    this.say('');
  }

  keep() {
    const isKept = this.draft.keep();
    const time = this.clock.format(new Date());
    this.show(isKept ? fill(this.words.kept, {time}) : this.words['not-kept'], isKept);
  }

  restore() {
    const kept = this.draft.kept();
    if (kept) {
      this.draft.write(kept);
      this.show(this.words.restored, true);
      this.changed();
    }
  }

  delete() {
    this.deleted = this.empty();
    this.say(this.words.deleted);
    this.undo.hidden = false;
    this.undo.focus();
  }

  empty() {
    const words = this.draft.delete();
    this.show('', false);
    this.changed();
    return words;
  }

  bringBack() {
    this.draft.write(this.deleted);
    this.keep();
    this.remove.focus();
    this.changed();
  }
}
