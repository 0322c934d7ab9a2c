/* Begins what Wagtail's own templates begin with scripts inside the page, which the policy of the admin forbids: pickers of
 * days and hours, and panels with several of a kind. The templates are in operation/templates/wagtailadmin/. */
(() => {
  const beginners = {
    Date: (id, options) => window.initDateChooser(id, options),
    DateTime: (id, options) => window.initDateTimeChooser(id, options),
    Time: (id, options) => window.initTimeChooser(id, options),
    InlinePanel: (id, options) => new window.InlinePanel(options),
    MultipleChooserPanel: (id, options) => new window.MultipleChooserPanel(options),
  };

  class Begin extends window.StimulusModule.Controller {
    static values = { kind: String, for: String, options: Object };

    connect() {
      beginners[this.kindValue](this.forValue, this.optionsValue);
      this.element.remove();
    }
  }

  window.wagtail.app.register('operation-begin', Begin);
})();
