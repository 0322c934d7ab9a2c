// Loads a language, or several, and keeps them; deletes them again. Everything is loaded and checked before anything
// that is kept is touched, so a run that fails or is stopped changes nothing.

import {cacheName, keepable, keepableList, keptLists, listAddress} from './kept.js';

const AT_A_TIME = 6;

async function sha256(body) {
  const digest = await crypto.subtle.digest('SHA-256', body);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function loadedText(address, signal) {
  const answer = await fetch(address, {cache: 'no-cache', signal});
  if (!answer.ok) {
    throw new Error(`${answer.status} ${address}`);
  }
  return answer.text();
}

/** Load a file that the list describes. The site may change meanwhile: then the browser's own cache is asked past. */
async function loadedFile(root, {address, sha256: expected}, signal) {
  const url = new URL(address, root).href;
  for (const cache of ['no-cache', 'reload']) {
    const answer = await fetch(url, {cache, signal});
    const body = await answer.arrayBuffer();
    if (answer.ok && await sha256(body) === expected) {
      return {url, answer: keepable(answer, body)};
    }
  }
  throw new Error(`not as listed: ${url}`);
}

/** Files of the lists by address. */
const filesOf = (lists) => new Map(lists.flatMap(({files}) => files.map((file) => [file.address, file])));

/** Do the work for each item, a few at a time. */
async function each(items, work) {
  const left = [...items];
  const worker = async () => {
    while (left.length) {
      await work(left.shift());
    }
  };
  await Promise.all(Array.from({length: AT_A_TIME}, worker));
}

/** Keep these languages, or bring them up to date; `progress(done, total)` is told the bytes. */
export async function keep(root, all, languages, signal, progress) {
  const texts = await Promise.all(languages.map((code) => loadedText(listAddress(root, code), signal)));
  const wanted = filesOf(texts.map((text) => JSON.parse(text)));
  const present = filesOf(await keptLists(root, all));
  const missing = [...wanted.values()].filter(({address, sha256: hash}) => present.get(address)?.sha256 !== hash);
  const total = missing.reduce((sum, {bytes}) => sum + bytes, 0);
  const staging = `${cacheName(root)} next`;
  try {
    await caches.delete(staging);
    const loaded = await caches.open(staging);
    let done = 0;
    progress(done, total);
    await each(missing, async (file) => {
      const {url, answer} = await loadedFile(root, file, signal);
      await loaded.put(url, answer);
      done += file.bytes;
      progress(done, total);
    });
    await navigator.storage?.persist?.();
    await navigator.serviceWorker.register(new URL('sw.js', root), {scope: root});
    const kept = await caches.open(cacheName(root));
    for (const request of await loaded.keys()) {
      await kept.put(request, await loaded.match(request));
    }
    await Promise.all(languages.map((code, index) => kept.put(listAddress(root, code), keepableList(texts[index]))));
  } finally {
    await caches.delete(staging);
  }
  await sweep(root, all);
}

/** Delete a language; with the last one everything goes, the service worker too. */
export async function drop(root, all, language) {
  const kept = await caches.open(cacheName(root));
  await kept.delete(listAddress(root, language));
  await sweep(root, all);
}

/** Delete what no kept list names any more. */
async function sweep(root, all) {
  const lists = await keptLists(root, all);
  if (!lists.length) {
    await caches.delete(cacheName(root));
    const registration = await navigator.serviceWorker.getRegistration(root);
    await registration?.unregister();
    return;
  }
  const named = new Set([...filesOf(lists).keys()].map((address) => new URL(address, root).href));
  lists.forEach(({language}) => named.add(listAddress(root, language)));
  const kept = await caches.open(cacheName(root));
  const gone = (await kept.keys()).filter(({url}) => !named.has(url));
  await Promise.all(gone.map((request) => kept.delete(request)));
}
