/* Begins what Wagtail begins with scripts inside the page, which the policy of the admin forbids: choosers, pickers of days
 * and hours, and panels with several of a kind. The elements come from operation/templates/wagtailadmin/ and from
 * cms/operation/inert.py. They are custom elements because those begin where such a script would: in their place while the
 * page is read, and before the next line of the code that adds them later. */
(() => {
  // Whatever is not named here is not begun: an element that somebody smuggled into a page can do no more than these.
  const beginners = new Map([
    ['Date', (id, options) => window.initDateChooser(id, options)],
    ['DateTime', (id, options) => window.initDateTimeChooser(id, options)],
    ['Time', (id, options) => window.initTimeChooser(id, options)],
    ['InlinePanel', (id, options) => new window.InlinePanel(options)],
    ['MultipleChooserPanel', (id, options) => new window.MultipleChooserPanel(options)],
    ['Chooser', (id, options) => new window.Chooser(id, options)],
    ['PageChooser', (id, options) => new window.PageChooser(id, options)],
    ['ImageChooser', (id, options) => new window.ImageChooser(id, options)],
    ['DocumentChooser', (id, options) => new window.DocumentChooser(id, options)],
    ['SnippetChooser', (id, options) => new window.SnippetChooser(id, options)],
    ['TaskChooser', (id) => window.createTaskChooser(id)],
  ]);

  class Begin extends HTMLElement {
    connectedCallback() {
      const { kind, for: id, options } = this.dataset;
      // What is moved, sorted for example, must not begin again.
      this.remove();
      const begin = beginners.get(kind);
      if (!begin) throw new Error(`operation-begin: no kind “${kind}”`);
      // JSON, escaped as in a JavaScript string, because Wagtail numbers the forms it adds by looking for such quotes.
      begin(id, JSON.parse(JSON.parse(`"${options}"`)));
    }
  }

  customElements.define('operation-begin', Begin);
})();
