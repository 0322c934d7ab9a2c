// Builds what the learner's browser loads: node site/build.mjs --out var/assets [--modules var/node]
//
//   css/site.css             -> site.HASH.css      with what it imports, and the faces of the text font
//   css/practices.css        -> practices.HASH.css  for the pages about practices, beside the other one
//   css/recognition.css      -> recognition.HASH.css  for organisations and the map of badges
//   css/canvas.css           -> canvas.HASH.css     for the design canvas, likewise
//   css/impact.css           -> impact.HASH.css    for the charts of the page of figures
//   css/kit.css, embed.css   -> likewise            for the communication kit, and for the list of badges on other sites
//   js/NAME.js               -> NAME.HASH.js       a classic script: works from a folder too
//   js/NAME/main.js          -> NAME.HASH.js
//   js/offline/worker.js     -> sw.js              the service worker, for the root of the site
//   badges/SLUG.svg          -> badges/SLUG.svg, badges/SLUG.png (600 x 600), each also as SLUG.HASH.*
//   illustrations/SLUG.svg   -> illustrations/SLUG.HASH.svg; emblems/ likewise, each also as PNG (810 wide)
//   manifest.json               plain name -> name with the hash
//   licences.txt                the licences of the packages that the output contains parts of
//
// The packages come from package-lock.json (with hashes) into the modules folder. Nothing is done where the inputs
// are those of the last build; the same inputs give the same bytes. The folder is replaced as a whole.

import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

const SITE = path.dirname(fileURLToPath(import.meta.url));
const ASSETS = path.join(SITE, 'assets');
// The first is on every page, with the faces of the text font.
const SHEETS = ['site.css', 'practices.css', 'canvas.css', 'recognition.css', 'impact.css', 'kit.css', 'embed.css'];
const BADGE_SIZE = 600;
const EMBLEM_WIDTH = 810;
const FONT = '@fontsource-variable/atkinson-hyperlegible-next';
const FONT_FAMILY = 'Atkinson Hyperlegible Next';
const WEIGHTS = {min: 400, max: 700};
// Latin-1 and the punctuation of the six languages; then the letters beyond it of Finnish, Polish, Romanian and
// of the names in content/, and the rest of Latin Extended-A for further languages. A browser loads the faces whose letters a page has.
const LETTERS = [[0x102, 0x107], [0x10d, 0x10d], [0x113, 0x113], [0x117, 0x119], [0x131, 0x131], [0x141, 0x144], [0x148, 0x148],
  [0x151, 0x151], [0x15a, 0x15b], [0x160, 0x161], [0x16b, 0x16b], [0x179, 0x17e], [0x218, 0x21b]];
const FACES = [
  {name: 'text', file: 'latin-wght-normal', ranges: [[0x20, 0x7e], [0xa0, 0xff], [0x2009, 0x2009], [0x2010, 0x2011],
    [0x2013, 0x2014], [0x2018, 0x201a], [0x201c, 0x201e], [0x2022, 0x2022], [0x2026, 0x2026], [0x202f, 0x202f],
    [0x2039, 0x203a], [0x20ac, 0x20ac], [0x2191, 0x2191], [0x2193, 0x2193], [0x2212, 0x2212]]},
  {name: 'text-ext', file: 'latin-ext-wght-normal', ranges: LETTERS},
  {name: 'text-more', file: 'latin-ext-wght-normal', ranges: gaps(0x100, 0x17f, LETTERS)},
];

/** The code points from `first` to `last` that none of the sorted ranges holds. */
function gaps(first, last, ranges) {
  const starts = [first, ...ranges.map(([, to]) => to + 1)];
  const ends = [...ranges.map(([from]) => from - 1), last];
  return starts.map((from, index) => [from, Math.min(ends[index], last)]).filter(([from, to]) => from <= to);
}

const {values: options} = parseArgs({
  options: {
    out: {type: 'string', default: path.join(SITE, '..', 'var', 'assets')},
    modules: {type: 'string', default: path.join(SITE, '..', 'var', 'node')},
  },
});
const OUT = path.resolve(options.out);
const MODULES = path.resolve(options.modules);
const requireModule = createRequire(path.join(MODULES, 'package.json'));

const sha256 = (content) => createHash('sha256').update(content).digest('hex');
const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');

/** All files below a folder, sorted, so that hashes and output do not depend on the file system. */
function filesBelow(folder) {
  return fs.existsSync(folder)
    ? fs.readdirSync(folder, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
      .sort()
    : [];
}

function stampOf(files) {
  return sha256(files.map((file) => `${path.relative(SITE, file)} ${sha256(fs.readFileSync(file))}\n`).join(''));
}

/** Install the pinned packages, unless they are there. No package runs a script of its own at installation. */
function installPackages() {
  const manifests = ['package.json', 'package-lock.json'].map((name) => path.join(SITE, name));
  // Packages with machine code differ from one platform to the next.
  const stamp = `${stampOf(manifests)} ${process.platform} ${process.arch}`;
  if (read(path.join(MODULES, '.stamp')) === stamp) {
    return;
  }
  console.log('Installing the packages of the asset build.');
  replaceFolder(MODULES, (folder) => {
    manifests.forEach((file) => fs.copyFileSync(file, path.join(folder, path.basename(file))));
    runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder);
    fs.writeFileSync(path.join(folder, '.stamp'), stamp);
  });
}

