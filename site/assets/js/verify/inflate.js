// Deflated text inside a file that anybody may have made.

const LARGEST_CREDENTIAL = 1024 * 1024;

/** Return the text, or nothing where it is damaged or would fill the memory. */
export async function inflate(data) {
  const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  const parts = [];
  try {
    for (let part = await reader.read(), size = 0; !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > LARGEST_CREDENTIAL) {
        await reader.cancel();
        return new Uint8Array();
      }
      parts.push(part.value);
    }
  } catch {
    return new Uint8Array();
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
