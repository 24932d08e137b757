/** Ways out of the page: the clipboard, and a text in the fragment of the address, which browsers never send: `#t=` and raw deflate of UTF-8 in base64url. */

/** Longer fragments are cut by programs that links pass through. */
const LONGEST = 8000;
const KEY = 't=';

/** The fragment for a text, or null if it would be too long. */
export async function toFragment(text: string): Promise<string | null> {
  const packed = await through(new TextEncoder().encode(text), new CompressionStream('deflate-raw'));
  const base64 = btoa(String.fromCharCode(...packed.subarray(0, LONGEST)));
  if (packed.length > LONGEST || base64.length > LONGEST) return null;
  return `#${KEY}${base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** The text of a fragment, or null if it holds none. */
export async function fromFragment(fragment: string): Promise<string | null> {
  const at = fragment.indexOf(KEY);
  if (at < 0) return null;
  try {
    const base64 = fragment
      .slice(at + KEY.length)
      .replaceAll('-', '+')
      .replaceAll('_', '/');
    const packed = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      await through(packed, new DecompressionStream('deflate-raw')),
    );
  } catch {
    return null; // a link that was cut
  }
}

/** Copies a text. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // some browsers refuse the clipboard to pages opened from disk
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  codec: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(codec)).arrayBuffer());
}
