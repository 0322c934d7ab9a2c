// Dates in words, in the language of the words around them.

// As the rest of the site writes English.
const FORMS = {en: 'en-GB'};

/** Return a function from a date to its words, the day on one line with the month; with `isExact`, the time as well. */
export function dateWriter(element) {
  const {lang} = element.closest('[lang]');
  const [long, exact] = [{}, {timeStyle: 'short'}]
    .map((more) => new Intl.DateTimeFormat(FORMS[lang] ?? lang, {dateStyle: 'long', ...more}));
  return (date, isExact) => (isExact ? exact : long).format(new Date(date)).replace(' ', '\u00a0');
}