function runNpm(words, folder) {
  // npm comes with node, but not every distribution of it has a working command: so take its script where it lies.
  const prefix = path.dirname(process.execPath);
  const script = [path.join(prefix, '..', 'lib'), prefix]
    .map((place) => path.join(place, 'node_modules', 'npm', 'bin', 'npm-cli.js'))
    .find((file) => fs.existsSync(file));
  const [command, ...first] = script ? [process.execPath, script] : ['npm'];
  const run = spawnSync(command, [...first, ...words], {cwd: folder, stdio: 'inherit'});
  if (run.status !== 0) {
    throw new Error(`npm ${words[0]} failed${run.error ? `: ${run.error.message}` : '.'}`);
  }
}

/** Fill a new folder and put it in the place of the old one, so that nobody ever finds it half filled. */
function replaceFolder(folder, fill) {
  const fresh = `${folder}.${process.pid}`;
  fs.rmSync(fresh, {recursive: true, force: true});
  fs.mkdirSync(fresh, {recursive: true});
  try {
    fill(fresh);
    fs.rmSync(folder, {recursive: true, force: true});
    fs.renameSync(fresh, folder);
  } finally {
    fs.rmSync(fresh, {recursive: true, force: true});
  }
}

/** The files of a build and the manifest of their names, held until all of them are made. */
class Output {
  constructor() {
    this.files = new Map();
    this.manifest = {};
  }

  plain(name, content) {
    this.files.set(name, content);
  }

  /** Write the file under a name that changes with its content, so that browsers may keep it for ever. */
  fingerprinted(name, content) {
    const {dir, name: stem, ext} = path.posix.parse(name);
    const hashed = path.posix.join(dir, `${stem}.${sha256(content).slice(0, 8)}${ext}`);
    this.plain(hashed, content);
    this.manifest[name] = hashed;
    return hashed;
  }

  writeTo(folder) {
    const manifest = Object.fromEntries(Object.entries(this.manifest).sort());
    this.plain('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
    for (const [name, content] of this.files) {
      const file = path.join(folder, name);
      fs.mkdirSync(path.dirname(file), {recursive: true});
      fs.writeFileSync(file, content);
    }
  }
}

/** Subset the text font, and return its faces as CSS. */
async function buildFonts(output) {
  const subsetFont = requireModule('subset-font');
  const folder = path.join(MODULES, 'node_modules', FONT, 'files');
  const hex = (code) => code.toString(16).toUpperCase();
  const rules = await Promise.all(FACES.map(async ({name, file, ranges}) => {
    const source = fs.readFileSync(path.join(folder, `${path.basename(FONT)}-${file}.woff2`));
    const letters = ranges.flatMap(([from, to]) => Array.from({length: to - from + 1}, (_, i) => from + i));
    const subset = await subsetFont(source, String.fromCodePoint(...letters), {
      targetFormat: 'woff2',
      variationAxes: {wght: WEIGHTS},
    });
    const address = output.fingerprinted(`fonts/${name}.woff2`, subset);
    const range = ranges.map(([from, to]) => `U+${hex(from)}${to > from ? `-${hex(to)}` : ''}`).join(',');
    return `@font-face{font-family:"${FONT_FAMILY}";font-style:normal;font-weight:${WEIGHTS.min} ${WEIGHTS.max};`
      + `font-display:swap;src:url(${address}) format("woff2");unicode-range:${range}}\n`;
  }));
  return rules.join('');
}

async function bundle(settings) {
  const result = await requireModule('esbuild').build({
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    charset: 'utf8',
    legalComments: 'none',
    target: 'es2022',
    logLevel: 'warning',
    absWorkingDir: SITE,
    nodePaths: [path.join(MODULES, 'node_modules')],
    outdir: OUT,
    ...settings,
  });
  return {files: result.outputFiles, inputs: Object.keys(result.metafile.inputs)};
}

async function buildStyles(output) {
  const faces = await buildFonts(output);
  const {files} = await bundle({
    entryPoints: SHEETS.map((name) => path.join(ASSETS, 'css', name)),
    target: ['chrome120', 'firefox121', 'safari17.2'],
    // Pictures that style sheets name come along, fingerprinted too.
    loader: {'.svg': 'file', '.png': 'file', '.woff2': 'file'},
    assetNames: '[name].[hash]',
  });
  for (const {path: file, contents, text} of files) {
    if (file.endsWith('.css')) {
      const name = path.basename(file);
      output.fingerprinted(name, name === SHEETS[0] ? faces + text : text);
    } else {
      output.plain(path.basename(file), contents);
    }
  }
}

/** Bundle each script as a classic one: a page in a folder may not load modules. Return the files that went in. */
async function buildScripts(output) {
  const folder = path.join(ASSETS, 'js');
  const entries = fs.readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const main = path.join(folder, entry.name, 'main.js');
    if (entry.isDirectory()) {
      return fs.existsSync(main) ? [[entry.name, main]] : [];
    }
    return entry.name.endsWith('.js') ? [[path.parse(entry.name).name, path.join(folder, entry.name)]] : [];
  });
  const bundles = await Promise.all(entries.sort().map(async ([name, entry]) => {
    const {files: [script], inputs} = await bundle({
      entryPoints: [entry],
      format: 'iife',
      // Only packages for Node read it, to find files that are bundled here.
      define: {'import.meta.url': '"file:///"'},
      // Its list of exports hides the form for browsers from bundlers; the other one needs Node's Buffer.
      alias: {'base64url-universal': path.join(MODULES, 'node_modules/base64url-universal/lib/browser.js')},
    });
    return {name: `${name}.js`, text: script.text, inputs};
  }));
  bundles.forEach(({name, text}) => output.fingerprinted(name, text));
  return bundles.flatMap(({inputs}) => inputs);
}

