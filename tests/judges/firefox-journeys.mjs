// What people do in Firefox. A journey: {name, scripts, run(tab, question)}; `scripts` says whether it is made with the
// scripts of pages or without. See firefox.mjs for the tab and the question. Everything that a tab notes by itself
// (errors, requests that fail or go elsewhere) counts as well. A journey finds things by what they are, not by words.

const MODULE = '/en/skills/empathy/';
const BADGE = '/fi/badges/empathy/';
const VERIFY = '/fi/verify/';

/** The address of a page: over http, or of its file in the folder. */
const overHttp = ({site}, address) => site + address;
const inFolder = ({folder}, address) => `${folder}${address}${address.endsWith('/') ? 'index.html' : ''}`;

async function allPagesOpen(tab, addresses, judge) {
  for (const address of addresses) {
    await tab.open(address);
    const {language, heading, words} = await tab.evaluate(() => ({
      language: document.documentElement.lang,
      heading: document.querySelector('h1')?.innerText ?? '',
      words: document.querySelector('main')?.innerText.split(/\s+/).length ?? 0,
    }));
    tab.expect(language && heading && words > 5, 'a page with a language, a heading and words');
    if (judge) {
      await tab.judge();
    }
  }
}

async function menu(tab, question) {
  await tab.open(overHttp(question, '/en/'));
  const entries = await tab.evaluate(() => [...document.querySelectorAll('header nav.menu a')].map((link) => link.href));
  tab.expect(entries.length > 2, 'a menu with entries');
  for (const entry of entries) {
    await tab.follow(`header nav.menu a[href="${await hrefTo(tab, entry)}"]`);
    const current = await tab.evaluate(() => document.querySelector('header nav.menu [aria-current]')?.href);
    tab.expect(tab.page.url() === entry && current === entry, `the menu leads to ${entry} and marks it`);
  }
  const before = new URL(tab.page.url()).pathname;
  await tab.follow('nav.languages a[hreflang="fi"]');
  tab.expect(new URL(tab.page.url()).pathname === before.replace('/en/', '/fi/'), 'the same page in Finnish');
}

/** The attribute as it stands in the page, of the link to a full address. */
function hrefTo(tab, address) {
  return tab.evaluate((target) => [...document.querySelectorAll('header nav.menu a')]
    .find((link) => link.href === target).getAttribute('href'), address);
}

/** Answer the first question of a module, and see what is said about the answer. */
async function quiz(tab, address) {
  await tab.open(address);
  const words = () => tab.evaluate(() => document.querySelector('#part-check').innerText.length);
  const before = await words();
  await tab.click('#part-check .questions > li:first-child label');
  tab.expect(await tab.evaluate(() => document.querySelector('#part-check li:first-child :checked') !== null),
    'an answer that is chosen');
  await tab.click('#part-check :is(button, summary)');
  tab.expect(await words() > before + 20, 'words about the answer');
}

/** Hand in a good badge, and then one that nobody signed. */
async function verify(tab, address, {badge}) {
  await tab.open(address);
  const field = await tab.page.$('#verify-file');
  await field.uploadFile(badge);
  await tab.click('form.verify-form [type="submit"]');
  tab.expect(await verdict(tab) === 'valid', 'a good badge to be valid');
  await tab.open(address);
  await tab.type('#verify-text', '{"type": ["OpenBadgeCredential"]}');
  await tab.click('form.verify-form [type="submit"]');
  tab.expect(['not_badge', 'other_issuer'].includes(await verdict(tab)), 'a badge of nobody not to be valid');
}

async function verdict(tab) {
  await tab.page.waitForSelector('#verify-result [data-verdict]');
  return tab.evaluate(() => document.querySelector('#verify-result [data-verdict]').dataset.verdict);
}

/** Without scripts: nothing that only a script can serve is in sight, and what is folded opens. */
async function moduleWithoutScripts(tab, address) {
  await tab.open(address);
  const [questions, folded] = await tab.evaluate(() => [
    [...document.querySelectorAll('#part-check .questions > li')].map((item) => item.checkVisibility()),
    document.querySelector('#part-check details:not([hidden])')?.open,
  ]);
  tab.expect(questions.length > 2 && questions.every(Boolean), 'all questions in sight');
  tab.expect(folded === false, 'folded answers');
  await tab.click('#part-check details summary');
  tab.expect(await tab.evaluate(() => document.querySelector('#part-check details').open), 'an answer that unfolds');
}

async function badgeWithoutScripts(tab, address) {
  await tab.open(address);
  const fields = await tab.evaluate(() => [...document.querySelectorAll('form [name="badge"] ~ * [required]')]
    .map((field) => field.checkVisibility()));
  tab.expect(fields.length > 5 && fields.every(Boolean), 'a form with all its fields in sight');
  await tab.type('form [name="name"]', 'Åsa Õunapuu');
  tab.expect(await tab.evaluate(() => document.querySelector('form [name="name"]').value) === 'Åsa Õunapuu', 'a name');
  tab.expect(await tab.evaluate(() => document.querySelector('form [type="submit"]').checkVisibility()), 'a button');
}

async function verifyWithoutScripts(tab, address) {
  await tab.open(address);
  const [form, instead] = await tab.evaluate(() => [
    document.querySelector('form.verify-form').checkVisibility(),
    document.querySelector('#verify noscript a')?.checkVisibility(),
  ]);
  tab.expect(!form && instead, 'no form, and links to the record instead');
}

export const journeys = [
  // Over http Chromium's judge looks at them; here it looks at the archive, whose pages are the same but for their forms.
  {name: 'every page over http', scripts: true, run: (tab, question) =>
    allPagesOpen(tab, question.pages.site.map((address) => overHttp(question, address)), false)},
  {name: 'every page of the archive in a folder', scripts: true, run: (tab, question) =>
    allPagesOpen(tab, question.pages.folder.map((address) => inFolder(question, address)), true)},
  {name: 'the menu', scripts: true, run: menu},
  {name: 'the quiz over http', scripts: true, run: (tab, question) => quiz(tab, overHttp(question, MODULE))},
  {name: 'the quiz in a folder', scripts: true, run: (tab, question) => quiz(tab, inFolder(question, MODULE))},
  {name: 'checking a badge over http', scripts: true, run: (tab, question) =>
    verify(tab, overHttp(question, VERIFY), question)},
  {name: 'checking a badge in a folder', scripts: true, run: (tab, question) =>
    verify(tab, inFolder(question, VERIFY), question)},

  {name: 'every page, no scripts', scripts: false, run: (tab, question) =>
    allPagesOpen(tab, question.pages.site.map((address) => overHttp(question, address)), false)},
  {name: 'every page in a folder, no scripts', scripts: false, run: (tab, question) =>
    allPagesOpen(tab, question.pages.folder.map((address) => inFolder(question, address)), false)},
  {name: 'the menu, no scripts', scripts: false, run: menu},
  {name: 'a module, no scripts', scripts: false, run: (tab, question) =>
    moduleWithoutScripts(tab, overHttp(question, MODULE))},
  {name: 'a badge, no scripts', scripts: false, run: (tab, question) =>
    badgeWithoutScripts(tab, overHttp(question, BADGE))},
  {name: 'the verify page, no scripts', scripts: false, run: (tab, question) =>
    verifyWithoutScripts(tab, overHttp(question, VERIFY))},
];
