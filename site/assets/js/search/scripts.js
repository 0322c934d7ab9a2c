// Loads the classic scripts that the exporter wrote: a page in a folder may not fetch anything else.

import {root} from '../lib/place.js';

const loading = new Map();

/** Load a script of the site once, and return what it left under a name of `window`. Rejects where it is missing. */
export async function load(address, name) {
  if (!loading.has(address)) {
    loading.set(address, append(new URL(address, root).href));
  }
  try {
    await loading.get(address);
  } catch (error) {
    // The line may be back the next time.
    loading.delete(address);
    throw error;
  }
  return window[name];
}

function append(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.addEventListener('load', resolve);
    script.addEventListener('error', () => reject(new Error(`Not loaded: ${address}`)));
    document.head.append(script);
  });
}