/** The service worker: the exporter puts it at the root of the site, where its name must not change. */
async function buildWorker(output) {
  const {files: [script]} = await bundle({
    entryPoints: [path.join(ASSETS, 'js', 'offline', 'worker.js')],
    format: 'iife',
  });
  output.plain('sw.js', script.text);
}

function buildBadges(output) {
  const {Resvg} = requireModule('@resvg/resvg-js');
  for (const file of filesBelow(path.join(ASSETS, 'badges')).filter((name) => name.endsWith('.svg'))) {
    const svg = fs.readFileSync(file);
    const settings = {fitTo: {mode: 'width', value: BADGE_SIZE}, font: {loadSystemFonts: false}};
    const picture = new Resvg(svg, settings).render();
    if (picture.width !== BADGE_SIZE || picture.height !== BADGE_SIZE) {
      throw new Error(`${path.relative(SITE, file)} is not square.`);
    }
    const slug = path.parse(file).name;
    for (const [name, content] of [[`badges/${slug}.svg`, svg], [`badges/${slug}.png`, picture.asPng()]]) {
      output.plain(name, content);
      output.fingerprinted(name, content);
    }
  }
}

/** The drawings of a folder, without their comments and the space between elements. */
function buildDrawings(output, folder) {
  for (const file of filesBelow(path.join(ASSETS, folder)).filter((name) => name.endsWith('.svg'))) {
    const svg = read(file).replace(/<!--.*?-->/gs, '').replace(/>\s+</g, '><');
    output.fingerprinted(`${folder}/${path.basename(file)}`, svg);
  }
}

/** The emblems as pictures of dots too, for what is drawn and not typeset. */
function buildEmblems(output) {
  const {Resvg} = requireModule('@resvg/resvg-js');
  buildDrawings(output, 'emblems');
  for (const file of filesBelow(path.join(ASSETS, 'emblems')).filter((name) => name.endsWith('.svg'))) {
    const settings = {fitTo: {mode: 'width', value: EMBLEM_WIDTH}, font: {loadSystemFonts: false}};
    output.fingerprinted(`emblems/${path.parse(file).name}.png`, new Resvg(fs.readFileSync(file), settings).render().asPng());
  }
}

/** Collect the licences of all packages that parts of the output come from. */
function buildLicences(output, inputs) {
  const inBundle = inputs.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]).filter(Boolean);
  const texts = [...new Set([...inBundle, FONT])].sort().map((name) => {
    const folder = path.join(MODULES, 'node_modules', name);
    const {version, license} = JSON.parse(read(path.join(folder, 'package.json')));
    const file = fs.readdirSync(folder).sort().find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version} (${license})\n\n${file ? read(path.join(folder, file)).trim() : ''}\n`;
  });
  output.plain('licences.txt', texts.join(`\n${'-'.repeat(72)}\n\n`));
}

async function main() {
  installPackages();
  const ownFiles = ['build.mjs', 'package-lock.json'].map((name) => path.join(SITE, name));
  const stamp = stampOf([...filesBelow(ASSETS), ...ownFiles]);
  if (read(path.join(OUT, '.stamp')) === stamp) {
    return;
  }
  const output = new Output();
  await buildStyles(output);
  const inputs = await buildScripts(output);
  await buildWorker(output);
  buildBadges(output);
  buildDrawings(output, 'illustrations');
  buildEmblems(output);
  buildLicences(output, inputs);
  output.plain('.stamp', stamp);
  replaceFolder(OUT, (folder) => output.writeTo(folder));
  console.log(`Built ${Object.keys(output.manifest).length} assets.`);
}

await main();
