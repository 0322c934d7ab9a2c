// What this browser keeps of the site: one cache for the files, in which the list of each kept language lies too, so
// that files and lists cannot disagree. Shared by the page that fills it and the service worker that answers from it.

const KEPT_ON = 'X-Kept-On';
// The headers that a kept answer still needs; the length and the encoding are those of the journey.
const HEADERS = ['Content-Type', 'Content-Security-Policy', 'Referrer-Policy', 'X-Content-Type-Options'];

/** The name of the cache of the site at `root`; several sites may share a host. */
export const cacheName = (root) => `perennial-kept ${root}`;

/** Where the list of a language lies. */
export const listAddress = (root, language) => new URL(`offline/${language}.json`, root).href;

/** An answer that can be kept, with what was received as its body. */
export function keepable(answer, body) {
  const headers = HEADERS.map((name) => [name, answer.headers.get(name)]).filter(([, value]) => value);
  return new Response(body, {headers});
}

/** The list of a language, as it is kept from now on. */
export const keepableList = (text) => new Response(text, {
  headers: {'Content-Type': 'application/json', [KEPT_ON]: new Date().toISOString()},
});

/** The kept lists of these languages, each with `keptOn`, a Date; languages that are not kept are left out. */
export async function keptLists(root, languages) {
  const lists = await Promise.all(languages.map(async (language) => {
    const answer = await caches.match(listAddress(root, language), {cacheName: cacheName(root)});
    return answer && {...await answer.json(), keptOn: new Date(answer.headers.get(KEPT_ON))};
  }));
  return lists.filter(Boolean);
}
