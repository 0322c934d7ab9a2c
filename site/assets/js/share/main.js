// The share page: the badge and the month that the reader chooses -> texts to copy and a link to LinkedIn.

import {fill, wordsOf} from '../lib/words.js';
import {copyNode, copyText} from './copy.js';

const LINKEDIN = 'https://www.linkedin.com/profile/add';
const YEARS = 10;

/** Fill the fields for month and year: names in the language of the page, the latest year first. */
function addDates({month, year}, lang) {
  const now = new Date();
  const names = new Intl.DateTimeFormat(lang, {month: 'long'});
  month.append(...Array.from({length: 12}, (_, place) => new Option(names.format(new Date(2000, place)), place + 1)));
  year.append(...Array.from({length: YEARS}, (_, back) => new Option(now.getFullYear() - back)));
  month.value = now.getMonth() + 1;
}

/** Return the address that opens the form for certificates in a LinkedIn profile, filled in. */
function linkedInAddress({badge, issuer, address}, year, month) {
  const values = {
    startTask: 'CERTIFICATION_NAME',
    name: badge,
    organizationName: issuer,
    issueYear: year,
    issueMonth: month,
    certUrl: address,
  };
  return `${LINKEDIN}?${Object.entries(values).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

/** Write all texts for what is chosen. */
function write(form, lang) {
  const {badge, month, year} = form.elements;
  const [option] = badge.selectedOptions;
  const {address} = option.dataset;
  const date = new Date(year.value, month.value - 1);
  const values = {
    badge: option.text,
    issuer: form.dataset.issuer,
    verify: form.dataset.verify,
    month: new Intl.DateTimeFormat(lang, {month: 'long', year: 'numeric'}).format(date),
    address,
  };
  const link = form.querySelector('.share-linked a');
  const fields = form.querySelectorAll('[data-text]');
  // The signature is a line of words and a line with the address: as a link, the one goes behind the other.
  [link.textContent] = fill(fields[0].defaultValue, values).split('\n');
  link.href = address;
  values.html = link.outerHTML;
  fields.forEach((field) => { field.value = fill(field.defaultValue, values); });
  form.querySelector('.seal').src = document.querySelector(`[data-badge="${badge.value}"] .seal`).src;
  form.querySelector('[data-linkedin]').href = linkedInAddress(values, year.value, month.value);
}

function start(form) {
  const {lang} = form.closest('[lang]');
  const words = wordsOf('share-words');
  const {badge} = form.elements;
  addDates(form.elements, lang);
  const wanted = new URLSearchParams(location.search).get('badge');
  if ([...badge.options].some(({value}) => value === wanted)) {
    badge.value = wanted;
  }
  write(form, lang);
  form.querySelector('.share-choice').addEventListener('change', () => write(form, lang));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('click', async ({target}) => {
    if (target.matches('[data-copy]')) {
      const source = target.parentElement.previousElementSibling;
      const done = await (source.matches('textarea') ? copyText(source) : copyNode(source.firstElementChild));
      form.querySelectorAll('[role="status"]').forEach((region) => { region.textContent = ''; });
      target.nextElementSibling.textContent = done ? words.copied : words.marked;
    }
  });
  form.hidden = false;
  document.querySelector('.share-list').open = false;
}

const tool = document.getElementById('share-tool');
if (tool) {
  start(tool);
}
