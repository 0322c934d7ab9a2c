// The service worker, built as /sw.js. It is there only while the reader keeps something, and answers from what is
// kept: the newest page where the network has one in time, else the kept one, else a page that says what is missing.
// The exporter writes the names at the root of the site in front of it (self.perennial): nothing else is its business.

import {cacheName} from './kept.js';

const PATIENCE = 3000;
// Their names change with their content, so the kept one is the newest one.
const NEVER_CHANGES = /\.[0-9a-f]{8}\.\w+$/;

const root = self.registration.scope;
const cached = (address) => caches.match(address, {cacheName: cacheName(root), ignoreSearch: true});
const afterPatience = () => new Promise((resolve) => { setTimeout(resolve, PATIENCE); });

/** The kept answer to an address of a file, of a folder, or of a folder's index.html. */
async function keptAnswer(address) {
  const plain = address.replace(/[?#].*/, '').replace(/\/index\.html$/, '/');
  const answer = await cached(plain);
  if (answer || plain.endsWith('/')) {
    return answer;
  }
  // Relative links need the slash at the end.
  return await cached(`${plain}/`) && Response.redirect(`${plain}/`);
}

/** Players of recordings ask for a part, and some refuse the whole. */
async function part(answer, range) {
  const [, from, to] = /bytes=(\d*)-(\d*)/.exec(range) ?? [];
  const body = await answer.blob();
  const first = from ? Number(from) : Math.max(0, body.size - Number(to));
  const last = from && to ? Math.min(Number(to), body.size - 1) : body.size - 1;
  return new Response(body.slice(first, last + 1), {
    status: 206,
    headers: {
      'Content-Type': answer.headers.get('Content-Type'),
      'Content-Range': `bytes ${first}-${last}/${body.size}`,
    },
  });
}

/** The page that says that a page is not kept, in the language of its address where the site has that language. */
async function unkeptPage(address) {
  const [, code] = /^([a-zA-Z-]+)\//.exec(address.slice(root.length)) ?? [];
  const spoken = self.navigator.languages.flatMap((name) => [name, name.split('-')[0]]);
  for (const language of [code, ...spoken, ...self.perennial].filter(Boolean)) {
    const page = await cached(`${root}offline/${language}.html`);
    if (page) {
      // Its links are written for its own folder, and it is shown at any address.
      const html = (await page.text()).replaceAll('="../', `="${new URL(root).pathname}`);
      return new Response(html, {status: 503, headers: page.headers});
    }
  }
  return Response.error();
}

async function freshOrKept(request, kept) {
  const fresh = fetch(request);
  if (!kept) {
    return fresh;
  }
  const first = await Promise.race([fresh.catch(() => null), afterPatience()]);
  return first && first.status < 500 ? first : kept;
}

async function answer(request) {
  const kept = await keptAnswer(request.url);
  if (kept && NEVER_CHANGES.test(new URL(request.url).pathname)) {
    return kept;
  }
  try {
    const found = await freshOrKept(request, kept);
    const range = request.headers.get('Range');
    return found === kept && range ? part(found, range) : found;
  } catch (error) {
    if (request.mode === 'navigate') {
      return unkeptPage(request.url);
    }
    throw error;
  }
}

/** Whether an address is one of the site's own: the same host may serve other things. */
const isOurs = (url) => url.startsWith(root) && self.perennial.includes(url.slice(root.length).split(/[/?#]/, 1)[0]);

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  if (event.request.method === 'GET' && isOurs(event.request.url)) {
    event.respondWith(answer(event.request));
  }
});
