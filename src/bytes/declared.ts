/**
 * What the bytes say about themselves: a byte order mark, HTML's meta, XML's declaration, Python's coding line,
 * and what the caller was told (`Content-Type`). Evidence, not truth: files lie.
 *
 * Example: `# -*- coding: gbk -*-` → gb18030; EF BB BF → utf-8.
 */
import { encodingNamed } from './names.ts';

/** Where declarations stand. */
const HEAD = 1024;
const SPACE = 0x20;
const QUOTE = 0x22;
const COLON = 0x3a;
const EQUALS = 0x3d;
const G = 0x67;
const T = 0x74;

/** The encoding whose byte order mark begins the input, and its length. */
export function markOf(bytes: Uint8Array): { encoding: string; length: number } | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { encoding: 'utf-32le', length: 4 };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { encoding: 'utf-32be', length: 4 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', length: 2 };
  if (a === 0x84 && b === 0x31 && c === 0x95 && d === 0x33) return { encoding: 'gb18030', length: 4 };
  return null;
}

/** The encodings that are declared inside the bytes or by `contentType`, best known first. */
export function declaredIn(bytes: Uint8Array, contentType?: string): string[] {
  const found: string[] = [];
  const add = (label: string | undefined): void => {
    const name = label === undefined ? undefined : encodingNamed(label);
    if (name !== undefined) found.push(name === 'gbk' ? 'gb18030' : name);
  };
  if (contentType !== undefined) add(/charset\s*=\s*["']?([\w-]+)/i.exec(contentType)?.[1] ?? contentType);
  if (!mayDeclare(bytes)) return found;
  let head = '';
  const end = Math.min(bytes.length, HEAD);
  for (let i = 0; i < end; i++) head += String.fromCharCode(bytes[i]! & 0x7f);
  add(/^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1]);
  add(/<meta\s[^>]*charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]);
  add(/^(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([\w.-]+)/.exec(head)?.[1]);
  add(/^@charset "([\w-]+)"/.exec(head)?.[1]);
  return found;
}

/** Whether some `coding`, `encoding` or `charset` of the head is followed by a value: all other heads are not read. */
function mayDeclare(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.length, HEAD);
  for (let i = 1; i < end; i++) {
    const b = bytes[i]!;
    if (b > EQUALS || (b !== EQUALS && b !== COLON && b !== QUOTE)) continue;
    let k = i - 1;
    while (k > 0 && bytes[k] === SPACE) k--;
    if (bytes[k] === G || bytes[k] === T) return true;
  }
  return false;
}
