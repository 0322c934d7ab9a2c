// The answer as a sentence first, then the badge, then the checks with a reason each. Only text, never markup.

/** Return a function from the key of a message and its values to the words in the language of the page. */
export function translator(messages, language) {
  const dates = new Intl.DateTimeFormat(language, {dateStyle: 'long', timeZone: 'UTC'});
  const spoken = (value) => (value instanceof Date ? dates.format(value).replace(' ', '\u00a0') : String(value));
  const say = (key, values = {}) => (
    messages[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? spoken(values[name]) : whole)));
  return Object.assign(say, {date: spoken});
}

/** Show the result of the checks in the region that screen readers announce. */
export function render(region, {verdict, checks, credential, endorsements}, say) {
  const tone = {valid: 'passed', unchecked: 'open', not_badge: 'open', other_issuer: 'open'}[verdict] ?? 'failed';
  const sentence = element('p', {className: `verify-verdict is-${tone}`}, say(`verdict.${verdict}`));
  sentence.dataset.verdict = verdict;
  region.replaceChildren(
    sentence,
    ...(credential ? [summary(credential, endorsements, say)] : []),
    element('h3', {}, say('checks.heading')),
    element('ul', {className: 'verify-checks'}, ...checks.map((check) => checkItem(check, say))),
  );
}

/** Show a single sentence, while the badge is being read. */
export function renderSentence(region, text) {
  region.replaceChildren(element('p', {className: 'verify-verdict'}, text));
}

function checkItem({check, state, reason, values}, say) {
  const item = element(
    'li',
    {className: `verify-check is-${state}`},
    // The state is a word too: colour and sign alone say nothing to many readers.
    element('span', {className: 'verify-state'}, say(`state.${state}`)),
    ' ',
    element('strong', {}, say(`check.${check}`)),
    ' ',
    element('span', {className: 'verify-reason'}, say(reason, values)),
  );
  item.dataset.check = check;
  item.dataset.state = state;
  return item;
}

function summary(credential, endorsements, say) {
  const {achievement} = credential.credentialSubject;
  const lang = achievement.inLanguage ?? '';
  const rows = [
    ['summary.badge', element('span', {lang}, achievement.name)],
    ['summary.meaning', element('span', {lang}, achievement.description ?? '')],
    ['summary.criteria', criteria(achievement.criteria.narrative, lang)],
    ['summary.issuer', element('span', {}, credential.issuer.name)],
    ['summary.issued', element('span', {}, say.date(new Date(credential.validFrom)))],
    ...endorsements.map(({document: {issuer, credentialSubject}, language}) => (
      ['summary.endorsed', element(
        'span',
        {},
        issuer.description ? `${issuer.name} (${issuer.description}): ` : `${issuer.name}: `,
        element('span', {lang: language ?? ''}, credentialSubject.endorsementComment),
      )])),
  ];
  return element('dl', {className: 'verify-summary'}, ...rows.flatMap(([key, value]) => [
    element('dt', {}, say(key)),
    element('dd', {}, value),
  ]));
}

/** The criteria are a Markdown list with bold titles. */
function criteria(narrative, lang) {
  const lines = narrative.split('\n').filter((line) => line.trim());
  return element('ul', {lang, className: 'verify-criteria'}, ...lines.map((line) => {
    const [, title, rest] = /^(?:- )?(?:\*\*(.*?)\*\*)?(.*)$/.exec(line);
    return element('li', {}, ...(title ? [element('strong', {}, title)] : []), rest);
  }));
}

function element(name, attributes, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
}
