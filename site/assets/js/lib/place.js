// Where the site's root is, whatever folder or sub-path it lies in: two folders above this script's own file.

const own = document.currentScript.src;

/** The site's root as an absolute address with a slash at the end. */
export const root = new URL('../', new URL('.', own)).href;

/** The language of the page, as the exporter wrote it. */
export const language = document.documentElement.lang;
