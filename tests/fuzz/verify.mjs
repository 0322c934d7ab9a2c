// The verify page's own modules, asked about one file a line: base64 in, {verdict} or {fault} out.
//
//   node --expose-gc verify.mjs MODULES RECORD
//
// Node has no parser of SVG, so a picture is one without a badge here.

import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath, pathToFileURL} from 'node:url';

const [modules, recordPath] = process.argv.slice(2).map((given) => path.resolve(given));
const requireModule = createRequire(path.join(modules, 'package.json'));
const {build} = requireModule('esbuild');
const source = fileURLToPath(new URL('../../site/assets/js/verify/', import.meta.url));
const folder = mkdtempSync(path.join(os.tmpdir(), 'verify-'));
const bundle = path.join(folder, 'verify.mjs');
await build({
  stdin: {
    contents: "export {checkBadge} from './checks.js'; export {readFile, NotABadge} from './read.js';",
    resolveDir: source,
  },
  bundle: true,
  format: 'esm',
  platform: 'browser',
  nodePaths: [path.join(modules, 'node_modules')],
  outfile: bundle,
});
// What a browser has, and the libraries ask for.
globalThis.self = globalThis;
globalThis.DOMParser = class {
  parseFromString() {
    return {getElementsByTagNameNS: () => []};
  }
};
const {checkBadge, readFile, NotABadge} = await import(pathToFileURL(bundle).href);
rmSync(folder, {recursive: true});

const record = {leakedKeys: [], reasons: {}, endorsements: {}, ...JSON.parse(readFileSync(recordPath, 'utf-8'))};

async function answer(bytes) {
  try {
    const credential = await readFile(new Blob([bytes]));
    return await checkBadge(credential, {record, fresh: false, email: 'aino@mail.example', now: new Date()});
  } catch (error) {
    return error instanceof NotABadge ? {verdict: 'not_badge'} : {fault: String(error.stack)};
  }
}

let asked = 0;
for await (const line of createInterface({input: process.stdin})) {
  const {verdict, fault} = await answer(Buffer.from(line, 'base64'));
  // What is left after a collection is what is really held.
  if (++asked % 50 === 0) {
    globalThis.gc();
  }
  process.stdout.write(`${JSON.stringify({verdict, fault})}\n`);
}
