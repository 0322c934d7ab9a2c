// Runs the journeys of firefox-journeys.mjs in Firefox: node firefox.mjs < question.json > answer.json
//
// The question: {modules, firefox, scripts, site, folder, pages, languages, badge}
//   modules     the folder with puppeteer-core and axe-core
//   firefox     the program
//   scripts     whether the browser runs the scripts of pages
//   site        address of the site over http, without a slash at the end; folder: of the portable site, as file://
//   pages       the addresses to open in each, from their roots: {site: [...], folder: [...]}
//   badge       path of a badge of this site
// The answer: {"name of a journey": ["what is wrong", ...], ...}. Puppeteer talks WebDriver BiDi, which Firefox speaks.

import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

import {journeys} from './firefox-journeys.mjs';

const question = JSON.parse(fs.readFileSync(0, 'utf8'));
const requireModule = createRequire(path.join(question.modules, 'package.json'));
const puppeteer = requireModule('puppeteer-core');
const axe = fs.readFileSync(requireModule.resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const MILLISECONDS = 60_000;

/** A tab of the browser, and what went wrong in it. */
class Tab {
  constructor(page) {
    this.page = page;
    this.faults = [];
    page.setDefaultTimeout(MILLISECONDS);
    page.on('console', (message) => ['error', 'assert'].includes(message.type()) && this.note('console', message.text()));
    page.on('pageerror', (error) => this.note('script error', error.message));
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText;
      // Whoever follows a link at once leaves before the icon of the page has come.
      if (reason !== 'NS_BINDING_ABORTED') {
        this.note(`request failed (${reason})`, request.url());
      }
    });
    page.on('request', (request) => this.isElsewhere(request.url()) && this.note('asked another host', request.url()));
    page.on('response', (response) => response.status() >= 400 && this.note(response.status(), response.url()));
  }

  note(kind, text) {
    this.faults.push(`${this.address ?? ''} ${kind}: ${text}`);
  }

  isElsewhere(url) {
    return url.startsWith('http') && !url.startsWith(question.site);
  }

  /** Open a page by its full address. */
  async open(address) {
    this.address = address;
    await this.page.goto(address, {waitUntil: 'load'});
  }

  /** Note a fault unless it holds. */
  expect(holds, text) {
    if (!holds) {
      this.note('expected', text);
    }
  }

  /** Return what a function returns in the page. */
  evaluate(work, ...values) {
    return this.page.evaluate(work, ...values);
  }

  /**
   * Click the first visible element of a selector, with nothing before it. Not with the mouse: it goes
   * astray while the page still scrolls. Nor by Puppeteer's own click, which needs the scripts of pages.
   */
  async click(selector) {
    const done = await this.page.evaluate((wanted) => {
      const element = [...document.querySelectorAll(wanted)].find((one) => one.checkVisibility());
      element?.scrollIntoView({block: 'center', behavior: 'instant'});
      const box = element?.getClientRects()[0];
      const inSight = box
        && element.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
      if (inSight) {
        element.focus();
        element.click();
      }
      return inSight;
    }, selector);
    if (!done) {
      throw new Error(`nothing to click at ${selector}`);
    }
  }

  /** Click into a field and type. */
  async type(selector, text) {
    await this.click(selector);
    await this.page.keyboard.type(text);
  }

  /** Click, and wait for the page that comes. */
  async follow(selector) {
    await Promise.all([this.page.waitForNavigation({waitUntil: 'load'}), this.click(selector)]);
    this.address = this.page.url();
  }

  /** Let axe-core judge the page, with everything unfolded. */
  async judge() {
    await this.page.evaluate(axe);
    const found = await this.page.evaluate(async (tags) => {
      document.querySelectorAll('details').forEach((details) => {
        details.removeAttribute('name');
        details.open = true;
      });
      const {violations} = await window.axe.run(document, {runOnly: tags, resultTypes: ['violations']});
      return violations.flatMap(({id, nodes}) => nodes.map(({target}) => `${id} at ${target.flat().join(' ')}`));
    }, AXE_TAGS);
    found.forEach((fault) => this.note('axe', fault));
  }
}

/** Let the page say on the console what its policy has stopped; Firefox itself says it elsewhere. */
function reportPolicy() {
  document.addEventListener('securitypolicyviolation', ({violatedDirective, blockedURI}) => {
    console.error(`the policy stopped ${blockedURI} (${violatedDirective})`);
  });
}

async function run(browser, journey) {
  const context = await browser.createBrowserContext();
  const tab = new Tab(await context.newPage());
  if (question.scripts) {
    await tab.page.evaluateOnNewDocument(reportPolicy);
  }
  try {
    await journey.run(tab, question);
  } catch (error) {
    tab.note('stopped', error.stack);
  }
  await context.close();
  return tab.faults;
}

const browser = await puppeteer.launch({
  browser: 'firefox',
  executablePath: question.firefox,
  extraPrefsFirefox: {'javascript.enabled': question.scripts},
});
try {
  const answer = {};
  for (const journey of journeys.filter(({scripts}) => scripts === question.scripts)) {
    answer[journey.name] = await run(browser, journey);
  }
  process.stdout.write(JSON.stringify(answer));
} finally {
  await browser.close();
}
