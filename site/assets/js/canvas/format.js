// The file of a canvas: {format, version, language, saved, canvas: {field: text, badges: [{name, description, criteria}]}}.
// docs/canvas-format.md describes it. What may stand in it comes from the page, as `rules`: {format, version, texts:
// {field: longest}, badge: {field: longest}, criterion: longest, badges: most, criteria: most}.

const MOST_PROBLEMS = 10;

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const lengthOf = (text) => [...text].length;

/** Why a file is refused: `problems` are {word, path, values}; path names the field, ['badges', 0, 'name']. */
export class Refused extends Error {
  constructor(problems) {
    super(problems.map(({word}) => word).join());
    this.problems = problems.slice(0, MOST_PROBLEMS);
    this.more = problems.length - this.problems.length;
  }
}

const refuse = (word, values = {}) => new Refused([{word, path: [], values}]);

/** Return the text of the file. */
export function write(canvas, language, rules) {
  const {format, version} = rules;
  return `${JSON.stringify({format, version, language, saved: new Date().toISOString(), canvas}, null, 2)}\n`;
}

/** Check the text of a file; return its canvas, whole and with nothing else in it. Throws Refused. */
export function check(text, rules) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw refuse('broken');
  }
  if (!isObject(file) || file.format !== rules.format) {
    throw refuse('foreign');
  }
  if (file.version !== rules.version) {
    throw refuse('version', {version: String(file.version).slice(0, 20), own: rules.version});
  }
  return checked(file.canvas, rules);
}

/** Check a canvas that is not in a file; return it as `check` does. Throws Refused. */
export function checked(canvas, rules) {
  const problems = [...faults(canvas, rules)];
  if (problems.length) {
    throw new Refused(problems);
  }
  return whole(canvas, rules);
}

function* faults(canvas, rules) {
  if (!isObject(canvas)) {
    yield {word: canvas === undefined ? 'missing' : 'type', path: ['canvas']};
    return;
  }
  yield* textFaults(canvas, rules.texts, [], ['badges']);
  const {badges = []} = canvas;
  if (!Array.isArray(badges)) {
    yield {word: 'type', path: ['badges']};
  } else if (badges.length > rules.badges) {
    yield {word: 'many', path: ['badges'], values: {most: rules.badges}};
  } else {
    for (const [place, badge] of badges.entries()) {
      yield* badgeFaults(badge, rules, ['badges', place]);
    }
  }
}

function* badgeFaults(badge, rules, path) {
  if (!isObject(badge)) {
    yield {word: 'type', path};
    return;
  }
  yield* textFaults(badge, rules.badge, path, ['criteria']);
  const {criteria = []} = badge;
  if (!Array.isArray(criteria)) {
    yield {word: 'type', path: [...path, 'criteria']};
  } else if (criteria.length > rules.criteria) {
    yield {word: 'many', path: [...path, 'criteria'], values: {most: rules.criteria}};
  } else {
    for (const [place, criterion] of criteria.entries()) {
      yield* textFault(criterion, rules.criterion, [...path, 'criteria', place]);
    }
  }
}

function* textFaults(values, longest, path, others) {
  for (const key of Object.keys(values)) {
    if (Object.hasOwn(longest, key)) {
      yield* textFault(values[key], longest[key], [...path, key]);
    } else if (!others.includes(key)) {
      yield {word: 'unknown', path: [...path, key.slice(0, 40)]};
    }
  }
}

function* textFault(value, longest, path) {
  if (typeof value !== 'string') {
    yield {word: 'type', path};
  } else if (lengthOf(value) > longest) {
    yield {word: 'long', path, values: {most: longest}};
  }
}

/** Return the canvas with every field; one that the file leaves out is empty. */
function whole(canvas, rules) {
  const texts = (values, names) => Object.fromEntries(Object.keys(names).map((name) => [name, values[name] ?? '']));
  return {
    ...texts(canvas, rules.texts),
    badges: (canvas.badges ?? []).map((badge) => ({...texts(badge, rules.badge), criteria: badge.criteria ?? []})),
  };
}
