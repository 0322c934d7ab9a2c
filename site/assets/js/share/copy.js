// Copying into the clipboard. Where the browser does not allow it the text is marked, for the reader to copy it.

/** Copy the text of a field; return whether that was possible. */
export function copyText(field) {
  return attempt(
    () => navigator.clipboard.writeText(field.value),
    () => field.select(),
  );
}

/** Copy an element as formatted text, and as plain text for programs that take no other. */
export function copyNode(element) {
  const {outerHTML: html, textContent: words, href} = element;
  const flavour = (type, text) => [type, new Blob([text], {type})];
  return attempt(
    () => navigator.clipboard.write([new ClipboardItem(Object.fromEntries([
      flavour('text/html', html),
      flavour('text/plain', `${words}\n${href}`),
    ]))]),
    () => getSelection().selectAllChildren(element.parentElement),
  );
}

async function attempt(write, mark) {
  try {
    await write();
    return true;
  } catch {
    mark();
    return document.execCommand('copy');
  }
}
